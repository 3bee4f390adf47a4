import Foundation
import WinnowCore

/// Reads an object and all that it refers to, by the class descriptions of its file.
struct GraphReader {
  let streamers: StreamerTable
  private var stream: ObjectStream
  private(set) var graph = ObjectGraph()
  private var depth = 0

  /// Deeper nesting than this is no tree that a program wrote.
  private static let depthLimit = 120

  init(_ bytes: Data, keySize: Int, streamers: StreamerTable, what: String) {
    self.streamers = streamers
    stream = ObjectStream(Cursor([UInt8](bytes), what: what), keySize: keySize)
  }

  /// Reads the object of a key; it becomes object 0 of the graph.
  static func read(_ key: Key, in image: FileImage, streamers: StreamerTable) throws -> ObjectGraph {
    var reader = GraphReader(
      try key.object(in: image), keySize: key.keySize, streamers: streamers,
      what: "\(key.className) “\(key.name)”")
    do {
      _ = try reader.object(ofClass: key.className)
    } catch let error as WinnowError {
      throw error.located(at: SourceLocation(file: image.path, object: key.name))
    }
    return reader.graph
  }

  /// An object whose class is known; its number in the graph.
  private mutating func object(ofClass className: String, at place: Int? = nil) throws -> Int {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw stream.cursor.fault("objects are nested too deeply") }
    let number = graph.objects.count
    graph.objects.append(GraphObject(className: className))
    if let place { stream.remember(number, at: place) }
    switch className {
    case "TObjArray", "TList", "THashList": try readList(className, into: number)
    case "TBasket": graph.objects[number].basket = try EmbeddedBasket(&stream.cursor)
    case "TArrayI": try readArray(of: MemberType.int, into: number)
    case "TArrayD": try readArray(of: MemberType.double, into: number)
    default: try readMembers(of: className, into: number)
    }
    return number
  }

  /// The object behind a pointer; nil where it is null.
  private mutating func pointer() throws -> Int? {
    switch try stream.reference() {
    case .none: return nil
    case .known(let number): return number
    case .new(let className, let end, let place):
      let number = try object(ofClass: className, at: place)
      try stream.finish(end)
      return number
    }
  }

  private mutating func readArray(of type: Int, into number: Int) throws {
    let count = try stream.cursor.readCount(of: MemberValue.width(of: type))
    graph.objects[number].members["items"] = try stream.cursor.readArray(of: type, count: count)
  }

  private mutating func readList(_ className: String, into number: Int) throws {
    let header = try stream.beginObject()
    try stream.skipTObject()
    _ = try stream.cursor.readString()
    let count = try stream.cursor.readCount(of: 4)
    if className == "TObjArray" { try stream.cursor.skip(4) }
    var items: [Int?] = []
    for _ in 0..<count {
      items.append(try pointer())
      if className != "TObjArray" {
        try stream.cursor.skip(Int(try stream.cursor.read(UInt8.self)))
      }
    }
    graph.objects[number].members["items"] = .objects(items)
    try stream.finish(header.end)
  }

  /// The members of a class, after its byte count and version.
  private mutating func readMembers(of className: String, into number: Int) throws {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw stream.cursor.fault("classes are nested too deeply") }
    let header = try stream.beginObject()
    var checksum: UInt32?
    if header.version <= 0, header.end != nil { checksum = try stream.cursor.read(UInt32.self) }
    guard let info = streamers.info(className, version: header.version, checksum: checksum) else {
      if header.end == nil { throw stream.cursor.fault("the file does not describe \(className)") }
      return try stream.finish(header.end)
    }
    for element in info.elements {
      if try readMember(element, into: number) { continue }
      if header.end == nil {
        throw stream.cursor.fault("\(className).\(element.name) (\(element.typeName)) is unknown")
      }
      break
    }
    try stream.finish(header.end)
  }

  /// False where the member's type is none that a tree needs.
  private mutating func readMember(_ element: StreamerElement, into number: Int) throws -> Bool {
    let typeName = element.typeName.replacing("*", with: "")
    switch element.type {
    case MemberType.base: try readMembers(of: element.name, into: number)
    case MemberType.tObject: try stream.skipTObject()
    case MemberType.named:
      let (name, title) = try stream.named()
      graph.objects[number].members["fName"] = .text(name)
      graph.objects[number].members["fTitle"] = .text(title)
    case MemberType.string:
      graph.objects[number].members[element.name] = .text(try stream.cursor.readString())
    case MemberType.object, MemberType.any, MemberType.objectArrow, MemberType.anyArrow:
      graph.objects[number].members[element.name] = .object(try object(ofClass: typeName))
    case MemberType.objectPointer, MemberType.anyPointer:
      graph.objects[number].members[element.name] = .object(try pointer())
    default:
      guard let value = try numbers(element, of: number) else { return false }
      graph.objects[number].members[element.name] = value
    }
    return true
  }

  private mutating func numbers(_ element: StreamerElement, of object: Int) throws -> MemberValue? {
    let basic = element.type % 20
    let width = MemberValue.width(of: basic)
    guard width > 0, element.type < 60 else { return nil }
    if element.type < MemberType.array { return try stream.cursor.readNumber(of: basic) }
    var count = element.arrayLength
    if element.type > MemberType.pointer {
      if try stream.cursor.read(UInt8.self) == 0 { return .integers([]) }
      count = graph.integer(element.countName, of: object) ?? 0
    }
    return try stream.cursor.readArray(of: basic, count: stream.cursor.checkedCount(count, of: width))
  }
}

extension MemberValue {
  /// Bytes of a basic type; 0 for those that have no fixed size here.
  static func width(of type: Int) -> Int {
    switch type {
    case MemberType.char, MemberType.uchar, MemberType.bool: 1
    case MemberType.short, MemberType.ushort: 2
    case MemberType.int, MemberType.uint, MemberType.counter, MemberType.bits, MemberType.float: 4
    case MemberType.long, MemberType.ulong, MemberType.long64, MemberType.ulong64,
      MemberType.double:
      8
    default: 0
    }
  }
}

extension Cursor {
  fileprivate mutating func readNumber(of type: Int) throws -> MemberValue {
    switch type {
    case MemberType.float: .real(Double(try readFloat()))
    case MemberType.double: .real(try readDouble())
    default: .integer(try readInteger(of: type))
    }
  }

  fileprivate mutating func readArray(of type: Int, count: Int) throws -> MemberValue {
    switch type {
    case MemberType.float: .reals(try (0..<count).map { _ in Double(try readFloat()) })
    case MemberType.double: .reals(try (0..<count).map { _ in try readDouble() })
    default: .integers(try (0..<count).map { _ in try readInteger(of: type) })
    }
  }

  private mutating func readInteger(of type: Int) throws -> Int {
    switch type {
    case MemberType.char: Int(try read(Int8.self))
    case MemberType.uchar, MemberType.bool: Int(try read(UInt8.self))
    case MemberType.short: Int(try read(Int16.self))
    case MemberType.ushort: Int(try read(UInt16.self))
    case MemberType.int, MemberType.counter: Int(try read(Int32.self))
    case MemberType.uint, MemberType.bits: Int(try read(UInt32.self))
    default: Int(try read(Int64.self))
    }
  }
}
