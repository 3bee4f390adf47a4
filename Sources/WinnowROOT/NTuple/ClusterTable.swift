import WinnowCore

/// A run of elements of one column, stored together.
struct Page: Sendable {
  let elements: Int
  let hasChecksum: Bool
  let locator: Locator
}

/// The pages of one column in one cluster; nil pages where the column is suppressed there.
struct ClusterColumn: Sendable {
  let pages: [Page]?
  let elements: Int
  /// ROOT's compression setting.
  let compression: Int
}

/// A range of entries with the pages of all its columns.
struct Cluster: Sendable {
  let entries: Range<Int>
  let columns: [ClusterColumn]
}

/// The clusters of an ntuple, in the order of their entries.
///
/// - Reference: RNTuple specification, “Footer Envelope”, “Page List Envelope”.
enum ClusterTable {
  /// Reads the list of cluster groups, where the footer's cursor stands, and their page lists.
  static func clusters(
    _ footer: inout Cursor, headerChecksum: UInt64, in image: FileImage
  ) throws -> [Cluster] {
    let groups = try footer.list(of: 8) { cursor in
      try cursor.record { cursor in
        try cursor.skip(16)  // first entry and span
        let count = Int(try cursor.readLittle(UInt32.self))
        let size = try cursor.readLittlePlace()
        return (count: count, size: size, locator: try Locator(&cursor))
      }
    }
    var clusters: [Cluster] = []
    for group in groups {
      let envelope = try Envelope(.pageList, at: group.locator, size: group.size, in: image)
      let found = try Self.clusters(envelope.cursor, headerChecksum)
      guard found.count == group.count else {
        throw WinnowError(.badData, "a page list holds \(found.count) clusters of \(group.count)")
      }
      clusters += found
    }
    clusters.sort { $0.entries.lowerBound < $1.entries.lowerBound }
    var entry = 0
    for cluster in clusters {
      guard cluster.entries.lowerBound == entry else {
        throw WinnowError(.badData, "the ntuple's clusters do not follow each other")
      }
      entry = cluster.entries.upperBound
    }
    return clusters
  }

  private static func clusters(_ cursor: Cursor, _ headerChecksum: UInt64) throws -> [Cluster] {
    var cursor = cursor
    guard try cursor.readLittle(UInt64.self) == headerChecksum else {
      throw cursor.fault("the page list belongs to another ntuple")
    }
    let ranges = try cursor.list(of: 8) { try $0.record { try Self.entries(&$0) } }
    let columns = try cursor.list(of: 12) { cursor in
      try cursor.list(of: 20) { try Self.column(&$0) }
    }
    guard ranges.count == columns.count else { throw cursor.fault("clusters without pages") }
    return zip(ranges, columns).map { Cluster(entries: $0, columns: $1) }
  }

  private static func entries(_ cursor: inout Cursor) throws -> Range<Int> {
    let first = try cursor.readLittlePlace()
    let word = try cursor.readLittle(UInt64.self)
    if word >> 56 & 1 != 0 { throw cursor.fault("sharded clusters are not known") }
    return first..<first + Int(word & 0xFF_FFFF_FFFF_FFFF)
  }

  private static func column(_ cursor: inout Cursor) throws -> ClusterColumn {
    var isSuppressed = false
    var compression = 0
    let pages = try cursor.list(of: 16) { cursor in
      let count = Int(try cursor.readLittle(Int32.self))
      return Page(
        elements: abs(count), hasChecksum: count < 0, locator: try Locator(&cursor))
    } tail: { cursor in
      isSuppressed = try cursor.readLittle(Int64.self) < 0
      if !isSuppressed { compression = Int(try cursor.readLittle(UInt32.self)) }
    }
    return ClusterColumn(
      pages: isSuppressed ? nil : pages, elements: pages.reduce(0) { $0 + $1.elements },
      compression: compression)
  }
}
