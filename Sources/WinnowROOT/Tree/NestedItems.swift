import Foundation
import WinnowCore
import WinnowKernels

/// Strings, or lists of lists, read one by one.
struct NestedItems: Sendable {
  private let type: CppType
  private let isVariable: Bool
  private let header: Int
  /// Numbers as written, one after another.
  private var bytes: [UInt8] = []
  private var strings: [String] = []
  /// Per level: the sizes of its lists.
  private var sizes: [[Int]]

  init(_ type: CppType, isVariable: Bool, header: Int) {
    self.type = type
    self.isVariable = isVariable
    self.header = header
    sizes = Array(repeating: [], count: type.depth + (isVariable ? 1 : 0))
  }

  mutating func append(_ data: Data, bounds: [Int], entries: Range<Int>) throws {
    let whole = [UInt8](data)
    for entry in entries {
      var cursor = Cursor(whole, from: bounds[entry], to: bounds[entry + 1], what: "an entry")
      try cursor.skip(header)
      if isVariable {
        var count = 0
        while cursor.left > 0 {
          let before = cursor.position
          try appendItem(type, level: 1, &cursor)
          if cursor.position == before { throw cursor.fault("an item without bytes") }
          count += 1
        }
        sizes[0].append(count)
      } else {
        try appendItem(type, level: 0, &cursor)
      }
    }
  }

  private mutating func appendItem(_ type: CppType, level: Int, _ cursor: inout Cursor) throws {
    switch type {
    case .number(let format): bytes += try cursor.readBytes(format.width)
    case .string: strings.append(try cursor.readString())
    case .list(let item):
      let count = try cursor.readCount(of: 1)
      sizes[level].append(count)
      if case .number(let format) = item {
        bytes += try cursor.readBytes(cursor.checkedCount(count, of: format.width) * format.width)
      } else {
        for _ in 0..<count { try appendItem(item, level: level + 1, &cursor) }
      }
    case .other(let name): throw cursor.fault("\(name) cannot be read")
    }
  }

  mutating func join(_ other: NestedItems) {
    bytes += other.bytes
    strings += other.strings
    for level in sizes.indices { sizes[level] += other.sizes[level] }
  }

  var offsets: [[Int]] {
    sizes.map { sizes in
      var offsets = [0]
      offsets.reserveCapacity(sizes.count + 1)
      for size in sizes { offsets.append(offsets[offsets.count - 1] + size) }
      return offsets
    }
  }

  /// All values, decoded.
  func columnValues(team: ThreadTeam) throws -> ColumnValues {
    guard let format = type.numberFormat else { return .string(strings) }
    var source = WrittenNumbers(bytes: bytes, format: format, team: team)
    return try format.type.values(from: &source)
  }
}

/// Numbers that stand one after another.
private struct WrittenNumbers: NumberSource {
  let bytes: [UInt8]
  let format: NumberFormat
  let team: ThreadTeam

  func numbers<Number: ColumnNumber>(_ type: Number.Type) -> [Number] {
    partedArray(of: type, bounds: [0, bytes.count / format.width], team: team) { _, output in
      Number.decode(bytes.span.bytes, format.encoding, into: &output)
    }
  }
}

extension CppType {
  /// The number at the bottom of nested lists; nil for strings.
  var numberFormat: NumberFormat? {
    switch self {
    case .number(let format): format
    case .list(let item): item.numberFormat
    case .string, .other: nil
    }
  }
}
