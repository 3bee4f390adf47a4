import CHDF5
import WinnowCore

/// A value inside an element, or one column of a matrix, as it lies in memory.
struct HDF5Field {
  let type: HDF5ElementType
  /// Bytes from the start of a row.
  let offset: Int
  let form: ColumnRequest.Form
}

/// Reads ranges of rows of one dataset into columns.
final class HDF5DatasetReader {
  private let dataset: HDF5Dataset
  private let memoryType: HDF5Handle
  /// The columns of a matrix that are read; nil for a dataset of one dimension.
  private let columns: Range<Int>?
  private let fields: [HDF5Field]
  private let rowBytes: Int
  private let heap: HDF5TextHeap
  private var buffer: [UInt8] = []

  /// - Parameter members: for records, those that are read, in the order of `fields`.
  init(
    _ dataset: consuming HDF5Dataset, as element: HDF5ElementType, columns: Range<Int>?,
    fields: [HDF5Field]
  ) throws {
    memoryType = try element.memoryType(at: dataset.place)
    self.columns = columns
    self.fields = fields
    rowBytes = element.memorySize * (columns?.count ?? 1)
    heap = HDF5TextHeap(of: dataset.id, at: dataset.place)
    self.dataset = dataset
  }

  /// One column of values per field.
  /// - Throws: `badData` where the dataset is damaged or a value does not fit.
  func read(_ rows: Range<Int>) throws -> [ColumnValues] {
    let bytes = rowBytes * rows.count
    if buffer.count < bytes { buffer = [UInt8](repeating: 0, count: bytes) }
    let (start, count) = slab(rows)
    let space = try HDF5Handle.space(at: dataset.place) { H5Dget_space(dataset.id) }
    let memory = try HDF5Handle.space(at: dataset.place) {
      unsafe H5Screate_simple(Int32(count.count), count, nil)
    }
    return try HDF5Library.locked {
      _ = unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, count, nil)
      let status = unsafe buffer.withUnsafeMutableBytes {
        unsafe H5Dread(
          dataset.id, memoryType.id, memory.id, space.id, winnow_h5_default(), $0.baseAddress)
      }
      if status < 0 { throw HDF5Library.fault("the data cannot be read", at: dataset.place) }
      return try fields.map { try values(of: $0, rows: rows) }
    }
  }

  private func slab(_ rows: Range<Int>) -> (start: [hsize_t], count: [hsize_t]) {
    let rest = columns.map { [$0] } ?? dataset.shape.dropFirst().map { 0..<$0 }
    return ([hsize_t(rows.lowerBound)] + rest.map { hsize_t($0.lowerBound) },
      [hsize_t(rows.count)] + rest.map { hsize_t($0.count) })
  }

  private func values(of field: HDF5Field, rows: Range<Int>) throws -> ColumnValues {
    let view = HDF5Column(
      bytes: buffer, offset: field.offset, stride: rowBytes, firstRow: rows.lowerBound,
      count: rows.count, heap: heap, place: dataset.place)
    return try view.values(field.type, form: field.form)
  }
}
