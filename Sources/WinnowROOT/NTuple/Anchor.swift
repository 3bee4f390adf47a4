import WinnowCore
import WinnowKernels

/// The object in a directory that says where an ntuple's header and footer are.
///
/// - Reference: RNTuple specification, “Anchor schema”.
struct Anchor: Sendable {
  let version: [Int]
  let header: Locator
  let headerSize: Int
  let footer: Locator
  let footerSize: Int

  init(_ key: Key, in image: FileImage) throws {
    let bytes = [UInt8](try key.object(in: image))
    var cursor = Cursor(bytes, what: "anchor of the ntuple")
    try cursor.skip(6)  // byte count and version of the class
    let start = cursor.position
    version = try (0..<4).map { _ in Int(try cursor.read(UInt16.self)) }
    guard version[0] == 1 else {
      throw WinnowError(
        .badData,
        "is an RNTuple of version \(version.map(String.init).joined(separator: ".")); 1.x is known")
    }
    func block() throws -> (Locator, Int) {
      let offset = try cursor.readOffset64(), size = try cursor.readOffset64()
      return (Locator(offset: offset, size: size), try cursor.readOffset64())
    }
    (header, headerSize) = try block()
    (footer, footerSize) = try block()
    try cursor.skip(8)  // the largest key
    // The checksum stands at the end, behind fields that later versions may append.
    let end = bytes.count - 8
    guard end >= cursor.position else { throw cursor.fault("the anchor is too short") }
    var last = Cursor(bytes, from: end, what: "anchor of the ntuple")
    guard try last.read(UInt64.self) == xxHash3(bytes.span.extracting(start..<end)) else {
      throw WinnowError(.badData, "the anchor's checksum is wrong")
    }
  }
}
