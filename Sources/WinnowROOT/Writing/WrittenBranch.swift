/// A branch of a tree that is being written: where its baskets are.
struct WrittenBranch {
  let column: OutputColumn
  let entries: Int
  let setting: Int
  private(set) var size = 0
  private(set) var stored = 0
  private var seeks: [Int] = []
  private var sizes: [Int] = []
  private var firstEntries: [Int] = []

  init(_ column: OutputColumn, entries: Int, setting: Int) {
    self.column = column
    self.entries = entries
    self.setting = setting
  }

  mutating func add(seek: Int, stored: Int, size: Int, firstEntry: Int) {
    seeks.append(seek)
    sizes.append(stored)
    firstEntries.append(firstEntry)
    self.stored += stored
    self.size += size
  }

  /// Writes the TBranch with its leaf; the number by which the leaf may be referred to.
  ///
  /// - Reference: ROOT, class description of TBranch version 13.
  func write(to buffer: inout ObjectBuffer) -> UInt32 {
    var leaf: UInt32 = 0
    let slots = max(10, seeks.count + 1)
    let isString = column.values.type == .string
    buffer.object(version: 13) { buffer in
      buffer.writeNamed(column.name, "\(column.name)/\(leafLetters.title)")
      buffer.object(version: 2) { buffer in for value in [0, 1001] { buffer.write(Int16(value)) } }
      for value in [setting, 32_000, isString ? 1000 : 0, seeks.count] { buffer.write(Int32(value)) }
      buffer.write(Int64(entries))
      TreeWriter.writeFeatures(to: &buffer)
      for value in [0, slots, 0] { buffer.write(Int32(value)) }
      for value in [entries, 0, size, stored] { buffer.write(Int64(value)) }
      buffer.writeArray(count: 0) { _ in }
      buffer.writeArray(count: 1) { buffer in
        leaf = buffer.pointer(toNew: "TLeaf" + leafLetters.className) { writeLeaf(to: &$0) }
      }
      buffer.writeArray(count: 0) { _ in }
      func array(_ values: [Int], _ write: (Int, inout ObjectBuffer) -> Void) {
        buffer.write(UInt8(1))
        for slot in 0..<slots { write(slot < values.count ? values[slot] : 0, &buffer) }
      }
      array(sizes) { $1.write(Int32($0)) }
      array(firstEntries + [entries]) { $1.write(Int64($0)) }
      array(seeks) { $1.write(Int64($0)) }
      buffer.write("")
    }
    return leaf
  }

  private func writeLeaf(to buffer: inout ObjectBuffer) {
    var longest = 1
    if case .string(let texts) = column.values {
      longest = 1 + (texts.lazy.map(\.utf8.count).max() ?? 0)
    }
    let isUnsigned = [ElementType.uint8, .uint16, .uint32, .uint64].contains(column.values.type)
    buffer.object(version: 1) { buffer in
      buffer.object(version: 2) { buffer in
        buffer.writeNamed(column.name, column.name)
        for value in [longest, column.values.type.width ?? 1, 0] { buffer.write(Int32(value)) }
        buffer.write(UInt8(0))
        buffer.write(UInt8(isUnsigned ? 1 : 0))
        buffer.write(UInt32(0))
      }
      writeLimits(longest, to: &buffer)
    }
  }

  /// The least and greatest value, 0 where they are not kept; the longest text for strings.
  private func writeLimits(_ longest: Int, to buffer: inout ObjectBuffer) {
    if column.values.type == .string {
      buffer.write(Int32(0))
      buffer.write(Int32(longest))
    } else {
      buffer.write(raw: [UInt8](repeating: 0, count: 2 * (column.values.type.width ?? 1)))
    }
  }

  /// The leaf's class and the letter of its type in the branch's title.
  private var leafLetters: (className: String, title: String) {
    switch column.values.type {
    case .bool: ("O", "O")
    case .int8: ("B", "B")
    case .uint8: ("B", "b")
    case .int16: ("S", "S")
    case .uint16: ("S", "s")
    case .int32: ("I", "I")
    case .uint32: ("I", "i")
    case .int64: ("L", "L")
    case .uint64: ("L", "l")
    case .float: ("F", "F")
    case .double: ("D", "D")
    case .string: ("C", "C")
    }
  }
}
