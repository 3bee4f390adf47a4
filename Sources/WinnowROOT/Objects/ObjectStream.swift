import WinnowCore

/// Reads objects as ROOT's buffers hold them: byte counts, versions, and references to classes and
/// objects that came before.
///
/// - Reference: ROOT, `io/doc/TFile/dobject.md`; TBufferFile::ReadObjectAny.
struct ObjectStream {
  /// What stands where an object is expected.
  enum Reference {
    case none
    /// An object that came before.
    case known(Int)
    /// A new object of a class; `end` where its bytes stop, `place` under which it is known later.
    case new(className: String, end: Int?, place: Int)
  }

  struct Header {
    let version: Int
    let end: Int?
    let isMemberwise: Bool
  }

  var cursor: Cursor
  /// Positions that references use count the key in front of the object.
  let keySize: Int
  private var classes: [Int: String] = [:]
  private(set) var objects: [Int: Int] = [:]

  static let byteCountFlag: UInt32 = 0x4000_0000
  static let newClass: UInt32 = 0xFFFF_FFFF
  static let classFlag: UInt32 = 0x8000_0000
  static let offset = 2

  init(_ cursor: Cursor, keySize: Int) {
    self.cursor = cursor
    self.keySize = keySize
  }

  /// The byte count, where there is one, and the version of a class at the front of its members.
  mutating func beginObject() throws -> Header {
    var end: Int?
    if cursor.left >= 4 {
      var ahead = cursor
      let count = try ahead.read(UInt32.self)
      if count & Self.byteCountFlag != 0 {
        let size = Int(count & ~Self.byteCountFlag)
        cursor = ahead
        end = cursor.position + (try cursor.checkedCount(size, of: 1))
      }
    }
    let version = Int(try cursor.read(Int16.self))
    let memberwise = version & 0x4000 != 0 && version > 0
    return Header(version: memberwise ? version & ~0x4000 : version, end: end, isMemberwise: memberwise)
  }

  /// Moves to the end that a byte count announced.
  mutating func finish(_ end: Int?) throws {
    guard let end else { return }
    if cursor.position > end { throw cursor.fault("an object runs past its end") }
    try cursor.move(to: end)
  }

  mutating func skipTObject() throws {
    let version = try cursor.read(UInt16.self)
    if version & 0x4000 != 0 { try cursor.skip(4) }
    try cursor.skip(4)
    let bits = try cursor.read(UInt32.self)
    if bits & 0x10 != 0 { try cursor.skip(2) }
  }

  /// Name and title (TNamed).
  mutating func named() throws -> (name: String, title: String) {
    let header = try beginObject()
    try skipTObject()
    let name = try cursor.readString()
    let title = try cursor.readString()
    try finish(header.end)
    return (name, title)
  }

  /// Reads the tag in front of an object behind a pointer.
  mutating func reference() throws -> Reference {
    let start = cursor.position
    var tag = try cursor.read(UInt32.self)
    var end: Int?
    var place = start
    if tag & Self.byteCountFlag != 0, tag != Self.newClass {
      end = cursor.position + (try cursor.checkedCount(Int(tag & ~Self.byteCountFlag), of: 1))
      place = cursor.position
      tag = try cursor.read(UInt32.self)
    }
    if tag == 0 { return .none }
    if tag == Self.newClass {
      let name = try cursor.readZeroTerminated()
      classes[place + keySize + Self.offset] = name
      return .new(className: name, end: end, place: start + keySize + Self.offset)
    }
    if tag & Self.classFlag != 0 {
      guard let name = classes[Int(tag & ~Self.classFlag)] else {
        throw cursor.fault("a reference to a class that is not there")
      }
      return .new(className: name, end: end, place: start + keySize + Self.offset)
    }
    if let end { try cursor.move(to: end) }
    return objects[Int(tag)].map { .known($0) } ?? .none
  }

  /// Makes an object known to later references.
  mutating func remember(_ object: Int, at place: Int) { objects[place] = object }
}
