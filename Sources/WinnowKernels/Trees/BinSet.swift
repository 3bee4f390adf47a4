/// A set of bins: one bit for each of the 256.
public struct BinSet: BitwiseCopyable, Sendable, Hashable {
  private(set) var a: UInt64 = 0
  private(set) var b: UInt64 = 0
  private(set) var c: UInt64 = 0
  private(set) var d: UInt64 = 0

  public init() {}

  public init(_ bins: some Sequence<Int>) { for bin in bins { insert(bin) } }

  /// - Parameter words: four; bin k is bit k mod 64 of word k / 64.
  public init(words: [UInt64]) {
    precondition(words.count == 4)
    (a, b, c, d) = (words[0], words[1], words[2], words[3])
  }

  public var words: [UInt64] { [a, b, c, d] }

  public mutating func insert(_ bin: Int) {
    precondition(0..<HistogramLayout.slots ~= bin)
    let bit: UInt64 = 1 << UInt64(bin & 63)
    switch bin >> 6 {
    case 0: a |= bit
    case 1: b |= bit
    case 2: c |= bit
    default: d |= bit
    }
  }

  /// With or without the bin of missing values.
  public func withMissing(_ isContained: Bool) -> BinSet {
    var set = self
    let bit: UInt64 = 1 << 63
    set.d = isContained ? d | bit : d & ~bit
    return set
  }

  /// By selection, not by memory: the words stay in registers.
  @inline(__always)
  public func contains(_ bin: UInt8) -> Bool {
    let low = bin & 64 == 0 ? a : b, high = bin & 64 == 0 ? c : d
    return (bin & 128 == 0 ? low : high) &>> UInt64(bin & 63) & 1 == 1
  }
}
