import Foundation
import WinnowCore
import WinnowKernels

/// Writes a TTree: its baskets, then the record that describes them.
struct TreeWriter {
  let name: String
  let title: String
  let setting: CompressionSetting
  let assembler: FileAssembler
  private var branches: [WrittenBranch] = []

  /// Entries in each basket.
  static let basketRows = 32_768

  init(name: String, title: String, setting: CompressionSetting, assembler: FileAssembler) {
    self.name = name
    self.title = title
    self.setting = setting
    self.assembler = assembler
  }

  mutating func write(_ columns: [OutputColumn], entries: Int, team: ThreadTeam) throws {
    branches = columns.map { WrittenBranch($0, entries: entries, setting: setting.number) }
    var start = 0
    while start < entries {
      let rows = start..<min(entries, start + Self.basketRows)
      let packed = PackedBaskets(columns, rows, tree: name, setting, team)
      for (number, basket) in packed.baskets.enumerated() { try append(basket, number, rows) }
      start = rows.upperBound
    }
    let keySize = FileAssembler.keySize("TTree", name, title)
    var buffer = ObjectBuffer(keySize: keySize)
    writeTree(to: &buffer, entries: entries)
    let object = Data(buffer.bytes)
    try assembler.appendListed(
      "TTree", name, title, stored: setting.pack(object), size: object.count)
  }

  private mutating func append(
    _ basket: PackedBaskets.Basket, _ number: Int, _ rows: Range<Int>
  ) throws {
    let branch = branches[number].column.name
    let place = assembler.place
    var key = assembler.key(
      "TBasket", branch, name, stored: basket.stored.count, size: basket.size,
      extra: BasketShape.size)
    let keySize = key.bytes.count + BasketShape.size
    key.write(Int16(3))
    key.write(Int32(max(32_000, keySize + basket.size)))
    key.write(Int32(basket.entrySize))
    key.write(Int32(rows.count))
    key.write(Int32(keySize + basket.dataSize))
    key.write(UInt8(0))
    try assembler.append(Data(key.bytes) + basket.stored)
    branches[number].add(
      seek: place, stored: keySize + basket.stored.count, size: keySize + basket.size,
      firstEntry: rows.lowerBound)
  }

  /// - Reference: ROOT, class description of TTree version 20.
  private func writeTree(to buffer: inout ObjectBuffer, entries: Int) {
    let total = branches.reduce(0) { $0 + $1.size }, stored = branches.reduce(0) { $0 + $1.stored }
    buffer.object(version: 20) { buffer in
      buffer.writeNamed(name, title)
      buffer.object(version: 2) { buffer in for value in [602, 1, 1] { buffer.write(Int16(value)) } }
      buffer.object(version: 2) { buffer in for value in [0, 1001] { buffer.write(Int16(value)) } }
      buffer.object(version: 3) { buffer in
        for value in [1, 1] { buffer.write(Int16(value)) }
        buffer.write(Float(1))
      }
      for value in [entries, total, stored, 0, stored] { buffer.write(Int64(value)) }
      buffer.write(Double(1))
      for value in [0, 25, 0, 1000, 0] { buffer.write(Int32(value)) }
      let limit = 1_000_000_000_000
      for value in [limit, limit, 0, -300_000_000, Self.basketRows, 1_000_000] {
        buffer.write(Int64(value))
      }
      buffer.write(UInt16(0))  // no cluster ranges
      Self.writeFeatures(to: &buffer)
      var leaves: [UInt32] = []
      buffer.writeArray(count: branches.count) { buffer in
        for branch in branches {
          buffer.pointer(toNew: "TBranch") { leaves.append(branch.write(to: &$0)) }
        }
      }
      buffer.writeArray(count: leaves.count) { buffer in for leaf in leaves { buffer.write(leaf) } }
      // No aliases, index values, index, tree index, friends, user objects, references.
      for _ in 0..<7 { buffer.write(UInt32(0)) }
    }
  }

  /// ROOT::TIOFeatures has no version: 0 and the checksum stand for it.
  static func writeFeatures(to buffer: inout ObjectBuffer) {
    buffer.object(version: 0) { buffer in
      buffer.write(UInt32(0x1aa1_2f10))
      buffer.write(UInt8(0))
    }
  }
}

/// One basket of every column, compressed by the threads of a team.
private struct PackedBaskets {
  struct Basket: Sendable {
    let stored: Data
    /// Uncompressed, with offsets and without.
    let size: Int
    let dataSize: Int
    /// Bytes of an entry, or the number of offsets.
    let entrySize: Int
  }

  let baskets: [Basket]

  init(
    _ columns: [OutputColumn], _ rows: Range<Int>, tree: String, _ setting: CompressionSetting,
    _ team: ThreadTeam
  ) {
    baskets = team.map(columns.count) { number in
      let column = columns[number]
      let keySize = FileAssembler.keySize("TBasket", column.name, tree) + BasketShape.size
      var (object, dataSize) = Self.data(column.values, rows, keySize)
      let size = object.count
      object = setting.pack(object)
      return Basket(
        stored: object, size: size, dataSize: dataSize,
        entrySize: column.values.type.width ?? rows.count + 1)
    }
  }

  private static func data(
    _ values: ColumnValues, _ rows: Range<Int>, _ keySize: Int
  ) -> (object: Data, dataSize: Int) {
    if case .string(let texts) = values { return strings(texts[rows], keySize) }
    guard let native = values.bytes(rows), let width = values.type.width else { return (Data(), 0) }
    var object = Data(count: native.count)
    var output = object.mutableBytes
    copyBigEndian(native.bytes, width: width, into: &output)
    return (object, native.count)
  }

  /// The strings, and where each starts.
  private static func strings(_ texts: ArraySlice<String>, _ keySize: Int) -> (Data, Int) {
    var buffer = ObjectBuffer()
    var starts: [Int] = []
    for text in texts {
      starts.append(keySize + buffer.bytes.count)
      buffer.write(text)
    }
    let dataSize = buffer.bytes.count
    starts.append(keySize + dataSize)
    buffer.write(Int32(starts.count))
    for start in starts { buffer.write(Int32(start)) }
    return (Data(buffer.bytes), dataSize)
  }
}
