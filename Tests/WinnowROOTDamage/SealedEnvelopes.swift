import Foundation
import WinnowKernels

/// The envelopes of an uncompressed ntuple file, whose checksums can be put right after damage, so
/// that the damage reaches what reads the content.
public struct SealedEnvelopes: Sendable {
  private let header: Range<Int>
  /// Footer and page lists: where they are, and where in them the header's checksum stands.
  private let others: [(range: Range<Int>, mark: Int)]

  public init?(_ bytes: Data) {
    guard let found = Self.envelope(kind: 1, in: bytes) else { return nil }
    header = found
    let sum = bytes.subdata(in: found.upperBound - 8..<found.upperBound)
    var others: [(Range<Int>, Int)] = []
    var from = found.upperBound
    while let place = bytes[from...].range(of: sum) {
      for (kind, offset) in [(UInt64(2), 16), (UInt64(3), 8)] {
        let start = place.lowerBound - offset
        if let size = Self.size(at: start, kind: kind, in: bytes) {
          others.append((start..<start + size, place.lowerBound))
        }
      }
      from = place.upperBound
    }
    self.others = others
  }

  /// All places where content stands.
  public var payloads: [Range<Int>] {
    ([header] + others.map(\.range)).map { $0.lowerBound + 8..<$0.upperBound - 8 }
  }

  /// Puts all checksums right.
  public func seal(_ bytes: inout Data) {
    let sum = Self.seal(&bytes, header)
    for other in others {
      bytes.replaceSubrange(other.mark..<other.mark + 8, with: sum)
      _ = Self.seal(&bytes, other.range)
    }
  }

  private static func seal(_ bytes: inout Data, _ range: Range<Int>) -> Data {
    let content = [UInt8](bytes[range.lowerBound..<range.upperBound - 8])
    let sum = RawBytes.bytes(of: [xxHash3(content.span).littleEndian])
    bytes.replaceSubrange(range.upperBound - 8..<range.upperBound, with: sum)
    return sum
  }

  private static func size(at start: Int, kind: UInt64, in bytes: Data) -> Int? {
    guard start >= 0, start + 16 <= bytes.count else { return nil }
    let word = RawBytes.values(UInt64.self, from: bytes.subdata(in: start..<start + 8))[0].littleEndian
    let size = Int(word >> 16)
    return word & 0xFFFF == kind && size >= 16 && start + size <= bytes.count ? size : nil
  }

  private static func envelope(kind: UInt64, in bytes: Data) -> Range<Int>? {
    for start in 0..<max(0, bytes.count - 16) where bytes[start] == UInt8(kind) && bytes[start + 1] == 0 {
      guard let size = size(at: start, kind: kind, in: bytes) else { continue }
      let content = [UInt8](bytes[start..<start + size - 8])
      let sum = RawBytes.bytes(of: [xxHash3(content.span).littleEndian])
      if bytes[start + size - 8..<start + size].elementsEqual(sum) { return start..<start + size }
    }
    return nil
  }
}
