import CHDF5
import WinnowCore

/// Finds the tables of an HDF5 file.
struct HDF5Explorer: ~Copyable {
  private let file: HDF5Handle
  private let path: String
  private let options: ReadingOptions

  private static let deepest = 16
  private static let mostObjects = 10_000

  init(file path: String, options: ReadingOptions) throws {
    file = try .file(path)
    self.path = path
    self.options = options
  }

  /// All tables: groups of columns, datasets of records, matrices, and columns that stand alone.
  func tables() throws -> [HDF5Table] {
    var found: [HDF5Table] = []
    var visited = 0
    try collect("/", depth: 0, into: &found, visited: &visited)
    return found
  }

  /// The table of that name.
  /// - Throws: `badData` with the candidates where there is no such object or it is no table.
  func table(named name: String) throws -> HDF5Table {
    let object = name.hasPrefix("/") ? name : "/" + name
    switch kind(of: object) {
    case .dataset: return try dataset(object)
    case .group: return try group(object)
    case .other:
      let candidates = try tables().compactMap(\.location.object)
      throw WinnowError(
        .badData, "there is no object “\(name)”" + Spelling.hint(for: name, in: candidates),
        at: SourceLocation(file: path))
    }
  }

  private func collect(
    _ object: String, depth: Int, into found: inout [HDF5Table], visited: inout Int
  ) throws {
    let entries = try HDF5Group(object, in: file, at: place(object)).entries
    visited += entries.count
    if depth > Self.deepest || visited > Self.mostObjects { return }
    let asGroup = try? group(object, entries: entries)
    var grouped: Set<String> = []
    if let asGroup, case .group(let paths, _) = asGroup.layout {
      grouped = Set(paths)
      found.append(asGroup)
    }
    for entry in entries {
      let inner = object == "/" ? "/\(entry.name)" : "\(object)/\(entry.name)"
      switch entry.kind {
      case .group: try collect(inner, depth: depth + 1, into: &found, visited: &visited)
      case .dataset:
        guard try isTable(inner) else { continue }
        let table = try dataset(inner)
        if !grouped.contains(inner) { found.append(table) }
      case .other: break
      }
    }
  }

  private func isTable(_ object: String) throws -> Bool {
    (1...2).contains(try HDF5Dataset(object, in: file, at: place(object)).shape.count)
  }

  /// Links to other files count as no object, also on the way.
  private func kind(of object: String) -> HDF5Group.Kind {
    let id = file.id
    return HDF5Library.locked {
      var path = ""
      for part in object.split(separator: "/") {
        path += "/\(part)"
        if winnow_h5_is_external(id, path) != 0 { return .other }
      }
      let handle = H5Oopen(id, object, winnow_h5_default())
      defer { if handle >= 0 { H5Oclose(handle) } }
      switch H5Iget_type(handle) {
      case H5I_GROUP: return .group
      case H5I_DATASET: return .dataset
      default: return .other
      }
    }
  }

  private func place(_ object: String) -> SourceLocation {
    SourceLocation(file: path, object: object == "/" ? "/" : String(object.drop { $0 == "/" }))
  }

  private func dataset(_ object: String) throws -> HDF5Table {
    let place = place(object)
    let dataset = try HDF5Dataset(object, in: file, at: place)
    let shape = dataset.shape
    if case .compound(let members) = dataset.element {
      guard shape.count == 1 else { throw notTable(shape, at: place) }
      let columns = members.map { TableColumn($0.name, $0.type.columnType) }
      return HDF5Table(
        location: place, columns: columns, rows: shape[0],
        layout: .records(path: object, members: members))
    }
    guard shape.count == 1 || shape.count == 2 else { throw notTable(shape, at: place) }
    let isFlat = shape.count == 1
    let last = String(object.split(separator: "/").last ?? "value")
    let names = isFlat ? [last] : try matrixNames(dataset, count: shape[1])
    return HDF5Table(
      location: place, columns: names.map { TableColumn($0, dataset.element.columnType) },
      rows: shape[0], layout: .matrix(path: object, element: dataset.element, isFlat: isFlat))
  }

  private func matrixNames(_ dataset: borrowing HDF5Dataset, count: Int) throws -> [String] {
    guard count <= 1_000_000 else { throw notTable(dataset.shape, at: dataset.place) }
    if let given = options.names {
      guard given.count == count else {
        throw WinnowError(
          .badData, "\(given.count) column names are given; the table has \(count) columns",
          at: dataset.place)
      }
      return given
    }
    let names = try HDF5Names.names(of: dataset, count: count) ?? (0..<count).map { "var\($0)" }
    guard Set(names).count == count else {
      throw WinnowError(.badData, "two columns have one name", at: dataset.place)
    }
    return names
  }

  private func notTable(_ shape: [Int], at place: SourceLocation) -> WinnowError {
    let words = shape.map(String.init).joined(separator: " × ")
    return WinnowError(
      .badData, "is no table: it has \(shape.isEmpty ? "one value" : "the shape \(words)")", at: place)
  }

  private func group(_ object: String) throws -> HDF5Table {
    try group(object, entries: try HDF5Group(object, in: file, at: place(object)).entries)
  }

  /// The one-dimensional datasets of a group as columns.
  private func group(_ object: String, entries: [HDF5Group.Entry]) throws -> HDF5Table {
    let place = place(object)
    var names: [String] = [], paths: [String] = [], elements: [HDF5ElementType] = []
    var rows: Int?
    for entry in entries where entry.kind == .dataset {
      let path = object == "/" ? "/\(entry.name)" : "\(object)/\(entry.name)"
      let dataset = try HDF5Dataset(path, in: file, at: self.place(path))
      guard Self.isColumn(dataset) else { continue }
      if let rows, rows != dataset.shape[0] {
        throw WinnowError(
          .badData, "is no table: “\(names[0])” has \(rows) rows, “\(entry.name)” "
            + "\(dataset.shape[0])", at: place)
      }
      rows = dataset.shape[0]
      names.append(entry.name)
      paths.append(path)
      elements.append(dataset.element)
    }
    guard let rows else {
      let inside = entries.map(\.name).prefix(20).joined(separator: ", ")
      throw WinnowError(
        .badData, "the group holds no columns" + (inside.isEmpty ? "" : "; it holds \(inside)"),
        at: place)
    }
    return HDF5Table(
      location: place, columns: zip(names, elements).map { TableColumn($0, $1.columnType) },
      rows: rows, layout: .group(paths: paths, elements: elements))
  }

  private static func isColumn(_ dataset: borrowing HDF5Dataset) -> Bool {
    if case .compound = dataset.element { return false }
    return dataset.shape.count == 1 || dataset.shape.count == 2 && dataset.shape[1] == 1
  }
}
