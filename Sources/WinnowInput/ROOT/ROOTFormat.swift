import WinnowCore
import WinnowROOT

/// ROOT files: trees and ntuples, `file.root:tree` or `file.root:directory/tree`.
enum ROOTFormat: FileFormat {
  static let name = "ROOT"
  static let extensions = ["root"]

  static func recognises(_ head: [UInt8]) -> Bool { head.starts(with: Array("root".utf8)) }

  static func objects(in file: String, options: ReadingOptions) throws -> [any TableSource] {
    let content = try ROOTFile(file)
    return try content.listing().filter(\.isTable).map {
      ROOTTable(try content.tableWithFriends($0.path), threads: options.threads)
    }
  }

  static func open(
    _ reference: FileReference, options: ReadingOptions
  ) throws -> any TableSource {
    let content = try ROOTFile(reference.file)
    let path = try reference.object ?? onlyTable(of: content)
    return ROOTTable(try content.tableWithFriends(path), threads: options.threads)
  }

  private static func onlyTable(of file: ROOTFile) throws -> String {
    let tables = try file.listing().filter(\.isTable).map(\.path)
    if tables.count == 1 { return tables[0] }
    let place = SourceLocation(file: file.path)
    throw tables.isEmpty
      ? WinnowError(.badData, "the file holds no tree and no ntuple", at: place)
      : WinnowError(
        .badData, "the file holds \(tables.count) trees; name one, as in “\(file.path):\(tables[0])”; "
          + "allowed: \(tables.joined(separator: ", "))", at: place)
  }
}
