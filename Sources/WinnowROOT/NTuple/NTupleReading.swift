import WinnowCore

/// How the values of one column follow from the fields of an ntuple, from the entry inwards.
struct NTupleReading: Sendable {
  enum Level: Sendable, Equatable {
    /// A list whose ends stand in the field's index column.
    case list(field: Int)
    /// A fixed array.
    case array(Int)
  }

  enum Leaf: Sendable, Equatable {
    case number(field: Int, ElementType)
    case string(field: Int)
    /// The sizes of a collection.
    case size(field: Int, ElementType)
  }

  var levels: [Level] = []
  var leaf: Leaf

  var type: ElementType {
    switch leaf {
    case .number(_, let type), .size(_, let type): type
    case .string: .string
    }
  }

  /// The arrays inside the innermost list are dimensions; those outside are lists of one size.
  private var innermostList: Int { levels.lastIndex { if case .list = $0 { true } else { false } } ?? -1 }

  var dimensions: [Int] {
    levels.dropFirst(innermostList + 1).compactMap { if case .array(let size) = $0 { size } else { nil } }
  }

  /// The levels that are lists in the column that is read.
  var depth: Int { innermostList + 1 }
}

/// The columns of an ntuple's fields under names that are unique.
struct NTupleCatalogue {
  let schema: NTupleSchema
  private(set) var found: [(path: [String], typeName: String, reading: NTupleReading)] = []
  private(set) var refused: [RefusedColumn] = []

  init(_ schema: NTupleSchema) {
    self.schema = schema
    for field in schema.topFields { visit(field, path: [], levels: []) }
  }

  /// Deeper nesting than this is no schema that a program wrote.
  private static let depthLimit = 40

  private mutating func visit(_ number: Int, path: [String], levels: [NTupleReading.Level]) {
    let field = schema.fields[number]
    // Items of collections, enums and base classes (“_0”, “:_0”) have no name of their own.
    let isNameless = path.isEmpty ? false : field.name.hasPrefix(":") || isItem(field)
    let path = isNameless ? path : path + [field.name]
    let children = schema.children[number] ?? []
    if path.count + levels.count > Self.depthLimit { return refuse(field, path, "it is nested too deeply") }
    switch field.role {
    case .variant: refuse(field, path, "variants are no columns")
    case .streamer: refuse(field, path, "it is an object that ROOT's streamer wrote")
    case .record: for child in children { visit(child, path: path, levels: levels) }
    case .collection:
      if children.isEmpty { return refuse(field, path, "it is a collection of nothing") }
      for child in children { visit(child, path: path, levels: levels + [.list(field: number)]) }
    case .leaf: leaf(field, children, path, levels)
    }
  }

  private mutating func refuse(_ field: NTupleField, _ path: [String], _ reason: String) {
    refused.append(
      RefusedColumn(name: path.joined(separator: "."), typeName: field.typeName, reason: reason))
  }

  private func isItem(_ field: NTupleField) -> Bool {
    field.name == "_0" && (schema.children[field.parent]?.count ?? 0) == 1
  }

  private mutating func leaf(
    _ field: NTupleField, _ children: [Int], _ path: [String], _ levels: [NTupleReading.Level]
  ) {
    var levels = levels
    if let size = field.arraySize {
      guard size > 0, size <= 1 << 24 else { return refuse(field, path, "the size of its array makes no sense") }
      levels.append(.array(size))
    }
    let columns = (schema.columnsOfField[field.number] ?? []).map { schema.columns[$0] }
    if columns.isEmpty {
      if children.isEmpty { return refuse(field, path, "it has no columns") }
      for child in children { visit(child, path: path, levels: levels) }
      return
    }
    guard let encoding = columns[0].encoding, encoding.layout != .switched else {
      return refuse(field, path, "its column type \(columns[0].code) is not known")
    }
    let reading = NTupleReading(levels: levels, leaf: kind(of: field, encoding, columns.count))
    if reading.dimensions.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) > 1 << 24 {
      return refuse(field, path, "the sizes of its arrays make no sense")
    }
    found.append(
      (path: path, typeName: field.typeAlias.isEmpty ? field.typeName : field.typeAlias,
        reading: reading))
  }

  private func kind(
    of field: NTupleField, _ encoding: PageEncoding, _ columns: Int
  ) -> NTupleReading.Leaf {
    if field.typeName == "std::string" { return .string(field: field.number) }
    if encoding.isIndex {
      return .size(field: field.number, field.typeName.contains("64") ? .uint64 : .uint32)
    }
    if field.typeName == "std::byte" { return .number(field: field.number, .uint8) }
    if case .number(let format) = CppType(field.typeName) {
      return .number(field: field.number, format.type)
    }
    return .number(field: field.number, encoding.type)
  }
}
