import Foundation
import WinnowKernels

/// How the values of a column are written as elements of an ntuple's columns.
struct PageEncoder {
  /// Column types with their codes, as header and page list name them.
  struct Stored {
    let code: UInt16
    let bits: UInt16
  }

  let type: ElementType
  /// Bytes are split for compression, and left as they are without.
  let isSplit: Bool

  /// - Reference: RNTuple specification, “Mapping of C++ Types to Fields and Columns”.
  var typeName: String {
    switch type {
    case .bool, .float, .double: type.rawValue
    case .string: "std::string"
    default: "std::\(type.rawValue)_t"
    }
  }

  var columns: [Stored] {
    let bits = UInt16(8 * (type.width ?? 8))
    func stored(_ split: UInt16, _ plain: UInt16) -> [Stored] {
      [Stored(code: isSplit ? split : plain, bits: bits)]
    }
    switch type {
    case .bool: return [Stored(code: 0x00, bits: 1)]
    case .int8: return stored(0x03, 0x03)
    case .uint8: return stored(0x04, 0x04)
    case .int16: return stored(0x11, 0x05)
    case .uint16: return stored(0x12, 0x06)
    case .int32: return stored(0x13, 0x07)
    case .uint32: return stored(0x14, 0x08)
    case .int64: return stored(0x15, 0x09)
    case .uint64: return stored(0x16, 0x0A)
    case .float: return stored(0x18, 0x0C)
    case .double: return stored(0x19, 0x0D)
    case .string: return stored(0x1B, 0x0F) + [Stored(code: 0x02, bits: 8)]
    }
  }

  /// The pages, one per column, of some entries of a cluster: elements and bytes.
  ///
  /// - Parameter lettersBefore: letters of the strings in the cluster's entries before.
  func pages(
    _ values: ColumnValues, _ rows: Range<Int>, lettersBefore: Int
  ) -> [(elements: Int, bytes: Data)] {
    if case .string(let texts) = values { return strings(texts[rows], lettersBefore) }
    guard let native = values.bytes(rows), let width = type.width else { return [] }
    if type == .bool { return [(rows.count, packedBits(native))] }
    if !isSplit || width == 1 { return [(rows.count, native)] }
    var plain = native
    if [ElementType.int16, .int32, .int64].contains(type) {
      var raw = plain.mutableBytes
      zigzagInPlace(&raw, width: width)
    }
    return [(rows.count, split(plain, width))]
  }

  private func split(_ plain: Data, _ width: Int) -> Data {
    var output = Data(count: plain.count)
    var raw = output.mutableBytes
    splitBytes(plain.bytes, width: width, into: &raw)
    return output
  }

  private func packedBits(_ bytes: Data) -> Data {
    var packed = Data(count: (bytes.count + 7) / 8)
    for (index, byte) in bytes.enumerated() where byte != 0 { packed[index / 8] |= 1 << UInt8(index % 8) }
    return packed
  }

  /// Where each string ends, counted in the cluster, and the letters of all.
  private func strings(
    _ texts: ArraySlice<String>, _ before: Int
  ) -> [(elements: Int, bytes: Data)] {
    var letters = Data()
    var ends: [UInt64] = []
    for text in texts {
      letters.append(contentsOf: text.utf8)
      ends.append(UInt64(before + letters.count))
    }
    if !isSplit { return [(ends.count, RawBytes.bytes(of: ends)), (letters.count, letters)] }
    var deltas = ends
    for index in deltas.indices.dropFirst() { deltas[index] = ends[index] - ends[index - 1] }
    return [(ends.count, split(RawBytes.bytes(of: deltas), 8)), (letters.count, letters)]
  }
}
