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
  /// 64-bit FNV-1a over the bit patterns of columns, weights and labels, as 16 hexadecimal digits.
  public var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }
    for column in columns { for value in column { mix(UInt64(value.bitPattern)) } }
    for weight in weights { mix(weight.bitPattern) }
    for label in labels ?? [] { mix(UInt64(label)) }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
