import CHDF5
import WinnowCore

/// What a group holds, in the order of creation where the file keeps it, else by name.
struct HDF5Group {
  enum Kind: Sendable { case group, dataset, other }

  struct Entry: Sendable {
    let name: String
    let kind: Kind
  }

  let entries: [Entry]

  private static let mostEntries = 100_000

  /// Links to other files are left out.
  init(_ path: String, in file: borrowing HDF5Handle, at place: SourceLocation) throws {
    let group = try HDF5Handle.object(path, in: file, at: place)
    let id = group.id
    entries = try HDF5Library.locked {
      var info = H5G_info_t()
      guard unsafe H5Gget_info(id, &info) >= 0, info.nlinks <= Self.mostEntries else {
        throw HDF5Library.fault("the group cannot be read", at: place)
      }
      let order = Self.order(of: id)
      return try (0..<info.nlinks).compactMap { index in
        let name = try Self.name(id, index, order, at: place)
        return winnow_h5_is_external(id, name) != 0
          ? nil : Entry(name: name, kind: Self.kind(of: name, in: id))
      }
    }
  }

  private static func order(of id: hid_t) -> H5_index_t {
    let properties = H5Gget_create_plist(id)
    defer { H5Pclose(properties) }
    var flags: UInt32 = 0
    _ = unsafe H5Pget_link_creation_order(properties, &flags)
    return flags & winnow_h5_tracked_order() == winnow_h5_tracked_order()
      ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME
  }

  private static func name(
    _ id: hid_t, _ index: hsize_t, _ order: H5_index_t, at place: SourceLocation
  ) throws -> String {
    let length = unsafe H5Lget_name_by_idx(
      id, ".", order, H5_ITER_INC, index, nil, 0, winnow_h5_default())
    guard (1...65_536).contains(length) else {
      throw HDF5Library.fault("a link of the group has no name", at: place)
    }
    var name = [UInt8](repeating: 0, count: Int(length) + 1)
    let read = unsafe name.withUnsafeMutableBytes {
      unsafe H5Lget_name_by_idx(
        id, ".", order, H5_ITER_INC, index, $0.baseAddress?.assumingMemoryBound(to: CChar.self),
        Int(length) + 1, winnow_h5_default())
    }
    guard read == length, let text = String(validating: name.dropLast(), as: UTF8.self) else {
      throw WinnowError(.badData, "the name of an object is not UTF-8", at: place)
    }
    return text
  }

  private static func kind(of name: String, in id: hid_t) -> Kind {
    let object = H5Oopen(id, name, winnow_h5_default())
    defer { if object >= 0 { H5Oclose(object) } }
    switch H5Iget_type(object) {
    case H5I_GROUP: return .group
    case H5I_DATASET: return .dataset
    default: return .other
    }
  }
}
