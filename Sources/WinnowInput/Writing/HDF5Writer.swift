import CHDF5
import WinnowCore

/// Writes an HDF5 file: groups of one-dimensional datasets, compressed by shuffle and gzip, with text
/// attributes. The file appears under its name when `finish` is called, not before.
///
/// Columns keep their order. The same content gives the same bytes: no times are stored.
public final class HDF5Writer {
  private let pending: PendingFile
  private let place: SourceLocation
  private var file: HDF5Handle?

  private static let chunkRows = 65_536
  private static let compression: UInt32 = 4

  /// - Throws: `cannotCreate`.
  public init(creating path: String) throws {
    let pending = try PendingFile(path)
    let place = SourceLocation(file: path)
    let properties = try Self.ordered(winnow_h5_file_create(), at: place)
    file = try HDF5Handle(
      "the file cannot be created", kind: .cannotCreate, at: place, close: { H5Fclose($0) },
      open: {
        H5Fcreate(pending.temporary, winnow_h5_truncate(), properties.id, winnow_h5_default())
      })
    self.pending = pending
    self.place = place
  }

  deinit {
    if file != nil {
      file = nil
      pending.discard()
    }
  }

  /// Adds columns to a group, which is made with its parents where it does not exist.
  /// - Throws: `badConfiguration` for a name with a slash, `inputOutput` where writing fails.
  public func write(_ columns: [OutputColumn], to group: String = "/") throws {
    try makeGroup(group)
    for column in columns {
      if column.name.isEmpty || column.name == "." || column.name.contains("/") {
        throw WinnowError(
          .badConfiguration, "“\(column.name)” cannot name an HDF5 dataset", at: place)
      }
      try write(column, at: group == "/" ? "/\(column.name)" : "\(group)/\(column.name)")
    }
  }

  /// Attaches a text to an object; `/` is the file itself.
  public func setAttribute(_ name: String, _ text: String, of object: String = "/") throws {
    let fileID = try openFile()
    let target = try handle("the object “\(object)” does not exist", { H5Oclose($0) }) {
      H5Oopen(fileID, object, winnow_h5_default())
    }
    let bytes = Array(text.utf8)
    let type = try textType(max(1, bytes.count))
    let space = try HDF5Handle.space(at: place) { H5Screate(H5S_SCALAR) }
    let targetID = target.id
    let attribute = try handle("the attribute “\(name)” cannot be written", { H5Aclose($0) }) {
      H5Acreate2(targetID, name, type.id, space.id, winnow_h5_default(), winnow_h5_default())
    }
    let padded = bytes.isEmpty ? [0] : bytes
    let status = HDF5Library.locked {
      unsafe padded.withUnsafeBytes { unsafe H5Awrite(attribute.id, type.id, $0.baseAddress) }
    }
    if status < 0 { throw fault("the attribute “\(name)” cannot be written") }
  }

  /// Closes the file and gives it its name; nothing can be written after that.
  public func finish() throws {
    let fileID = try openFile()
    let status = HDF5Library.locked { H5Fflush(fileID, H5F_SCOPE_GLOBAL) }
    if status < 0 { throw fault("the file cannot be written") }
    file = nil
    try pending.commit()
  }

  private func openFile() throws -> hid_t {
    guard let id = file?.id else { preconditionFailure("the file is finished") }
    return id
  }

  private func fault(_ what: String) -> WinnowError {
    HDF5Library.fault(what, kind: .inputOutput, at: place)
  }

  private func handle(
    _ what: String, _ close: @escaping @Sendable (hid_t) -> herr_t, _ open: () -> hid_t
  ) throws -> HDF5Handle {
    try HDF5Handle(what, kind: .inputOutput, at: place, close: close, open: open)
  }

  /// Groups that remember the order in which their members were made.
  private static func ordered(_ kind: hid_t, at place: SourceLocation) throws -> HDF5Handle {
    let properties = try HDF5Handle.properties(at: place) { H5Pcreate(kind) }
    HDF5Library.locked {
      _ = H5Pset_link_creation_order(properties.id, winnow_h5_tracked_order())
      if kind == winnow_h5_group_create() { _ = H5Pset_obj_track_times(properties.id, false) }
    }
    return properties
  }

  private func makeGroup(_ path: String) throws {
    let fileID = try openFile()
    var present = ""
    for part in path.split(separator: "/") {
      present += "/\(part)"
      let name = present
      if HDF5Library.locked({ H5Lexists(fileID, name, winnow_h5_default()) }) > 0 { continue }
      let properties = try Self.ordered(winnow_h5_group_create(), at: place)
      _ = try handle("the group “\(name)” cannot be made", { H5Gclose($0) }) {
        H5Gcreate2(fileID, name, winnow_h5_default(), properties.id, winnow_h5_default())
      }
    }
  }

  private func textType(_ bytes: Int) throws -> HDF5Handle {
    try HDF5ElementType.fixedText(bytes: bytes, isUTF8: true).memoryType(at: place)
  }
}

extension HDF5Writer {
  private func write(_ column: OutputColumn, at path: String) throws {
    switch column.values {
    case .float(let values): try write(values, winnow_h5_float(), at: path)
    case .real(let values): try write(values, winnow_h5_double(), at: path)
    case .integer(let values): try write(values, winnow_h5_int64(), at: path)
    case .byte(let values): try write(values, winnow_h5_uint8(), at: path)
    case .text(let values):
      let texts = values.map { Array($0.utf8) }
      let width = max(1, texts.map(\.count).max() ?? 1)
      let type = try textType(width)
      let bytes = texts.flatMap { $0 + [UInt8](repeating: 0, count: width - $0.count) }
      try write(bytes, type.id, at: path, count: texts.count)
    }
  }

  private func write<Value: BitwiseCopyable>(
    _ values: [Value], _ type: hid_t, at path: String, count: Int? = nil
  ) throws {
    let rows = count ?? values.count
    let fileID = try openFile()
    let size = [hsize_t(rows)]
    let space = try HDF5Handle.space(at: place) { unsafe H5Screate_simple(1, size, nil) }
    let properties = try creationProperties(rows: rows)
    let dataset = try handle("the dataset “\(path)” cannot be made", { H5Dclose($0) }) {
      H5Dcreate2(
        fileID, path, type, space.id, winnow_h5_default(), properties.id, winnow_h5_default())
    }
    let status = HDF5Library.locked {
      unsafe values.withUnsafeBytes {
        unsafe H5Dwrite(
          dataset.id, type, winnow_h5_all(), winnow_h5_all(), winnow_h5_default(), $0.baseAddress)
      }
    }
    if status < 0 { throw fault("the dataset “\(path)” cannot be written") }
  }

  private func creationProperties(rows: Int) throws -> HDF5Handle {
    let properties = try HDF5Handle.properties(at: place) { H5Pcreate(winnow_h5_dataset_create()) }
    let chunk = [hsize_t(min(rows, Self.chunkRows))]
    HDF5Library.locked {
      _ = H5Pset_obj_track_times(properties.id, false)
      if rows == 0 { return }
      _ = unsafe H5Pset_chunk(properties.id, 1, chunk)
      _ = H5Pset_shuffle(properties.id)
      _ = H5Pset_deflate(properties.id, Self.compression)
    }
    return properties
  }
}

extension HDF5Writer: TableWriter {
  static let name = "HDF5"
  static let extensions = ["h5", "hdf5"]
  static let namesTables = true

  static func write(_ tables: [OutputTable], to file: String) throws {
    let writer = try HDF5Writer(creating: file)
    for table in tables { try writer.write(table.columns, to: table.name ?? "/") }
    try writer.finish()
  }
}
