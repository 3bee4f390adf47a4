import WinnowCore

/// Where a model comes from.
public struct Provenance: Sendable, Hashable, Codable {
  /// Version of Winnow that trained it.
  public var version: String
  public var analysis: String
  public var seed: UInt64
  /// Digest of the training sample: inputs, weights and classes, independent of the file format.
  public var trainingDigest: String
  public var trainingEvents: Int
  /// The input files as the analysis named them.
  public var files: [String]

  public init(
    version: String, analysis: String, seed: UInt64, trainingDigest: String,
    trainingEvents: Int, files: [String]
  ) {
    self.version = version
    self.analysis = analysis
    self.seed = seed
    self.trainingDigest = trainingDigest
    self.trainingEvents = trainingEvents
    self.files = files
  }
}

extension Sample {
  /// Digest of columns, weights, and labels or targets.
  public var digest: String {
    var digest = Digest()
    for column in columns { digest.add(.float32(column)) }
    digest.add(.float64(weights))
    digest.add(.uint8(labels ?? []))
    if case .targets(_, let values) = truth {
      for target in values { digest.add(.float32(target)) }
    }
    return digest.text
  }
}
