import Foundation
import WinnowCore

/// NumPy's arrays: one in an `.npy` file, several in an `.npz` archive, `file.npz:array`.
///
/// Of an archive without a name, the only array is taken, or all arrays as the columns of one table
/// where they have one length and at most two dimensions; this table is named `/`.
enum NumPyFormat: FileFormat {
  static let name = "NumPy"
  static let extensions = ["npy", "npz"]

  static func recognises(_ head: [UInt8]) -> Bool {
    head.starts(with: NumPyArray.magic) || head.starts(with: ZipArchive.magic)
  }

  static func objects(in file: String, options: ReadingOptions) throws -> [any TableSource] {
    let content = try bytes(of: file)
    guard isArchive(content) else { return [try single(content, file, options)] }
    let arrays = try arrays(in: content, file)
    let joined = try together(arrays, file)
    let alone = arrays.filter { joined == nil || $0.array.isRecord || $0.array.shape.count > 1 }
    return (joined.map { [$0] } ?? []) + alone.compactMap { try? table($0, file, options) }
  }

  static func open(
    _ reference: FileReference, options: ReadingOptions
  ) throws -> any TableSource {
    let file = reference.file
    let content = try bytes(of: file)
    guard isArchive(content) else {
      if let object = reference.object {
        throw WinnowError(
          .badData, "an .npy file holds one array and no object “\(object)”",
          at: SourceLocation(file: file))
      }
      return try single(content, file, options)
    }
    let arrays = try arrays(in: content, file)
    if let name = reference.object, name != "/" { return try named(name, of: arrays, file, options) }
    if reference.object == nil, arrays.count == 1 { return try table(arrays[0], file, options) }
    if let joined = try together(arrays, file) { return joined }
    throw WinnowError(
      .badData, "the arrays are no one table; name one, as in “\(file):\(arrays[0].name)”; allowed: "
        + arrays.map(\.name).joined(separator: ", "), at: SourceLocation(file: file))
  }

  private typealias NamedArray = (name: String, array: NumPyArray)

  private static func named(
    _ name: String, of arrays: [NamedArray], _ file: String, _ options: ReadingOptions
  ) throws -> NumPyTable {
    guard let found = arrays.first(where: { $0.name == name }) else {
      throw WinnowError(
        .badData, "there is no array “\(name)”" + Spelling.hint(for: name, in: arrays.map(\.name)),
        at: SourceLocation(file: file))
    }
    return try table(found, file, options)
  }

  private static func bytes(of file: String) throws -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: file), options: .mappedIfSafe)
    } catch {
      throw WinnowError(.inputOutput, "the file cannot be read", at: SourceLocation(file: file))
    }
  }

  private static func isArchive(_ content: Data) -> Bool {
    content.starts(with: ZipArchive.magic)
  }

  private static func single(
    _ content: Data, _ file: String, _ options: ReadingOptions
  ) throws -> NumPyTable {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let place = SourceLocation(file: file)
    do {
      return try NumPyTable(NumPyArray(content), name: name, given: options.names, at: place)
    } catch let error as WinnowError {
      throw error.located(at: place)
    }
  }

  private static func arrays(in content: Data, _ file: String) throws -> [NamedArray] {
    var place = SourceLocation(file: file)
    do {
      let archive = try ZipArchive(content)
      let entries = archive.entries.filter { $0.name.hasSuffix(".npy") }
      if entries.isEmpty { throw WinnowError(.badData, "the archive holds no arrays") }
      return try entries.map { entry in
        place.object = String(entry.name.dropLast(4))
        return (String(entry.name.dropLast(4)), try NumPyArray(archive.bytes(of: entry)))
      }
    } catch let error as WinnowError {
      throw error.located(at: place)
    }
  }

  private static func table(
    _ named: NamedArray, _ file: String, _ options: ReadingOptions
  ) throws -> NumPyTable {
    try NumPyTable(
      named.array, name: named.name, given: options.names,
      at: SourceLocation(file: file, object: named.name))
  }

  /// nil where lengths differ or an array has records or other shapes.
  private static func together(_ arrays: [NamedArray], _ file: String) throws -> NumPyTable? {
    let fits = arrays.allSatisfy { _, array in
      !array.isRecord && (1...2).contains(array.shape.count) && array.shape[0] == arrays[0].array.shape[0]
        && array.shape.dropFirst().allSatisfy { $0 > 0 }
    }
    return fits ? try NumPyTable(arrays, at: SourceLocation(file: file, object: "/")) : nil
  }
}
