import WinnowCore
import WinnowKernels
import WinnowMath

/// How trees and their earlier ones share the work in DART.
public enum DropoutNormalisation: String, Sendable, CaseIterable {
  /// The new tree weighs as much as each of the k dropped ones: it counts 1 / (k + η), they k / (k + η).
  case tree
  /// The new tree weighs as much as all dropped ones: both count 1 / (1 + η).
  case forest
}

/// Boosting that leaves out earlier trees at random while the next one is fitted, so that late trees do
/// not merely polish a few events (DART; Rashmi and Gilad-Bachrach, arXiv:1505.01866).
public struct DropoutOptions: Sendable, Hashable {
  /// The probability of each round to be left out.
  public var rate = 0.1
  /// Rounds left out at a time, at most; 0: no limit.
  public var maximum = 50
  /// The probability that a round leaves out none.
  public var skip = 0.5
  public var normalisation = DropoutNormalisation.tree

  public init() {}
}

/// The factors of all rounds so far, and the trees to take back.
struct TreeDropout {
  private let options: DropoutOptions
  private let learningRate: Double
  private let seed: UInt64
  /// Of each round.
  private(set) var factors: [Double] = []
  /// The factors when `remember` was called last.
  private(set) var remembered: [Double] = []
  /// All trees over bins, as they were fitted.
  var trees: [[BinnedNode]] = []

  init(_ options: DropoutOptions, learningRate: Double, seed: UInt64) {
    self.options = options
    self.learningRate = learningRate
    self.seed = seed
  }

  /// The rounds to leave out, rising: the same for one seed and round.
  func draw(round: Int) -> [Int] {
    var random = CounterRandom(
      seed: seed, stream: RandomStream.dropout, index: UInt64(round) << 32)
    if random.uniform() < options.skip { return [] }
    let dropped = factors.indices.filter { _ in random.uniform() < options.rate }
    guard options.maximum > 0, dropped.count > options.maximum else { return dropped }
    return random.permutation(dropped.count).prefix(options.maximum).map { dropped[$0] }.sorted()
  }

  /// Rescales the dropped rounds and takes note of a new one.
  /// - Returns: the factor of the new round.
  mutating func count(_ dropped: [Int]) -> Double {
    let k = Double(dropped.count), eta = learningRate
    let (new, old) = switch options.normalisation {
    case _ where dropped.isEmpty: (1.0, 1.0)
    case .tree: (1 / (k + eta), k / (k + eta))
    case .forest: (1 / (1 + eta), 1 / (1 + eta))
    }
    for round in dropped { factors[round] *= old }
    factors.append(new)
    return new
  }

  mutating func remember() { remembered = factors }
  func archive() -> Archive {
    Archive(tensors: ["factors": Tensor(factors), "remembered": Tensor(remembered)])
  }

  /// - Parameter trees: all of them, as they were fitted.
  mutating func restore(_ archive: Archive, trees: [[BinnedNode]]) throws {
    factors = try archive.float64("factors", shape: [nil])
    remembered = try archive.float64("remembered", shape: [nil])
    self.trees = trees
  }
}
