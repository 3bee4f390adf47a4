import WinnowCore

/// A directory of a file: the keys of its objects.
struct Directory: Sendable {
  let path: String
  let keys: [Key]

  /// The directory record at `place` (TDirectory).
  ///
  /// - Reference: ROOT, `io/doc/TFile/tdirectory.md` and `keyslist.md`.
  init(_ image: FileImage, at place: Int, path: String) throws {
    self.path = path
    let what = path.isEmpty ? "the top directory" : "directory “\(path)”"
    do {
      var cursor = try image.cursor(place, atMost: 42, what)
      let version = try cursor.read(Int16.self)
      try cursor.skip(8)  // dates
      let size = Int(try cursor.read(Int32.self))
      try cursor.skip(4)  // size of the names
      let wide = version > 1000
      try cursor.skip(wide ? 16 : 8)  // own place and parent's
      let seek = wide ? try cursor.readOffset64() : Int(try cursor.read(UInt32.self))
      if seek == 0 && !path.isEmpty {
        keys = []  // nothing was ever written into it
      } else if seek == 0 || size <= 0 {
        throw WinnowError(
          .badData, "\(what) has no list of keys: the file was not closed when it was written")
      } else {
        keys = try Self.keys(in: image.cursor(seek, size, "keys of \(what)"))
      }
    } catch let error as WinnowError {
      throw error.located(at: SourceLocation(file: image.path))
    }
  }

  private static func keys(in cursor: Cursor) throws -> [Key] {
    var cursor = cursor
    _ = try Key(&cursor)
    return try (0..<cursor.readCount(of: 26)).map { _ in try Key(&cursor) }
  }

  /// Of keys with one name, the one with the highest cycle; in the order of the file.
  var newestKeys: [Key] {
    var newest: [String: Int] = [:]
    for key in keys { newest[key.name] = max(newest[key.name] ?? key.cycle, key.cycle) }
    return keys.filter { newest[$0.name] == $0.cycle }
  }

  /// The object's key; `name` may end in “;cycle”.
  func key(named name: String) -> Key? {
    let parts = name.split(separator: ";", maxSplits: 1)
    if parts.count == 2, let cycle = Int(parts[1]) {
      return keys.first { $0.name == parts[0] && $0.cycle == cycle }
    }
    return newestKeys.first { $0.name == name }
  }
}
