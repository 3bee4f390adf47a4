import Foundation
import WinnowCore

/// Appends records to a new file, and at the end the directory, the class list and the header.
///
/// The file grows under a temporary name beside its place and takes its name when it is complete.
final class FileAssembler {
  private static let begin = 100
  private static let version = 1_064_000
  private let path: String
  private let temporary: String
  private let handle: FileHandle
  private var position: Int
  private var keys: [ObjectBuffer] = []
  private let setting: Int
  private let name: String
  private let dated: UInt32

  init(path: String, setting: Int) throws {
    self.path = path
    self.setting = setting
    name = (path as NSString).lastPathComponent
    temporary = path + ".part"
    dated = Self.packedDate()
    guard FileManager.default.createFile(atPath: temporary, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporary)
    else {
      throw WinnowError(.cannotCreate, "cannot be created", at: SourceLocation(file: path))
    }
    self.handle = handle
    position = 0
    // Header and top directory are filled in at the end, when all places are known.
    try append(Data(count: Self.begin + Self.directoryRecord(name, dated, seekKeys: 0, keysSize: 0).count))
  }

  /// Where the next record will be.
  var place: Int { position }

  func append(_ bytes: Data) throws {
    do { try handle.write(contentsOf: bytes) } catch {
      throw WinnowError(
        .inputOutput, "cannot be written: \(error.localizedDescription)",
        at: SourceLocation(file: path))
    }
    position += bytes.count
  }

  /// The record of a key: its bytes in front of an object that takes `stored` bytes.
  func key(
    _ className: String, _ name: String, _ title: String, stored: Int, size: Int, extra: Int = 0
  ) -> ObjectBuffer {
    Self.key(className, name, title, stored: stored, size: size, extra: extra, at: position, dated)
  }

  private static func key(
    _ className: String, _ name: String, _ title: String, stored: Int, size: Int, extra: Int,
    at place: Int, _ dated: UInt32
  ) -> ObjectBuffer {
    var buffer = ObjectBuffer()
    let keySize = keySize(className, name, title) + extra
    buffer.write(Int32(stored + keySize))
    buffer.write(Int16(1004))
    buffer.write(Int32(size))
    buffer.write(dated)
    buffer.write(Int16(keySize))
    buffer.write(Int16(1))
    buffer.write(Int64(place))
    buffer.write(Int64(begin))
    buffer.write(className)
    buffer.write(name)
    buffer.write(title)
    return buffer
  }

  static func keySize(_ className: String, _ name: String, _ title: String) -> Int {
    34 + [className, name, title].reduce(0) { sum, text in
      sum + text.utf8.count + (text.utf8.count < 255 ? 1 : 5)
    }
  }

  /// Appends an object that its directory lists.
  func appendListed(
    _ className: String, _ name: String, _ title: String, stored: Data, size: Int
  ) throws {
    let key = key(className, name, title, stored: stored.count, size: size)
    keys.append(key)
    try append(Data(key.bytes) + stored)
  }

  /// Writes what closes the file, and gives the file its name.
  func close() throws {
    let classes = position
    let keySize = Self.keySize("TList", "StreamerInfo", "Doubly linked list")
    let list = Data(ClassDescription.list(keySize: keySize))
    let listKey = key("TList", "StreamerInfo", "Doubly linked list", stored: list.count, size: list.count)
    try append(Data(listKey.bytes) + list)
    let classesSize = position - classes

    let keyList = position
    let listed = keys.reduce(into: [UInt8]()) { $0 += $1.bytes }
    var directory = key("TFile", name, "", stored: listed.count + 4, size: listed.count + 4)
    directory.write(Int32(keys.count))
    directory.write(raw: listed)
    try append(Data(directory.bytes))
    let keyListSize = position - keyList

    let free = position
    var segment = key("TFile", name, "", stored: 18, size: 18)
    let end = position + segment.bytes.count + 18
    segment.write(Int16(1001))
    segment.write(Int64(end))
    segment.write(Int64(max(2_000_000_000, end + 1_000_000_000)))
    try append(Data(segment.bytes))

    try overwriteStart(
      [end, free], freeSize: segment.bytes.count, classes: (classes, classesSize),
      keyList: (keyList, keyListSize))
  }

  private func overwriteStart(
    _ ends: [Int], freeSize: Int, classes: (Int, Int), keyList: (Int, Int)
  ) throws {
    var header = ObjectBuffer()
    header.write(raw: "root".utf8)
    header.write(Int32(Self.version))
    header.write(Int32(Self.begin))
    for end in ends { header.write(Int64(end)) }
    header.write(Int32(freeSize))
    header.write(Int32(1))
    header.write(Int32(Self.keySize("TFile", name, "") + name.utf8.count + 2))
    header.write(UInt8(8))
    header.write(Int32(setting))
    header.write(Int64(classes.0))
    header.write(Int32(classes.1))
    header.write(Int16(1))
    header.write(raw: [UInt8](repeating: 0, count: 16))  // no identity: files are reproducible
    var start = Data(header.bytes)
    start.append(Data(count: Self.begin - start.count))
    start.append(Self.directoryRecord(name, dated, seekKeys: keyList.0, keysSize: keyList.1))
    do {
      try handle.seek(toOffset: 0)
      try handle.write(contentsOf: start)
      try handle.close()
      guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      throw WinnowError(
        .inputOutput, "cannot be written: \(error.localizedDescription)",
        at: SourceLocation(file: path))
    }
  }

  /// The first record of a file: its name, and its top directory.
  private static func directoryRecord(
    _ name: String, _ dated: UInt32, seekKeys: Int, keysSize: Int
  ) -> Data {
    let names = name.utf8.count + (name.utf8.count < 255 ? 1 : 5) + 1
    let size = names + 60
    var record = key("TFile", name, "", stored: size, size: size, extra: 0, at: begin, dated)
    let namesSize = record.bytes.count + names
    record.write(name)
    record.write("")
    record.write(Int16(1005))
    record.write(dated)
    record.write(dated)
    record.write(Int32(keysSize))
    record.write(Int32(namesSize))
    record.write(Int64(begin))
    record.write(Int64(0))
    record.write(Int64(seekKeys))
    record.write(Int16(1))
    record.write(raw: [UInt8](repeating: 0, count: 16))
    return Data(record.bytes)
  }

  /// 1995-01-01: one date for all, so that equal content gives equal files.
  private static func packedDate() -> UInt32 { 1 << 22 | 1 << 17 }

  /// Removes what was written, where the writing was given up.
  func abandon() {
    try? handle.close()
    try? FileManager.default.removeItem(atPath: temporary)
  }
}
