import WinnowCore
import WinnowKernels

/// An RNTuple: its fields as columns.
///
/// - Reference: RNTuple Binary Format Specification 1.0.
public struct NTuple: EventTable {
  public let name: String
  public let className = "ROOT::RNTuple"
  public let entries: Int
  public let columns: [ColumnDescription]
  public let refused: [RefusedColumn]
  public let location: SourceLocation
  /// The program that wrote it, and its description.
  public let writer: String
  public let title: String

  let image: FileImage
  let schema: NTupleSchema
  let clusters: [Cluster]
  private let readings: [String: NTupleReading]

  init(_ key: Key, path: String, image: FileImage) throws {
    self.image = image
    name = path
    location = SourceLocation(file: image.path, object: path)
    do {
      let anchor = try Anchor(key, in: image)
      let header = try Envelope(.header, at: anchor.header, size: anchor.headerSize, in: image)
      let footer = try Envelope(.footer, at: anchor.footer, size: anchor.footerSize, in: image)
      var schema = NTupleSchema()
      var cursor = header.cursor
      try cursor.readFeatureFlags()
      _ = try cursor.readLittleString()
      title = try cursor.readLittleString()
      writer = try cursor.readLittleString()
      try schema.extend(&cursor)
      cursor = footer.cursor
      try cursor.readFeatureFlags()
      guard try cursor.readLittle(UInt64.self) == header.checksum else {
        throw cursor.fault("the footer belongs to another ntuple")
      }
      try cursor.record { try schema.extend(&$0) }
      clusters = try ClusterTable.clusters(&cursor, headerChecksum: header.checksum, in: image)
      self.schema = schema
    } catch let error as WinnowError {
      throw error.located(at: location)
    }
    entries = clusters.last?.entries.upperBound ?? 0
    let catalogue = NTupleCatalogue(schema)
    refused = catalogue.refused
    columns = Self.describe(catalogue, schema, clusters)
    readings = Dictionary(
      zip(columns.map(\.path), catalogue.found.map(\.reading)),
      uniquingKeysWith: { first, _ in first })
  }

  private static func describe(
    _ catalogue: NTupleCatalogue, _ schema: NTupleSchema, _ clusters: [Cluster]
  ) -> [ColumnDescription] {
    zip(catalogue.names, catalogue.found).map { name, item in
      ColumnDescription(
        name: name, path: name, typeName: item.typeName, type: item.reading.type,
        depth: item.reading.depth, dimensions: item.reading.dimensions,
        storage: storage(item.reading, schema, clusters))
    }
  }

  private static func storage(
    _ reading: NTupleReading, _ schema: NTupleSchema, _ clusters: [Cluster]
  ) -> ColumnStorage {
    let field =
      switch reading.leaf {
      case .number(let field, _), .string(let field), .size(let field, _): field
      }
    var compressed = 0, uncompressed = 0
    for column in schema.columnsOfField[field] ?? [] {
      guard let encoding = schema.columns[column].encoding else { continue }
      for cluster in clusters where cluster.columns.indices.contains(column) {
        for page in cluster.columns[column].pages ?? [] {
          compressed += min(page.locator.size, 1 << 40)  // larger is no honest page
          uncompressed += encoding.pageSize(page.elements)
        }
      }
    }
    let setting = clusters.first?.columns.first?.compression ?? 0
    return ColumnStorage(
      compression: Compression(setting: setting), compressedBytes: compressed,
      uncompressedBytes: uncompressed)
  }

  public func read(
    _ column: ColumnDescription, entries range: Range<Int>, team: ThreadTeam
  ) throws -> Column {
    precondition(range.lowerBound >= 0 && range.upperBound <= entries, "entries of this ntuple")
    guard let reading = readings[column.path] else {
      preconditionFailure("“\(column.path)” is no column of this ntuple")
    }
    do {
      var reader = NTupleReader(self, range: range, team: team)
      return try reader.read(reading)
    } catch let error as WinnowError {
      var place = location
      place.field = column.path
      throw error.located(at: place)
    }
  }
}
