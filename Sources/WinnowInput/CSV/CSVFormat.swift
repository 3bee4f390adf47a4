import WinnowCore

/// Text tables: fields divided by commas, semicolons, tabs or blanks; plain or gzip-compressed.
enum CSVFormat: FileFormat {
  static let name = "CSV"
  static let extensions = ["csv", "tsv", "txt", "dat", "data", "ascii", "gz"]

  static func recognises(_ head: [UInt8]) -> Bool { head.starts(with: [0x1F, 0x8B]) }

  static func objects(in file: String, options: ReadingOptions) throws -> [any TableSource] {
    [try CSVTable(file: file, options: options)]
  }

  static func open(
    _ reference: FileReference, options: ReadingOptions
  ) throws -> any TableSource {
    if let object = reference.object {
      throw WinnowError(
        .badData, "a CSV file holds one table and no object “\(object)”",
        at: SourceLocation(file: reference.file))
    }
    return try CSVTable(file: reference.file, options: options)
  }
}
