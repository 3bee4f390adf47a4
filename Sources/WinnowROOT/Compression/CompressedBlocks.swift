import Foundation
import WinnowCore

/// The ways a ROOT file compresses, with the two letters that announce them.
public enum Compression: String, Sendable, CaseIterable {
  case none
  case zlib = "ZL"
  /// Deflate without zlib's frame, of files before ROOT 3.
  case deflate = "CS"
  case lzma = "XZ"
  case lz4 = "L4"
  case zstd = "ZS"

  /// The algorithm in a compression setting, 100 × algorithm + level; levels below 100 are zlib's.
  public init(setting: Int) {
    switch (setting % 100, setting / 100) {
    case (0, _): self = .none
    case (_, 2): self = .lzma
    case (_, 3): self = .deflate
    case (_, 4): self = .lz4
    case (_, 5): self = .zstd
    default: self = .zlib
    }
  }

  public var name: String {
    switch self {
    case .none: "none"
    case .zlib: "zlib"
    case .deflate: "deflate"
    case .lzma: "lzma"
    case .lz4: "lz4"
    case .zstd: "zstd"
    }
  }

  /// More bytes than this from one compressed byte are no honest data.
  var largestRatio: Int {
    switch self {
    case .none: 1
    case .zlib, .deflate: 1040
    case .lz4: 260
    case .lzma: 20_000
    case .zstd: 70_000
    }
  }
}

/// A sequence of compressed blocks, each behind a 9-byte header: two letters, a method byte, and
/// the compressed and uncompressed sizes as 24-bit little-endian numbers.
///
/// - Reference: ROOT, `io/doc/TFile/datarecord.md` and `core/zip`.
enum CompressedBlocks {
  static let headerSize = 9

  /// One block of the sequence.
  struct Block {
    let compression: Compression
    let source: Range<Int>
    let destination: Range<Int>
  }

  /// The blocks that `bytes` consists of.
  /// - Throws: where sizes do not add up to the bytes there are and to `size` uncompressed.
  static func blocks(in bytes: Data, size: Int, what: String) throws -> [Block] {
    var blocks: [Block] = []
    var position = 0, filled = 0
    let header = bytes.span
    while filled < size {
      guard position + headerSize <= header.count else {
        throw WinnowError(.badData, "\(what): the compressed data end too early")
      }
      let letters = String(decoding: [header[position], header[position + 1]], as: UTF8.self)
      guard let compression = Compression(rawValue: letters), compression != .none else {
        throw WinnowError(.badData, "\(what): unknown compression “\(letters)”")
      }
      func size24(_ at: Int) -> Int {
        Int(header[at]) | Int(header[at + 1]) << 8 | Int(header[at + 2]) << 16
      }
      let packed = size24(position + 3), unpacked = size24(position + 6)
      let start = position + headerSize
      guard packed > 0, unpacked > 0, packed <= header.count - start, unpacked <= size - filled,
        unpacked <= packed * compression.largestRatio
      else { throw WinnowError(.badData, "\(what): impossible sizes of a compressed block") }
      blocks.append(
        Block(
          compression: compression, source: start..<start + packed,
          destination: filled..<filled + unpacked))
      position = start + packed
      filled += unpacked
    }
    return blocks
  }
}
