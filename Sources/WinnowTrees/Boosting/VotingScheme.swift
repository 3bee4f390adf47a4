import WinnowKernels

/// How the trees of a vote are made different and what each counts.
public enum VotingScheme: String, Sendable, CaseIterable {
  /// Events decided wrongly gain weight: err = Σ_wrong w / Σw, α = β ln((1 − err) / err), and the
  /// weights of wrong events are multiplied by e^α (Freund and Schapire, J. Comput. Syst. Sci. 55
  /// (1997) 119; β as in TMVA).
  case adaBoost
  /// The same with the purity of the leaf: e = Σ w y v / Σw with v = 2p − 1 and y = ±1,
  /// α = β ln((1 + e) / (1 − e)), w ← w e^(−α y v).
  case realAdaBoost
  /// RealAdaBoost with costs: the margin y v of an event counts c, by what it is and what it is taken
  /// for: e = Σ w c y v / Σ w (Fan et al., ICML 1999; here as in TMVA).
  case adaCost
  /// Every tree counts alike; what differs is the events and variables it sees.
  case average

  /// Whether events gain and lose weight.
  public var isBoosted: Bool { self != .average }
}

/// What AdaCost holds a decision to be worth, 0 … 1: at 1 an event is boosted as in RealAdaBoost, at 0 not
/// at all.
public struct DecisionCosts: Sendable, Hashable {
  /// Signal that is taken for signal: TMVA's Css.
  public var signalAsSignal = 1.0
  /// Signal that is taken for background: Cts_sb.
  public var signalAsBackground = 1.0
  /// Background that is taken for signal: Ctb_ss.
  public var backgroundAsSignal = 1.0
  /// Background that is taken for background: Cbb.
  public var backgroundAsBackground = 1.0

  public init() {}

  /// Of an event of class y = ±1 with the vote v.
  func cost(_ y: Double, _ v: Double) -> Double {
    y > 0
      ? (v > 0 ? signalAsSignal : signalAsBackground)
      : (v > 0 ? backgroundAsSignal : backgroundAsBackground)
  }
}

/// What a leaf says.
public enum LeafVote: String, Sendable, CaseIterable {
  /// v = +1 where the purity p is above the limit, −1 elsewhere.
  case yesNo = "yes_no"
  /// v = 2p − 1.
  case purity
}

/// The settings of a vote.
public struct VotingOptions: Sendable, Hashable {
  public var scheme = VotingScheme.adaBoost
  /// Trees, bins, what each tree sees, growth. The learning rate is β of the boosted schemes.
  public var boosting = BoostingOptions()
  public var leafVote = LeafVote.yesNo
  /// The purity above which a leaf says signal.
  public var purityLimit = 0.5
  /// Of AdaCost.
  public var costs = DecisionCosts()
  /// Whether the factors of reweighting are inverted for events of negative weight.
  public var invertsForNegativeWeights = false
  /// Which cuts of a grown tree are taken back; nil: none.
  public var pruning: PruningOptions?
  /// Cuts on Fisher discriminants beside those on single features; nil: none.
  public var fisherCuts: FisherCutOptions?

  public init() {}

  var pruningRule: PruningRule? {
    pruning.map {
      PruningRule(
        options: $0, separation: boosting.growth.separation ?? .gini, purityLimit: purityLimit)
    }
  }
}
