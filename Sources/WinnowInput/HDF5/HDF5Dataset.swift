import CHDF5
import WinnowCore

/// A dataset: its shape, what its elements are, and whether its sizes can be true.
struct HDF5Dataset: ~Copyable {
  let place: SourceLocation
  let shape: [Int]
  let element: HDF5ElementType
  private let handle: HDF5Handle

  /// Gzip cannot shrink further than this; what claims more is refused before memory is taken.
  private static let greatestCompression = 1100
  private static let mostCache = 1 << 28

  /// - Throws: `badData` where the dataset cannot be opened, or declares more than the file can hold.
  init(_ path: String, in file: borrowing HDF5Handle, at place: SourceLocation) throws {
    let first = try Self.open(path, in: file, properties: winnow_h5_default(), at: place)
    let id = first.id
    let type = try HDF5Handle.type(at: place) { H5Dget_type(id) }
    let size = HDF5Library.locked { Int(H5Tget_size(type.id)) }
    let element = try HDF5ElementType(of: type.id, at: place)
    let shape = try Self.shape(of: id, at: place)
    let chunk = try Self.chunkBytes(of: id, element: size, at: place)
    try Self.check(id, shape: shape, size: size, chunk: chunk, file: file, at: place)
    let access = try HDF5Handle.properties(at: place) { H5Pcreate(winnow_h5_dataset_access()) }
    _ = HDF5Library.locked { H5Pset_chunk_cache(access.id, 521, Self.cacheBytes(chunk), 1) }
    handle = try Self.open(path, in: file, properties: access.id, at: place)
    self.place = place
    self.element = element
    self.shape = shape
  }

  /// A chunk that does not fit the cache would be decompressed anew for each batch.
  private static func cacheBytes(_ chunk: Int) -> Int {
    max(1 << 20, min(product(2, chunk), mostCache))
  }

  var id: hid_t { handle.id }

  private static func open(
    _ path: String, in file: borrowing HDF5Handle, properties: hid_t, at place: SourceLocation
  ) throws -> HDF5Handle {
    let id = file.id
    return try HDF5Handle(
      "the dataset cannot be opened", at: place, close: { H5Dclose($0) },
      open: { H5Dopen2(id, path, properties) })
  }

  private static func shape(of id: hid_t, at place: SourceLocation) throws -> [Int] {
    let space = try HDF5Handle.space(at: place) { H5Dget_space(id) }
    return try HDF5Library.locked {
      let rank = Int(H5Sget_simple_extent_ndims(space.id))
      guard (0...32).contains(rank) else { throw HDF5Library.fault("has no shape", at: place) }
      var sizes = [hsize_t](repeating: 0, count: max(rank, 1))
      if rank > 0 { _ = unsafe H5Sget_simple_extent_dims(space.id, &sizes, nil) }
      return try sizes.prefix(rank).map {
        guard let size = Int(exactly: $0) else {
          throw WinnowError(.badData, "declares \($0) elements", at: place)
        }
        return size
      }
    }
  }

  /// Bytes of a chunk once decompressed; 0 for other layouts.
  private static func chunkBytes(
    of id: hid_t, element: Int, at place: SourceLocation
  ) throws -> Int {
    let creation = try HDF5Handle.properties(at: place) { H5Dget_create_plist(id) }
    return HDF5Library.locked {
      guard H5Pget_layout(creation.id) == H5D_CHUNKED else { return 0 }
      var sizes = [hsize_t](repeating: 1, count: 32)
      let rank = unsafe H5Pget_chunk(creation.id, 32, &sizes)
      return sizes.prefix(max(0, Int(rank))).reduce(element) { product($0, Int(clamping: $1)) }
    }
  }

  private static func check(
    _ id: hid_t, shape: [Int], size: Int, chunk: Int, file: borrowing HDF5Handle,
    at place: SourceLocation
  ) throws {
    let declared = shape.reduce(max(1, size), product)
    var fileSize: hsize_t = 0
    let stored = HDF5Library.locked {
      _ = unsafe H5Fget_filesize(file.id, &fileSize)
      return Int(clamping: min(H5Dget_storage_size(id), fileSize))
    }
    if declared == 0 { return }
    let plausible = product(stored, greatestCompression)
    guard declared <= plausible, chunk <= product(Int(clamping: fileSize), greatestCompression) else {
      throw WinnowError(
        .badData, "declares \(shape.map(String.init).joined(separator: " × ")) elements, but the file "
          + "holds \(stored) bytes of it", at: place)
    }
  }
}

/// a × b, or the greatest number.
private func product(_ a: Int, _ b: Int) -> Int {
  let (value, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? .max : value
}
