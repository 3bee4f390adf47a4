import Foundation
import WinnowCore
import WinnowKernels

/// Writes an RNTuple: its pages, then the envelopes and the anchor that describe them.
///
/// - Reference: RNTuple Binary Format Specification 1.0.
struct NTupleWriter {
  let name: String
  let title: String
  let setting: CompressionSetting
  let assembler: FileAssembler
  private var clusters: [WrittenCluster] = []

  /// Entries in each page, and pages in each cluster.
  static let pageRows = 65_536
  static let clusterPages = 8

  private struct WrittenCluster {
    let rows: Range<Int>
    /// Per column.
    var pages: [[Page]]
    var firstElements: [Int]
  }

  init(name: String, title: String, setting: CompressionSetting, assembler: FileAssembler) {
    self.name = name
    self.title = title
    self.setting = setting
    self.assembler = assembler
  }

  mutating func write(_ columns: [OutputColumn], entries: Int, team: ThreadTeam) throws {
    let encoders = columns.map {
      PageEncoder(type: $0.values.type, isSplit: setting.method != .none)
    }
    var elements = Array(repeating: 0, count: encoders.reduce(0) { $0 + $1.columns.count })
    var start = 0
    while start < entries {
      let rows = start..<min(entries, start + Self.pageRows * Self.clusterPages)
      var cluster = WrittenCluster(
        rows: rows, pages: Array(repeating: [], count: elements.count), firstElements: elements)
      try append(columns, encoders, team, to: &cluster)
      for column in elements.indices {
        elements[column] += cluster.pages[column].reduce(0) { $0 + $1.elements }
      }
      clusters.append(cluster)
      start = rows.upperBound
    }
    try writeEnvelopes(columns, encoders, entries: entries)
  }

  /// The pages of a cluster, a row of pages at a time.
  private func append(
    _ columns: [OutputColumn], _ encoders: [PageEncoder], _ team: ThreadTeam,
    to cluster: inout WrittenCluster
  ) throws {
    var letters = Array(repeating: 0, count: columns.count)
    for start in stride(from: cluster.rows.lowerBound, to: cluster.rows.upperBound, by: Self.pageRows) {
      let rows = start..<min(cluster.rows.upperBound, start + Self.pageRows)
      let packed = team.map(columns.count) { number in
        encoders[number].pages(columns[number].values, rows, lettersBefore: letters[number])
          .map { (elements: $0.elements, stored: setting.pack($0.bytes)) }
      }
      var column = 0
      for (number, pages) in packed.enumerated() {
        for page in pages {
          if page.elements > 0 {
            let locator = try append(blob: page.stored, size: page.stored.count, checked: true)
            cluster.pages[column].append(
              Page(elements: page.elements, hasChecksum: true, locator: locator))
          }
          column += 1
        }
        if pages.count == 2 { letters[number] += pages[1].elements }
      }
    }
  }

  /// Appends bytes behind a key that no directory lists.
  private func append(blob stored: Data, size: Int, checked: Bool) throws -> Locator {
    let tail = checked ? 8 : 0
    let key = assembler.key("RBlob", "", "", stored: stored.count + tail, size: size + tail)
    let locator = Locator(offset: assembler.place + key.bytes.count, size: stored.count)
    var record = Data(key.bytes) + stored
    if checked {
      var sum = LittleBuffer()
      sum.write(xxHash3(stored.span))
      record += sum.bytes
    }
    try assembler.append(record)
    return locator
  }

  private func writeEnvelopes(
    _ columns: [OutputColumn], _ encoders: [PageEncoder], entries: Int
  ) throws {
    let header = header(columns, encoders).envelope(.header)
    let (headerPlace, headerSize) = try append(envelope: header.bytes)
    let pageList = pageList(headerChecksum: header.checksum).envelope(.pageList)
    let (listPlace, listSize) = try append(envelope: pageList.bytes)
    var footer = LittleBuffer()
    footer.write(UInt64(0))
    footer.write(header.checksum)
    footer.record { buffer in for _ in 0..<4 { buffer.list(0) { _ in } } }
    footer.list(clusters.isEmpty ? 0 : 1) { buffer in
      if clusters.isEmpty { return }
      buffer.record { buffer in
        buffer.write(UInt64(0))
        buffer.write(UInt64(entries))
        buffer.write(UInt32(clusters.count))
        buffer.write(UInt64(listSize))
        buffer.write(listPlace)
      }
    }
    let (footerPlace, footerSize) = try append(envelope: footer.envelope(.footer).bytes)
    try writeAnchor([(headerPlace, headerSize), (footerPlace, footerSize)])
  }

  private func append(envelope bytes: [UInt8]) throws -> (Locator, Int) {
    (try append(blob: setting.pack(Data(bytes)), size: bytes.count, checked: false), bytes.count)
  }

  private func header(_ columns: [OutputColumn], _ encoders: [PageEncoder]) -> LittleBuffer {
    var buffer = LittleBuffer()
    buffer.write(UInt64(0))
    for text in [name, title, "Winnow"] { buffer.write(text) }
    buffer.list(columns.count) { buffer in
      for (number, column) in columns.enumerated() {
        buffer.record { buffer in
          for value in [0, 0, number] { buffer.write(UInt32(value)) }
          buffer.write(UInt32(0))  // a leaf without flags
          for text in [column.name, encoders[number].typeName, "", ""] { buffer.write(text) }
        }
      }
    }
    buffer.list(encoders.reduce(0) { $0 + $1.columns.count }) { buffer in
      for (number, encoder) in encoders.enumerated() {
        for column in encoder.columns {
          buffer.record { buffer in
            buffer.write(column.code)
            buffer.write(column.bits)
            buffer.write(UInt32(number))
            buffer.write(UInt32(0))  // no flags, the first representation
          }
        }
      }
    }
    for _ in 0..<2 { buffer.list(0) { _ in } }
    return buffer
  }

  private func pageList(headerChecksum: UInt64) -> LittleBuffer {
    var buffer = LittleBuffer()
    buffer.write(headerChecksum)
    buffer.list(clusters.count) { buffer in
      for cluster in clusters {
        buffer.record { buffer in
          buffer.write(UInt64(cluster.rows.lowerBound))
          buffer.write(UInt64(cluster.rows.count))
        }
      }
    }
    buffer.list(clusters.count) { buffer in
      for cluster in clusters {
        buffer.list(cluster.pages.count) { buffer in
          for (pages, first) in zip(cluster.pages, cluster.firstElements) {
            write(pages, first, to: &buffer)
          }
        }
      }
    }
    return buffer
  }

  private func write(_ pages: [Page], _ first: Int, to buffer: inout LittleBuffer) {
    buffer.list(pages.count) { buffer in
      for page in pages {
        buffer.write(-Int32(page.elements))  // negative: a checksum follows the page
        buffer.write(page.locator)
      }
      buffer.write(Int64(first))
      buffer.write(UInt32(setting.number))
    }
  }

  private func writeAnchor(_ envelopes: [(place: Locator, size: Int)]) throws {
    var fields = ObjectBuffer()
    for number in [1, 0, 0, 0] { fields.write(UInt16(number)) }
    for envelope in envelopes {
      for value in [envelope.place.offset, envelope.place.size, envelope.size] {
        fields.write(UInt64(value))
      }
    }
    fields.write(UInt64(1 << 30))
    var anchor = ObjectBuffer()
    anchor.object(version: 2) { $0.write(raw: fields.bytes) }
    anchor.write(xxHash3(fields.bytes.span))
    let object = Data(anchor.bytes)
    try assembler.appendListed("ROOT::RNTuple", name, title, stored: object, size: object.count)
  }
}
