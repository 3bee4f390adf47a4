import Foundation
import WinnowCore

/// A kind of file that tables are read from. A new one is a folder and one line in `FileFormats`.
public protocol FileFormat: Sendable {
  /// As messages name it.
  static var name: String { get }
  /// Without the dot, in lower case; the last one of `a.csv.gz` is `gz`.
  static var extensions: [String] { get }

  /// Whether the file's first bytes are those of this format.
  static func recognises(_ head: [UInt8]) -> Bool

  /// The tables in a file.
  static func objects(in file: String, options: ReadingOptions) throws -> [any TableSource]

  /// One table. Without a name the only one is taken.
  /// - Throws: `badData` with the candidates where the name does not decide.
  static func open(_ reference: FileReference, options: ReadingOptions) throws -> any TableSource
}

/// How files are to be read, where they do not tell themselves.
public struct ReadingOptions: Sendable, Hashable {
  public var csv: CSVOptions
  /// Column names for a table that has none, such as a two-dimensional dataset.
  public var names: [String]?
  /// How many threads decompress.
  public var threads: Int

  public init(csv: CSVOptions = CSVOptions(), names: [String]? = nil, threads: Int = 1) {
    self.csv = csv
    self.names = names
    self.threads = threads
  }
}

/// The formats there are.
public enum FileFormats {
  static let all: [any FileFormat.Type] = [
    HDF5Format.self, ROOTFormat.self, NumPyFormat.self, CSVFormat.self,
  ]

  /// Opens a table, choosing the format by content and then by extension.
  ///
  /// - Throws: `noInput` for a file that is missing, unreadable or a directory; `badData` for content
  ///   that no format fits.
  public static func open(
    _ reference: FileReference, options: ReadingOptions = ReadingOptions()
  ) throws -> any TableSource {
    try format(of: reference.file).open(reference, options: options)
  }

  /// The tables of a file.
  public static func objects(
    in file: String, options: ReadingOptions = ReadingOptions()
  ) throws -> [any TableSource] {
    try format(of: file).objects(in: file, options: options)
  }

  static func format(of file: String) throws -> any FileFormat.Type {
    let head = try self.head(of: file)
    if let format = all.first(where: { $0.recognises(head) }) { return format }
    let place = SourceLocation(file: file)
    if head.isEmpty { throw WinnowError(.badData, "the file is empty", at: place) }
    if let stranger = foreign.first(where: { head.starts(with: $0.key) }) {
      throw WinnowError(.badData, "is a \(stranger.value) file\(readable)", at: place)
    }
    let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = all.first(where: { $0.extensions.contains(ending) }) else {
      throw WinnowError(.badData, "the content is of no known format\(readable)", at: place)
    }
    return format
  }

  private static let foreign: KeyValuePairs<[UInt8], String> = [
    Array("PAR1".utf8): "Parquet", Array("CDF".utf8): "NetCDF", Array("BZh".utf8): "bzip2",
    [0xFD] + Array("7zXZ".utf8): "xz", [0x28, 0xB5, 0x2F, 0xFD]: "zstd",
  ]

  private static var readable: String {
    "; formats that are read: " + all.map { $0.name }.joined(separator: ", ")
  }

  private static func head(of file: String) throws -> [UInt8] {
    let place = SourceLocation(file: file)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw WinnowError(.noInput, "the file does not exist", at: place)
    }
    if isDirectory.boolValue { throw WinnowError(.noInput, "is a directory, not a file", at: place) }
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw WinnowError(.noInput, "the file cannot be opened for reading", at: place)
    }
    defer { try? handle.close() }
    do {
      return Array(try handle.read(upToCount: 4096) ?? Data())
    } catch {
      throw WinnowError(.inputOutput, "the file cannot be read", at: place)
    }
  }
}
