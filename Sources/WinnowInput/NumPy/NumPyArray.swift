import Foundation
import WinnowCore

/// An array of an `.npy` file: its header, and its elements as bytes.
///
/// - Reference: NumPy Enhancement Proposal 1 and `numpy.lib.format`, versions 1.0 to 3.0.
struct NumPyArray: Sendable {
  let shape: [Int]
  let isFortranOrder: Bool
  /// One without a name for plain arrays.
  let fields: [NumPyField]
  let elementSize: Int
  let bytes: Data

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let longestHeader = 1 << 24

  /// - Throws: `badData` for a damaged header, and where the elements are not all there.
  init(_ file: Data) throws {
    let head = Array(file.prefix(12))
    guard head.count >= 10, head.starts(with: Self.magic), (1...3).contains(head[6]) else {
      throw WinnowError(.badData, "is no NumPy array of version 1 to 3")
    }
    let isShort = head[6] == 1
    let start = isShort ? 10 : 12
    let length = head[8..<min(start, head.count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longestHeader, file.count >= start + length else {
      throw WinnowError(.badData, "the file ends inside the array's header")
    }
    let header = file.dropFirst(start).prefix(length)
    let text = head[6] == 3
      ? String(decoding: header, as: UTF8.self)
      : String(String.UnicodeScalarView(header.map { Unicode.Scalar($0) }))
    try self.init(header: PythonLiteral(parsing: text), bytes: file.dropFirst(start + length))
  }

  private init(header: PythonLiteral, bytes: Data) throws {
    guard case .dictionary(let entries) = header, let type = entries[.text("descr")],
      let sizes = entries[.text("shape")]?.sequence, sizes.count <= 32,
      case .truth(let isFortranOrder)? = entries[.text("fortran_order")]
    else { throw WinnowError(.badData, "the array's header lacks its type, shape or order") }
    let record = try NumPyRecord(type)
    shape = try sizes.map {
      guard let size = $0.integer, size >= 0 else {
        throw WinnowError(.badData, "the array's shape is damaged")
      }
      return size
    }
    var needed = (partialValue: record.size, overflow: record.size == 0)
    for size in shape where !needed.overflow {
      needed = needed.partialValue.multipliedReportingOverflow(by: size)
    }
    guard !needed.overflow, needed.partialValue <= bytes.count else {
      throw WinnowError(
        .badData, "declares \(sizes.map { "\($0.integer ?? 0)" }.joined(separator: " × ")) elements of "
          + "\(record.size) bytes, but the file holds \(bytes.count) bytes of them")
    }
    self.isFortranOrder = isFortranOrder
    fields = record.fields
    elementSize = record.size
    self.bytes = bytes
  }

  var isRecord: Bool { fields.count != 1 || fields[0].name != nil }
}
