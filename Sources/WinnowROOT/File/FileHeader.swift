import WinnowCore

/// The first bytes of a ROOT file.
///
/// - Reference: ROOT, `io/doc/TFile/header.md`.
struct FileHeader: Sendable {
  /// ROOT's version that wrote the file, e.g. 62004 for 6.20/04.
  let version: Int
  let begin: Int
  let end: Int
  let namesSize: Int
  let compression: Int
  let streamerSeek: Int
  let streamerSize: Int

  init(_ image: FileImage) throws {
    var cursor = try image.cursor(0, atMost: 100, "file header")
    guard cursor.left >= 4, try cursor.readBytes(4).elementsEqual("root".utf8) else {
      throw image.fault("is no ROOT file: it does not begin with “root”")
    }
    do {
      let version = Int(try cursor.read(Int32.self))
      let wide = version >= 1_000_000
      begin = Int(try cursor.read(Int32.self))
      func place() throws -> Int {
        wide ? try cursor.readOffset64() : Int(try cursor.read(UInt32.self))
      }
      end = try place()
      _ = try place()  // free segments
      try cursor.skip(8)  // their size and number
      namesSize = Int(try cursor.read(Int32.self))
      try cursor.skip(1)  // bytes of a file pointer
      compression = Int(try cursor.read(Int32.self))
      streamerSeek = try place()
      streamerSize = Int(try cursor.read(Int32.self))
      self.version = version % 1_000_000
    } catch let error as WinnowError {
      throw error.located(at: SourceLocation(file: image.path))
    }
    if end > image.count {
      throw image.fault("is truncated: \(image.count) bytes of \(end) are there")
    }
    if begin < 50 || namesSize < 0 { throw image.fault("the file header is damaged") }
  }
}
