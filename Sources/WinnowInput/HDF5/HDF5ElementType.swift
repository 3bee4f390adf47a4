import CHDF5
import WinnowCore

/// What one element of a dataset is.
indirect enum HDF5ElementType: Sendable, Hashable {
  case scalar(ColumnType)
  /// Text of so many bytes. The library refuses to read ASCII as UTF-8, so the set is kept.
  case fixedText(bytes: Int, isUTF8: Bool)
  case variableText
  /// A fixed array of numbers.
  case array(ColumnType, dimensions: [Int])
  case compound([Member])
  case unsupported(String)

  struct Member: Sendable, Hashable {
    let name: String
    let type: HDF5ElementType
  }

  /// As a column.
  var columnType: ColumnType {
    switch self {
    case .scalar(let type): type
    case .fixedText, .variableText: .text
    case .array(let type, let dimensions): .list(of: type, count: dimensions.reduce(1, *))
    case .compound: .unsupported("a nested record")
    case .unsupported(let words): .unsupported(words)
    }
  }

  /// Bytes of one value in memory as it is read.
  var memorySize: Int {
    switch self {
    case .scalar(.float(let bits)) where bits <= 32: 4
    case .scalar: 8
    case .variableText: HDF5TextHeap.referenceSize
    case .array(let type, let dimensions):
      HDF5ElementType.scalar(type).memorySize * dimensions.reduce(1, *)
    case .fixedText(let bytes, _): bytes
    case .compound(let members): members.reduce(0) { $0 + $1.type.memorySize }
    case .unsupported: 0
    }
  }
}

extension HDF5ElementType {
  /// More members than a table can sensibly have columns are refused.
  private static let mostMembers = 100_000

  /// The type behind an identifier.
  init(of id: hid_t, at place: SourceLocation, nested: Bool = false) throws {
    self = try HDF5Library.locked {
      let size = H5Tget_size(id)
      let bits = size > 64 ? 512 : Int(size) * 8
      switch H5Tget_class(id) {
      case H5T_FLOAT: return .scalar(.float(bits: bits))
      case H5T_INTEGER:
        let isSigned = H5Tget_sign(id) == H5T_SGN_2
        return .scalar(isSigned ? .signed(bits: bits) : .unsigned(bits: bits))
      case H5T_ENUM: return .scalar(try Self.isBool(id, at: place) ? .bool : .signed(bits: bits))
      case H5T_STRING:
        let isUTF8 = H5Tget_cset(id) == H5T_CSET_UTF8
        if H5Tis_variable_str(id) > 0 { return .variableText }
        return size < 1 << 20
          ? .fixedText(bytes: Int(size), isUTF8: isUTF8) : .unsupported("text of \(size) bytes")
      case H5T_COMPOUND where !nested: return .compound(try Self.members(of: id, at: place))
      case H5T_COMPOUND: return .unsupported("a nested record")
      case H5T_ARRAY: return try Self.array(id, at: place)
      case H5T_VLEN: return .unsupported("a list of varying length per row")
      case H5T_REFERENCE: return .unsupported("references")
      case H5T_BITFIELD: return .unsupported("a bit field")
      default: return .unsupported("an opaque type")
      }
    }
  }

  /// Booleans are written as an enumeration of FALSE and TRUE.
  private static func isBool(_ id: hid_t, at place: SourceLocation) throws -> Bool {
    guard H5Tget_nmembers(id) == 2 else { return false }
    let names = try (0..<2).map { try memberName(id, UInt32($0), at: place).lowercased() }
    return Set(names) == ["false", "true"]
  }

  private static func array(_ id: hid_t, at place: SourceLocation) throws -> HDF5ElementType {
    let base = try HDF5Handle.type(at: place) { H5Tget_super(id) }
    let rank = Int(H5Tget_array_ndims(id))
    var sizes = [hsize_t](repeating: 0, count: 32)
    guard (1...32).contains(rank), unsafe H5Tget_array_dims2(id, &sizes) == rank,
      sizes.prefix(rank).reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) <= 1 << 20,
      sizes.prefix(rank).allSatisfy({ (1...1 << 20).contains($0) }),
      case .scalar(let type) = try HDF5ElementType(of: base.id, at: place, nested: true)
    else { return .unsupported("an array of other than numbers per row") }
    return .array(type, dimensions: sizes.prefix(rank).map { Int($0) })
  }

  private static func members(of id: hid_t, at place: SourceLocation) throws -> [Member] {
    let count = H5Tget_nmembers(id)
    guard count > 0, count <= mostMembers else {
      throw HDF5Library.fault("the record has \(count) members", at: place)
    }
    return try (0..<UInt32(count)).map { index in
      let type = try HDF5Handle.type(at: place) { H5Tget_member_type(id, index) }
      return Member(
        name: try memberName(id, index, at: place),
        type: try HDF5ElementType(of: type.id, at: place, nested: true))
    }
  }

  private static func memberName(
    _ id: hid_t, _ index: UInt32, at place: SourceLocation
  ) throws -> String {
    guard let name = unsafe H5Tget_member_name(id, index) else {
      throw HDF5Library.fault("a member has no name", at: place)
    }
    defer { unsafe H5free_memory(name) }
    guard let text = unsafe String(validatingCString: name) else {
      throw WinnowError(.badData, "the name of a member is not UTF-8", at: place)
    }
    return text
  }
}

extension HDF5ElementType {
  /// The type that values have in memory: 32-bit floats stay so, other numbers take 64 bits.
  func memoryType(at place: SourceLocation) throws -> HDF5Handle {
    try HDF5Library.locked {
      switch self {
      case .scalar(.float(let bits)):
        return try .type(at: place) {
          H5Tcopy(bits <= 32 ? winnow_h5_float() : winnow_h5_double())
        }
      case .scalar(.unsigned): return try .type(at: place) { H5Tcopy(winnow_h5_uint64()) }
      case .scalar: return try .type(at: place) { H5Tcopy(winnow_h5_int64()) }
      case .fixedText(let bytes, let isUTF8):
        return try Self.textType(bytes, isUTF8: isUTF8, at: place)
      case .variableText:
        _ = HDF5Library.keepsReferences
        return try .type(at: place) { H5Tcreate(H5T_OPAQUE, HDF5TextHeap.referenceSize) }
      case .array(let type, let dimensions):
        let base = try HDF5ElementType.scalar(type).memoryType(at: place)
        let sizes = dimensions.map { hsize_t($0) }
        return try .type(at: place) { unsafe H5Tarray_create2(base.id, UInt32(sizes.count), sizes) }
      case .compound(let members): return try Self.recordType(members, at: place)
      case .unsupported(let words): throw WinnowError(.badData, "holds \(words)", at: place)
      }
    }
  }

  private static func textType(
    _ size: Int, isUTF8: Bool, at place: SourceLocation
  ) throws -> HDF5Handle {
    let type = try HDF5Handle.type(at: place) { H5Tcopy(winnow_h5_c_string()) }
    H5Tset_size(type.id, size)
    H5Tset_strpad(type.id, H5T_STR_NULLPAD)
    H5Tset_cset(type.id, isUTF8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII)
    return type
  }

  private static func recordType(_ members: [Member], at place: SourceLocation) throws -> HDF5Handle {
    let size = HDF5ElementType.compound(members).memorySize
    let record = try HDF5Handle.type(at: place) { H5Tcreate(H5T_COMPOUND, size) }
    var offset = 0
    for member in members {
      let type = try member.type.memoryType(at: place)
      guard H5Tinsert(record.id, member.name, offset, type.id) >= 0 else {
        throw HDF5Library.fault("the member “\(member.name)” cannot be read", at: place)
      }
      offset += member.type.memorySize
    }
    return record
  }
}
