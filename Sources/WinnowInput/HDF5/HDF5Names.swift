import CHDF5
import WinnowCore

/// Column names that a two-dimensional dataset carries in an attribute.
enum HDF5Names {
  /// The attributes that are looked for, in this order.
  static let attributes = [
    "columns", "column_names", "names", "features", "feature_names", "variables",
  ]

  /// The first attribute that holds `count` texts, or one text with `count` parts between commas.
  static func names(
    of dataset: borrowing HDF5Dataset, count: Int
  ) throws -> [String]? {
    for attribute in attributes {
      let texts = try texts(attribute, of: dataset.id, at: dataset.place)
      if texts.count == count, count > 1 || texts.first?.contains(",") == false { return texts }
      let parts = texts.count == 1 ? texts[0].split(separator: ",").map(trimmed) : []
      if parts.count == count { return parts }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func texts(
    _ name: String, of id: hid_t, at place: SourceLocation
  ) throws -> [String] {
    guard HDF5Library.locked({ H5Aexists(id, name) }) > 0 else { return [] }
    let attribute = try HDF5Handle(
      "the attribute “\(name)” cannot be read", at: place, close: { H5Aclose($0) },
      open: { H5Aopen(id, name, winnow_h5_default()) })
    let attributeID = attribute.id
    let type = try HDF5Handle.type(at: place) { H5Aget_type(attributeID) }
    let element = try HDF5ElementType(of: type.id, at: place)
    let space = try HDF5Handle.space(at: place) { H5Aget_space(attributeID) }
    let count = HDF5Library.locked { Int(H5Sget_simple_extent_npoints(space.id)) }
    let stored = HDF5Library.locked { Int(clamping: H5Aget_storage_size(attributeID)) }
    let bytes = count.multipliedReportingOverflow(by: element.memorySize)
    guard element.columnType == .text, count > 0, !bytes.overflow, bytes.partialValue <= stored else {
      return []
    }
    return try read(attributeID, element, count: count, at: place)
  }

  private static func read(
    _ id: hid_t, _ element: HDF5ElementType, count: Int, at place: SourceLocation
  ) throws -> [String] {
    let memoryType = try element.memoryType(at: place)
    var bytes = [UInt8](repeating: 0, count: count * element.memorySize)
    let heap = HDF5TextHeap(of: id, at: place)
    return try HDF5Library.locked {
      let status = unsafe bytes.withUnsafeMutableBytes {
        unsafe H5Aread(id, memoryType.id, $0.baseAddress)
      }
      if status < 0 { throw HDF5Library.fault("the attribute cannot be read", at: place) }
      let column = HDF5Column(
        bytes: bytes, offset: 0, stride: element.memorySize, firstRow: 0, count: count, heap: heap,
        place: place)
      guard case .text(let texts) = try column.values(element, form: .exact) else { return [] }
      return texts
    }
  }
}
