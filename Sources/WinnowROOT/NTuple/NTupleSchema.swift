import WinnowCore

/// A field of an ntuple: a value, a collection, a record.
struct NTupleField: Sendable {
  enum Role: UInt16 {
    case leaf = 0, collection, record, variant, streamer
  }

  let number: Int
  let parent: Int
  let role: Role
  let name: String
  let typeName: String
  let typeAlias: String
  /// How many times the field or its child stands in each entry, for fixed arrays.
  var arraySize: Int?
  var isProjected = false
}

/// A column of an ntuple: elements of one basic type.
struct NTupleColumn: Sendable {
  let encoding: PageEncoding?
  /// The type code as stored.
  let code: Int
  let field: Int
  let representation: Int
  /// The first element that is stored; those before are zero.
  let firstElement: Int?
}

/// The fields and columns that header and footer describe.
///
/// - Reference: RNTuple specification, “Header Envelope”, “Schema Extension Record Frame”.
struct NTupleSchema: Sendable {
  private(set) var fields: [NTupleField] = []
  private(set) var columns: [NTupleColumn] = []
  /// Per field, the numbers of its columns, aliases resolved.
  private(set) var columnsOfField: [Int: [Int]] = [:]
  private(set) var children: [Int: [Int]] = [:]
  private(set) var topFields: [Int] = []

  /// The four lists of a schema description.
  mutating func extend(_ cursor: inout Cursor) throws {
    _ = try cursor.list(of: 8) { cursor in
      let field = try cursor.record { try Self.field(&$0, number: fields.count) }
      guard field.parent <= field.number else {
        throw cursor.fault("field “\(field.name)” comes before its parent")
      }
      if field.parent == field.number {
        topFields.append(field.number)
      } else {
        children[field.parent, default: []].append(field.number)
      }
      fields.append(field)
    }
    _ = try cursor.list(of: 8) { cursor in
      let column = try cursor.record { try Self.column(&$0) }
      columnsOfField[column.field, default: []].append(columns.count)
      columns.append(column)
    }
    _ = try cursor.list(of: 8) { cursor in
      let (column, field) = try cursor.record {
        (Int(try $0.readLittle(UInt32.self)), Int(try $0.readLittle(UInt32.self)))
      }
      guard columns.indices.contains(column) else { throw cursor.fault("an alias of no column") }
      columnsOfField[field, default: []].append(column)
    }
    _ = try cursor.list(of: 8) { cursor in try cursor.record { _ in } }
  }

  private static func field(_ cursor: inout Cursor, number: Int) throws -> NTupleField {
    try cursor.skip(8)  // versions of field and type
    let parent = Int(try cursor.readLittle(UInt32.self))
    let code = try cursor.readLittle(UInt16.self)
    let flags = try cursor.readLittle(UInt16.self)
    guard let role = NTupleField.Role(rawValue: code) else {
      throw cursor.fault("a field of the unknown role \(code)")
    }
    let name = try cursor.readLittleString()
    let typeName = try cursor.readLittleString()
    var field = NTupleField(
      number: number, parent: parent, role: role, name: name, typeName: typeName,
      typeAlias: try cursor.readLittleString())
    _ = try cursor.readLittleString()
    if flags & 1 != 0 { field.arraySize = try cursor.readLittlePlace() }
    field.isProjected = flags & 2 != 0
    return field
  }

  private static func column(_ cursor: inout Cursor) throws -> NTupleColumn {
    let code = Int(try cursor.readLittle(UInt16.self))
    let bits = Int(try cursor.readLittle(UInt16.self))
    let field = Int(try cursor.readLittle(UInt32.self))
    let flags = try cursor.readLittle(UInt16.self)
    let representation = Int(try cursor.readLittle(UInt16.self))
    var first: Int?
    if flags & 1 != 0 {
      // A negative number is a column that is suppressed where it was added.
      first = Int(clamping: try cursor.readLittle(Int64.self).magnitude & UInt64(Int64.max))
    }
    var range: ClosedRange<Double>?
    if flags & 2 != 0 {
      let low = Double(bitPattern: try cursor.readLittle(UInt64.self))
      let high = Double(bitPattern: try cursor.readLittle(UInt64.self))
      guard low <= high else { throw cursor.fault("a column with an impossible range") }
      range = low...high
    }
    return NTupleColumn(
      encoding: PageEncoding(code: code, bits: bits, range: range), code: code, field: field,
      representation: representation, firstElement: first)
  }
}
