import Foundation
import WinnowCore

extension ROOTFile {
  /// A table with the friends that it names, where it is a tree that names any.
  ///
  /// Friends' files are looked for as named, and beside this file.
  /// - Throws: where a friend is missing, damaged, or has fewer entries.
  public func tableWithFriends(_ path: String) throws -> any EventTable {
    let table = try table(path)
    guard let tree = table as? Tree, !tree.friends.isEmpty else { return table }
    let friends = try tree.friends.map { friend in
      (name: friend.alias, table: try file(of: friend).table(friend.treeName))
    }
    return try FriendedTable(table, friends: friends)
  }

  private func file(of friend: FriendTree) throws -> ROOTFile {
    if friend.fileName.isEmpty { return self }
    let folder = (path as NSString).deletingLastPathComponent
    let beside = (folder as NSString).appendingPathComponent(friend.fileName)
    return try ROOTFile(
      FileManager.default.fileExists(atPath: friend.fileName) ? friend.fileName : beside)
  }
}
