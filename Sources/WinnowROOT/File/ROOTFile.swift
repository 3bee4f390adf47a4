import Foundation
import WinnowCore

/// A ROOT file, open for reading.
///
/// ```swift
/// let file = try ROOTFile("data.root")
/// let table = try file.table("dir/Events")
/// let pt = try table.read("jet_pt", team: ThreadTeam(threads: 2))
/// ```
/// The file is mapped into memory; what is read is what the wanted entries need.
/// - Reference: ROOT, `io/doc/TFile`; RNTuple Binary Format Specification 1.0.
public struct ROOTFile: Sendable {
  public let path: String
  /// ROOT's version that wrote the file: 62004 is 6.20/04.
  public let version: Int
  /// The compression that new objects of the file get.
  public let compression: Compression

  let image: FileImage
  let top: Directory
  let streamers: StreamerTable

  /// - Throws: where there is no file, it is no ROOT file, or its frame is damaged.
  public init(_ path: String) throws {
    try self.init(image: FileImage(path: path))
  }

  /// A file whose bytes are in memory.
  public init(name: String, bytes: Data) throws {
    try self.init(image: FileImage(path: name, data: bytes))
  }

  private init(image: FileImage) throws {
    let header = try FileHeader(image)
    self.image = image
    path = image.path
    version = header.version
    compression = Compression(setting: max(0, header.compression))
    top = try Directory(image, at: header.begin + header.namesSize, path: "")
    streamers = try Self.streamers(header, image)
  }

  private static func streamers(_ header: FileHeader, _ image: FileImage) throws -> StreamerTable {
    if header.streamerSeek == 0 || header.streamerSize <= 0 { return StreamerTable() }
    do {
      var cursor = try image.cursor(header.streamerSeek, atMost: 1200, "the list of classes")
      var key = try Key(&cursor)
      key.seek = header.streamerSeek
      let list = Cursor([UInt8](try key.object(in: image)), what: "the list of classes")
      return try StreamerTable(reading: list, keySize: key.keySize)
    } catch let error as WinnowError {
      throw error.located(at: SourceLocation(file: image.path))
    }
  }

  /// The tree or ntuple of a path, e.g. `Events`, `dir/tree`, `tree;2`.
  /// - Throws: where there is none, with what there is; where it is damaged.
  public func table(_ path: String) throws -> any EventTable {
    let (key, directory) = try find(path)
    return try table(key, path: directory.path.isEmpty ? key.name : "\(directory.path)/\(key.name)")
  }

  func table(_ key: Key, path: String) throws -> any EventTable {
    if key.isTree { return try Tree(key, path: path, image: image, streamers: streamers) }
    if key.isNTuple { return try NTuple(key, path: path, image: image) }
    throw WinnowError(
      .badData, "is a \(key.className), neither a tree nor an ntuple",
      at: SourceLocation(file: self.path, object: path))
  }

  private func find(_ path: String) throws -> (Key, Directory) {
    var directory = top
    let parts = path.split(separator: "/").map(String.init)
    for part in parts.dropLast() {
      guard let key = directory.key(named: part), key.isDirectory else {
        throw missing(part, in: directory)
      }
      directory = try subdirectory(key, in: directory)
    }
    guard let last = parts.last else {
      throw WinnowError(.badData, "the name of an object is empty", at: SourceLocation(file: self.path))
    }
    guard let key = directory.key(named: last) else { throw missing(last, in: directory) }
    return (key, directory)
  }

  private func missing(_ name: String, in directory: Directory) -> WinnowError {
    let place = directory.path.isEmpty ? "" : " in directory “\(directory.path)”"
    let hint = Spelling.hint(for: name, in: directory.newestKeys.map(\.name))
    return WinnowError(
      .badData, "there is no “\(name)”\(place)\(hint)", at: SourceLocation(file: path))
  }

  func subdirectory(_ key: Key, in directory: Directory) throws -> Directory {
    try Directory(
      image, at: key.seek + key.keySize,
      path: directory.path.isEmpty ? key.name : "\(directory.path)/\(key.name)")
  }
}

extension Key {
  var isDirectory: Bool { className == "TDirectory" || className == "TDirectoryFile" }
  var isTable: Bool { isTree || isNTuple }
  var isNTuple: Bool { className == "ROOT::RNTuple" }
  var isTree: Bool { ["TTree", "TNtuple", "TNtupleD"].contains(className) }
}
