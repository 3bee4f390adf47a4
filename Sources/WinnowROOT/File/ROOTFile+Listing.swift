import WinnowCore

/// An object of a file, as its directory lists it.
public struct ListedObject: Sendable, Equatable {
  /// Directories and name, joined by “/”.
  public let path: String
  public let className: String
  public let title: String
  public let cycle: Int
  /// Bytes in the file and when uncompressed, of the object itself without baskets or pages.
  public let storedBytes: Int
  public let objectBytes: Int
  /// Whether `table` reads it.
  public let isTable: Bool
}

extension ROOTFile {
  /// All objects in all directories, the newest cycle of each, in the order of the file.
  /// - Throws: where a directory is damaged.
  public func listing() throws -> [ListedObject] {
    var objects: [ListedObject] = []
    var seen: Set<Int> = []
    func visit(_ directory: Directory, depth: Int) throws {
      if depth > 100 { throw image.fault("its directories are nested too deeply") }
      for key in directory.newestKeys {
        if key.isDirectory {
          guard seen.insert(key.seek).inserted else {
            throw image.fault("a directory contains itself", object: key.name)
          }
          try visit(subdirectory(key, in: directory), depth: depth + 1)
          continue
        }
        objects.append(
          ListedObject(
            path: directory.path.isEmpty ? key.name : "\(directory.path)/\(key.name)",
            className: key.className, title: key.title, cycle: key.cycle,
            storedBytes: key.recordSize, objectBytes: key.objectSize, isTable: key.isTable))
      }
    }
    try visit(top, depth: 0)
    return objects
  }
}
