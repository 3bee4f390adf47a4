import Foundation
import WinnowCore
import WinnowKernels
import WinnowTrees

/// The settings of the BDT. The defaults suit 10⁴ … 10⁷ events with a few dozen variables.
public struct BDTParameters: LearnerParameters, Hashable {
  /// The settings that the others start from.
  public var preset = BDTPreset.none
  public var boosting = BDTBoosting.gradient
  public var trees = 800
  public var learningRate = 0.05
  public var maxLeaves = 16
  public var maxDepth = 0
  public var growth = GrowthOrder.leafWise
  public var bins = 255
  public var minNodeSize = 20.0
  public var minChildWeight = 1e-3
  public var minGain = 0.0
  public var l1 = 0.0
  public var l2 = 1.0
  public var subsample = 0.8
  public var columnFraction = 1.0
  public var earlyStopping = 30
  /// Whether events are drawn a Poisson number of times, with the mean `subsample`.
  public var bootstrap = false
  /// 0: all, or the square root of the number of variables where the boosting draws them.
  public var columnFractionNode = 0.0
  /// β of AdaBoost.
  public var adaBoostBeta = 0.5
  public var leaves = BDTLeaves.automatic
  public var purityLimit = 0.5
  public var separation = SeparationCriterion.gini
  public var negativeWeights = NegativeWeights.signed
  public var balanceClasses = false
  public var loss = BDTLossSettings()
  public var dropout = BDTDropoutSettings()
  public var flatness = BDTFlatnessSettings()
  public var pruning = BDTPruningSettings()
  public var fisherCuts = BDTFisherCutSettings()
  public var costs = DecisionCosts()
  public var deviationLoss = DeviationLoss.quadratic
  public var sampling = BDTSamplingSettings()
  public var variables = BDTVariableSettings()

  public init() {}

  /// Of the training sample: for fractions.
  struct Size {
    let events: Int
    /// Their names.
    let variables: [String]
  }

  /// In the terms of the gradient engine.
  func boostingOptions(_ size: Size) -> BoostingOptions {
    var options = BoostingOptions()
    options.trees = trees
    options.learningRate = learningRate
    options.bins = bins
    options.subsample = subsample
    options.columnFraction = columnFraction
    options.earlyStopping = earlyStopping
    options.sampling = sampling.goss ? .goss : isBootstrap ? .poisson : .subset
    options.goss = sampling.rates
    options.dropout = dropout.options
    options.categorical = variables.categories(size.variables)
    options.growth = growthOptions(size)
    return options
  }

  private func growthOptions(_ size: Size) -> GrowthOptions {
    var options = GrowthOptions()
    options.order = growth
    options.maxLeaves = maxLeaves
    options.maxDepth = maxDepth
    let least = minNodeSize < 1 ? minNodeSize * Double(size.events) * drawnFraction : minNodeSize
    options.minNodeSize = max(1, Int(least.rounded(.up)))
    options.minChildWeight = minChildWeight
    options.minGain = minGain
    options.l1 = l1
    options.l2 = l2
    let level = sampling.columnFractionLevel
    options.featuresPerLevel = level < 1 ? part(level, size) : nil
    options.featuresPerNode = variablesPerNode(size)
    options.monotone = variables.directions(size.variables)
    options.interactions = variables.groups(size.variables)
    options.categories = variables.categories
    options.randomCuts = boosting == .extraTrees
    return options
  }

  private var isBootstrap: Bool { bootstrap || boosting.alwaysBootstraps }

  /// The part of the events that a tree sees, on average: a Poisson number is 0 in e^(−mean) of cases.
  private var drawnFraction: Double {
    if sampling.goss { return sampling.rates.topRate + sampling.rates.otherRate }
    return isBootstrap ? 1 - exp(-subsample) : subsample
  }

  private func variablesPerNode(_ size: Size) -> Int? {
    if columnFractionNode > 0 { return part(columnFractionNode * sampling.columnFractionLevel, size) }
    let root = Double(size.variables.count).squareRoot()
    return boosting.drawsVariables ? max(1, Int(root.rounded())) : nil
  }

  /// A fraction of the variables of a tree, in numbers.
  private func part(_ fraction: Double, _ size: Size) -> Int {
    max(1, Int((fraction * columnFraction * Double(size.variables.count)).rounded()))
  }

  /// In the terms of the voting engine.
  func votingOptions(_ scheme: VotingScheme, _ size: Size) -> VotingOptions {
    var options = VotingOptions()
    options.scheme = scheme
    options.boosting = voteOptions(size)
    options.boosting.growth.separation = separation
    options.costs = costs
    options.pruning = pruning.options
    options.fisherCuts = fisherCuts.isOn ? fisherCuts.options : nil
    options.leafVote = LeafVote(rawValue: leaves.rawValue) ?? boosting.defaultVote
    options.purityLimit = purityLimit
    options.invertsForNegativeWeights = negativeWeights == .inverseBoost
    return options
  }

  /// Of the trees of a vote, on classes or values.
  func voteOptions(_ size: Size) -> BoostingOptions {
    var options = boostingOptions(size)
    options.learningRate = adaBoostBeta
    options.growth.l2 = 0
    // As in TMVA a leaf has so many events by weight, too: few heavy events are no leaf.
    options.growth.minChildWeight = max(minChildWeight, Double(options.growth.minNodeSize))
    return options
  }
}
