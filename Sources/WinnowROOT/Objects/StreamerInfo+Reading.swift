import WinnowCore

/// Reads the list of class descriptions, whose own layout is fixed.
///
/// - Reference: ROOT, `io/doc/TFile/streamerinfo.md`.
extension StreamerTable {
  /// - Parameter cursor: over the uncompressed list, whose positions count from `keySize`.
  init(reading cursor: Cursor, keySize: Int) throws {
    var stream = ObjectStream(cursor, keySize: keySize)
    _ = try stream.beginObject()
    try stream.skipTObject()
    _ = try stream.cursor.readString()
    var infos: [StreamerInfo] = []
    for _ in 0..<(try stream.cursor.readCount(of: 5)) {
      if let info = try Self.streamerInfo(&stream) { infos.append(info) }
      try stream.cursor.skip(Int(try stream.cursor.read(UInt8.self)))  // the list's option text
    }
    self.init(infos)
  }

  private static func streamerInfo(_ stream: inout ObjectStream) throws -> StreamerInfo? {
    guard case .new(let className, let end, _) = try stream.reference() else { return nil }
    if className != "TStreamerInfo" {  // a TList of rules for the evolution of classes
      try stream.finish(end)
      return nil
    }
    _ = try stream.beginObject()
    let (name, _) = try stream.named()
    let checksum = try stream.cursor.read(UInt32.self)
    let version = Int(try stream.cursor.read(Int32.self))
    var elements: [StreamerElement] = []
    if case .new = try stream.reference() {
      _ = try stream.beginObject()
      try stream.skipTObject()
      _ = try stream.cursor.readString()
      let count = try stream.cursor.readCount(of: 4)
      try stream.cursor.skip(4)
      for _ in 0..<count {
        if let element = try element(&stream) { elements.append(element) }
      }
    }
    try stream.finish(end)
    return StreamerInfo(name: name, version: version, checksum: checksum, elements: elements)
  }

  private static func element(_ stream: inout ObjectStream) throws -> StreamerElement? {
    guard case .new(let className, let end, _) = try stream.reference() else { return nil }
    if className != "TStreamerElement" { _ = try stream.beginObject() }
    if className == "TStreamerSTLstring" { _ = try stream.beginObject() }  // by way of TStreamerSTL
    let base = try stream.beginObject()
    let (name, title) = try stream.named()
    let type = Int(try stream.cursor.read(Int32.self))
    try stream.cursor.skip(4)  // size in memory
    let length = Int(try stream.cursor.read(Int32.self))
    let rank = Int(try stream.cursor.read(Int32.self))
    let stored = base.version == 1 ? try stream.cursor.readCount(of: 4) : 5
    let sizes = try (0..<stored).map { _ in Int(try stream.cursor.read(Int32.self)) }
    var element = StreamerElement(
      name: name, title: title, type: type, arrayLength: max(0, length),
      dimensions: Array(sizes.prefix(max(0, rank))), typeName: try stream.cursor.readString())
    try stream.finish(base.end)
    if className == "TStreamerBasicPointer" || className == "TStreamerLoop" {
      try stream.cursor.skip(4)
      element.countName = try stream.cursor.readString()
    }
    try stream.finish(end)
    return element
  }
}
