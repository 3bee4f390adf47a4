import Foundation
import WinnowCore

/// Builds a zip archive of deflated members in memory. The same content gives the same bytes.
///
/// - Reference: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16.
struct ZipBuilder {
  private var archive = Data()
  private var directory = Data()
  private var count = 0

  /// 1 January 1980, 0:00: the archive keeps no times.
  private static let date = 0x21 << 16
  private static let inUTF8 = 1 << 11

  /// - Throws: `badConfiguration` where the archive would exceed 4 GB, which needs another format.
  mutating func add(_ name: String, _ bytes: Data) throws {
    guard let packed = Deflate.pack(bytes), archive.count + packed.count < 1 << 32, count < 65_535 else {
      throw WinnowError(
        .badConfiguration, "the archive would exceed 4 GB or 65535 members; write .npy or .h5")
    }
    let letters = Array(name.utf8)
    let place = archive.count
    let shared = Self.bytes([(20, 2), (Self.inUTF8, 2), (8, 2), (Self.date, 4)])
      + Self.bytes([
        (Deflate.checksum(bytes), 4), (packed.count, 4), (bytes.count, 4), (letters.count, 2), (0, 2),
      ])
    archive += Self.bytes([(0x0403_4b50, 4)]) + shared + letters + packed
    directory += Self.bytes([(0x0201_4b50, 4), (20, 2)]) + shared
      + Self.bytes([(0, 2), (0, 2), (0, 2), (0, 4), (place, 4)]) + letters
    count += 1
  }

  func finished() -> Data {
    archive + directory
      + Self.bytes([
        (0x0605_4b50, 4), (0, 2), (0, 2), (count, 2), (count, 2), (directory.count, 4),
        (archive.count, 4), (0, 2),
      ])
  }

  /// Little-endian numbers of given sizes.
  private static func bytes(_ numbers: [(value: Int, size: Int)]) -> Data {
    Data(numbers.flatMap { number in
      (0..<number.size).map { UInt8(truncatingIfNeeded: number.value >> (8 * $0)) }
    })
  }
}
