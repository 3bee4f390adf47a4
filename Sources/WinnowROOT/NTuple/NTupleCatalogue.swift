import WinnowCore

/// The columns of an ntuple's fields under names that are unique.
struct NTupleCatalogue {
  /// A value that was found, by its way through the fields.
  struct Found {
    let path: [String]
    /// The base classes that the value came by, outermost first.
    let bases: [String]
    let typeName: String
    let reading: NTupleReading

    var name: String { path.joined(separator: ".") }
    /// The name with the base class in front of the member: `object.Base::member`.
    var qualifiedName: String {
      guard let base = bases.first, let member = path.last else { return name }
      return (path.dropLast() + ["\(base)::\(member)"]).joined(separator: ".")
    }
  }

  /// The way from the top to a field.
  private struct Route {
    var path: [String] = []
    var bases: [String] = []
    var levels: [NTupleReading.Level] = []
    var depth = 0

    func into(_ level: NTupleReading.Level) -> Route {
      var route = self
      route.levels.append(level)
      return route
    }
  }

  let schema: NTupleSchema
  private(set) var found: [Found] = []
  private(set) var refused: [RefusedColumn] = []

  /// Deeper nesting than this is no schema that a program wrote.
  private static let depthLimit = 60
  private static let largestArray = 1 << 24

  init(_ schema: NTupleSchema) {
    self.schema = schema
    for field in schema.topFields { visit(field, Route()) }
  }

  /// The names of what was found: with base classes where members of several share one.
  var names: [String] {
    let uses = Dictionary(found.map { ($0.name, 1) }, uniquingKeysWith: +)
    var seen: Set<String> = []
    return found.map { item in
      var name = uses[item.name] == 1 ? item.name : item.qualifiedName
      while !seen.insert(name).inserted { name += "′" }
      return name
    }
  }

  private mutating func visit(_ number: Int, _ route: Route) {
    let field = schema.fields[number]
    var route = route
    route.depth += 1
    // Items of collections, enums and base classes (“_0”, “:_0”) have no name of their own.
    if !route.path.isEmpty, field.name.hasPrefix(":") {
      route.bases.append(field.typeName)
    } else if route.path.isEmpty || !isItem(field) {
      route.path.append(field.name)
    }
    if route.depth > Self.depthLimit { return refuse(field, route, "it is nested too deeply") }
    let children = schema.children[number] ?? []
    switch field.role {
    case .variant: refuse(field, route, "variants are no columns")
    case .streamer: refuse(field, route, "it is an object that ROOT's streamer wrote")
    case .record: for child in children { visit(child, route) }
    case .collection:
      if children.isEmpty { return refuse(field, route, "it is a collection of nothing") }
      for child in children { visit(child, route.into(.list(field: number))) }
    case .leaf: visitLeaf(field, children, route)
    }
  }

  private mutating func refuse(_ field: NTupleField, _ route: Route, _ reason: String) {
    refused.append(
      RefusedColumn(
        name: route.path.joined(separator: "."), typeName: field.typeName, reason: reason))
  }

  private func isItem(_ field: NTupleField) -> Bool {
    field.name == "_0" && schema.children[field.parent]?.count == 1
  }

  private mutating func visitLeaf(_ field: NTupleField, _ children: [Int], _ route: Route) {
    var route = route
    if let size = field.arraySize {
      guard (1...Self.largestArray).contains(size) else {
        return refuse(field, route, "the size of its array makes no sense")
      }
      route.levels.append(.array(size))
    }
    guard let column = schema.columnsOfField[field.number]?.first.map({ schema.columns[$0] }) else {
      if children.isEmpty { return refuse(field, route, "it has no columns") }
      for child in children { visit(child, route) }
      return
    }
    guard let encoding = column.encoding, encoding.layout != .switched else {
      return refuse(field, route, "its column type \(column.code) is not known")
    }
    let reading = NTupleReading(levels: route.levels, leaf: leaf(of: field, encoding))
    if reading.itemSize(limit: Self.largestArray) == nil {
      return refuse(field, route, "the sizes of its arrays make no sense")
    }
    found.append(
      Found(
        path: route.path, bases: route.bases,
        typeName: field.typeAlias.isEmpty ? field.typeName : field.typeAlias, reading: reading))
  }

  private func leaf(of field: NTupleField, _ encoding: PageEncoding) -> NTupleReading.Leaf {
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
