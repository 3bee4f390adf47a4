import CZlib
import Foundation
import WinnowCore

/// The members of a zip archive, stored or deflated.
///
/// - Reference: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3.
struct ZipArchive {
  struct Entry {
    let name: String
    fileprivate let method: Int
    fileprivate let checksum: Int
    fileprivate let packedSize: Int
    fileprivate let size: Int
    fileprivate let header: Int
  }

  static let magic: [UInt8] = Array("PK".utf8)

  let entries: [Entry]
  private let file: Data

  private static let mostEntries = 100_000
  /// Deflate cannot shrink further.
  private static let greatestCompression = 1040

  /// - Throws: `badData` where the directory is damaged or missing.
  init(_ file: Data) throws {
    self.file = file
    let tail = max(0, file.count - 65_557)
    guard let end = stride(from: file.count - 22, through: tail, by: -1)
      .first(where: { Self.number(file, $0, 4) == 0x0605_4b50 })
    else { throw Self.fault("the archive has no directory: it is cut short") }
    var count = Self.number(file, end + 10, 2) ?? 0
    var place = Self.number(file, end + 16, 4) ?? 0
    if Self.number(file, end - 20, 4) == 0x0706_4b50, let large = Self.number(file, end - 12, 8),
      Self.number(file, large, 4) == 0x0606_4b50
    {
      count = Self.number(file, large + 32, 8) ?? 0
      place = Self.number(file, large + 48, 8) ?? 0
    }
    guard count <= Self.mostEntries else { throw Self.fault("the archive's directory is damaged") }
    var entries: [Entry] = []
    for _ in 0..<count { entries.append(try Self.entry(file, &place)) }
    self.entries = entries
  }

  /// The member's bytes.
  /// - Throws: `badData` where they are damaged, not all there, or packed in another way.
  func bytes(of entry: Entry) throws -> Data {
    guard Self.number(file, entry.header, 4) == 0x0403_4b50,
      let name = Self.number(file, entry.header + 26, 2),
      let extra = Self.number(file, entry.header + 28, 2),
      entry.header + 30 + name + extra <= file.count,
      entry.packedSize <= file.count - (entry.header + 30 + name + extra)
    else { throw Self.fault("“\(entry.name)” lies outside the archive") }
    let packed = file.dropFirst(entry.header + 30 + name + extra).prefix(entry.packedSize)
    switch entry.method {
    case 0 where entry.size == packed.count: return packed
    case 8:
      guard entry.size <= 64 + packed.count * Self.greatestCompression,
        let bytes = Deflate.unpack(packed, size: entry.size),
        Deflate.checksum(bytes) == entry.checksum
      else { throw Self.fault("the compressed data of “\(entry.name)” are damaged") }
      return bytes
    default: throw Self.fault("“\(entry.name)” is packed by the unknown method \(entry.method)")
    }
  }

  private static func entry(_ file: Data, _ place: inout Int) throws -> Entry {
    guard number(file, place, 4) == 0x0201_4b50, let method = number(file, place + 10, 2),
      let checksum = number(file, place + 16, 4), var packed = number(file, place + 20, 4),
      var size = number(file, place + 24, 4), let nameSize = number(file, place + 28, 2),
      let extraSize = number(file, place + 30, 2), let comment = number(file, place + 32, 2),
      var header = number(file, place + 42, 4), place + 46 + nameSize + extraSize <= file.count
    else { throw fault("the archive's directory is damaged") }
    let name = String(decoding: file.dropFirst(place + 46).prefix(nameSize), as: UTF8.self)
    var extra = place + 46 + nameSize
    let extraEnd = extra + extraSize
    while extra + 4 <= extraEnd, let kind = number(file, extra, 2), let length = number(file, extra + 2, 2) {
      if kind == 1 {
        var large = extra + 4
        func widen(_ value: inout Int) throws {
          if value != 0xFFFF_FFFF { return }
          guard let wide = number(file, large, 8) else { throw fault("the archive's directory is damaged") }
          value = wide
          large += 8
        }
        try widen(&size)
        try widen(&packed)
        try widen(&header)
      }
      extra += 4 + length
    }
    place = extraEnd + comment
    return Entry(
      name: name, method: method, checksum: checksum, packedSize: packed, size: size, header: header)
  }

  /// A little-endian number; nil outside the file and beyond 47 bits.
  private static func number(_ file: Data, _ place: Int, _ size: Int) -> Int? {
    guard place >= 0, place <= file.count - size else { return nil }
    let start = file.startIndex + place
    let value = file[start..<start + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return value < 1 << 47 ? Int(value) : nil
  }

  private static func fault(_ message: String) -> WinnowError { WinnowError(.badData, message) }
}
