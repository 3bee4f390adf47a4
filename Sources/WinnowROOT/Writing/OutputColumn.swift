import Foundation
import WinnowCore
import WinnowKernels

/// A flat column to be written: a name and one value per entry.
public struct OutputColumn: Sendable {
  public let name: String
  public let values: ColumnValues

  public init(_ name: String, _ values: ColumnValues) {
    self.name = name
    self.values = values
  }
}

/// How a file is compressed: the method and its level, 1 (fast) to 9 (small).
public struct CompressionSetting: Sendable, Equatable {
  public let method: Compression
  public let level: Int

  /// - Throws: for methods other than none, zlib and zstd, and levels outside 1…9.
  public init(_ method: Compression, level: Int = 5) throws {
    guard [.none, .zlib, .zstd].contains(method) else {
      throw WinnowError(
        .badConfiguration, "ROOT files are written with none, zlib or zstd, not \(method.name)")
    }
    guard (1...9).contains(level) else {
      throw WinnowError(.badConfiguration, "the compression level \(level) is not between 1 and 9")
    }
    self.method = method
    self.level = level
  }

  private init() {
    method = .zstd
    level = 5
  }

  /// zstd at level 5.
  public static let standard = CompressionSetting()

  /// ROOT's number: 100 × method + level.
  var number: Int {
    switch method {
    case .zlib: 100 + level
    case .zstd: 500 + level
    case .none, .deflate, .lzma, .lz4: 0
    }
  }

  /// The bytes as compressed blocks; as they are where that is not smaller.
  func pack(_ bytes: Data) -> Data {
    if method == .none || bytes.isEmpty { return bytes }
    var packed = Data()
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let stop = min(bytes.endIndex, start + 0xFF_FFFF)
      guard let block = method.compress(bytes[start..<stop], level: level) else { return bytes }
      packed += block
      start = stop
    }
    return packed.count < bytes.count ? packed : bytes
  }
}

extension ColumnValues {
  /// The memory of the values of some entries, in the byte order of this machine; nil for strings.
  func bytes(_ rows: Range<Int>) -> Data? {
    switch self {
    case .bool(let values): Self.copy(values, rows)
    case .int8(let values): Self.copy(values, rows)
    case .uint8(let values): Self.copy(values, rows)
    case .int16(let values): Self.copy(values, rows)
    case .uint16(let values): Self.copy(values, rows)
    case .int32(let values): Self.copy(values, rows)
    case .uint32(let values): Self.copy(values, rows)
    case .int64(let values): Self.copy(values, rows)
    case .uint64(let values): Self.copy(values, rows)
    case .float(let values): Self.copy(values, rows)
    case .double(let values): Self.copy(values, rows)
    case .string: nil
    }
  }

  private static func copy<Value: BitwiseCopyable>(_ values: [Value], _ rows: Range<Int>) -> Data {
    var data = Data(count: rows.count * MemoryLayout<Value>.size)
    var output = data.mutableBytes
    copyPlain(values.span.extracting(rows).bytes, into: &output)
    return data
  }
}
