/// How the trees of a vote are made different and what each counts.
public enum VotingScheme: String, Sendable, CaseIterable {
  /// Events decided wrongly gain weight: err = Σ_wrong w / Σw, α = β ln((1 − err) / err), and the
  /// weights of wrong events are multiplied by e^α (Freund and Schapire, J. Comput. Syst. Sci. 55
  /// (1997) 119; β as in TMVA).
  case adaBoost
  /// The same with the purity of the leaf: e = Σ w y v / Σw with v = 2p − 1 and y = ±1,
  /// α = β ln((1 + e) / (1 − e)), w ← w e^(−α y v).
  case realAdaBoost
  /// Every tree counts alike; what differs is the events and variables it sees.
  case average

  var isBoosted: Bool { self != .average }
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
  /// Whether the factors of reweighting are inverted for events of negative weight.
  public var invertsForNegativeWeights = false

  public init() {}
}
