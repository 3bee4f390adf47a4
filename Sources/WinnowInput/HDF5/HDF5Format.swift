import WinnowCore

/// Hierarchical files: a matrix with names, a dataset of records, or a group of columns.
enum HDF5Format: FileFormat {
  static let name = "HDF5"
  static let extensions = ["h5", "hdf5", "hdf", "he5"]

  /// The signature stands at byte 0, 512, 1024, 2048 …
  static func recognises(_ head: [UInt8]) -> Bool {
    [0, 512, 1024, 2048].contains { head.dropFirst($0).starts(with: signature) }
  }

  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  static func objects(in file: String, options: ReadingOptions) throws -> [any TableSource] {
    try HDF5Explorer(file: file, options: options).tables()
  }

  static func open(
    _ reference: FileReference, options: ReadingOptions
  ) throws -> any TableSource {
    let explorer = try HDF5Explorer(file: reference.file, options: options)
    if let object = reference.object { return try explorer.table(named: object) }
    let tables = try explorer.tables()
    if tables.count == 1 { return tables[0] }
    let names = tables.compactMap(\.location.object)
    let place = SourceLocation(file: reference.file)
    throw names.isEmpty
      ? WinnowError(.badData, "the file holds no table", at: place)
      : WinnowError(
        .badData, "the file holds \(names.count) tables; name one, as in “\(reference.file):"
          + "\(names[0])”; allowed: \(names.joined(separator: ", "))", at: place)
  }
}
