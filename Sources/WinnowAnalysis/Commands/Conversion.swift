import Foundation
import Logging
import WinnowCore
import WinnowExpressions
import WinnowInput

/// `winnow convert`: a table of one file as another file, in the format of the new name's ending.
///
/// Without chosen columns all that hold one value per row are written, and what is left out is told.
/// Numbers of 32 bits and less stay so where they are real; whole numbers take 64 bits.
public struct Conversion: Sendable {
  public let input: [String]
  public let output: String
  /// Columns, expressions or `name := expression`; empty means all.
  public let columns: [String]
  public let cut: String?
  public let threads: Int

  public init(input: [String], output: String, columns: [String], cut: String?, threads: Int) {
    self.input = input
    self.output = output
    self.columns = columns
    self.cut = cut
    self.threads = threads
  }

  /// - Throws: as loading and writing do.
  public func execute() throws {
    let console = Console(log: Logger(label: "winnow") { _ in SwiftLogNoOpLogHandler() })
    let destination = FileReference(parsing: output)
    let namesTables = try TableFiles.namesTables(destination.file)
    let files = try FileSet(patterns: input).files
    let options = ReadingOptions(threads: threads)
    let table = try FileFormats.open(files[0], options: options)
    var request = SampleRequest(sources: [.init(files)], features: [])
    request.options = options
    request.cut = try cut.map { try Expression(parsing: $0) }
    request.spectators = try chosen(from: table, console)
    let sample = try load(request).sample
    let columns = sample.spectators.map { Self.column($0, of: table) }
    let object = destination.object ?? (namesTables ? Self.name(of: table) : nil)
    try writeTable(columns, to: FileReference(file: destination.file, object: object))
    console.say("\(sample.count) rows of \(columns.count) columns written to \(destination)")
  }

  private func chosen(
    from table: any TableSource, _ console: Console
  ) throws -> [NamedExpression] {
    if !columns.isEmpty { return try columns.map { try NamedExpression(parsing: $0) } }
    let plain = table.columns.filter { $0.type.isNumeric || $0.type == .text }
    let others = table.columns.filter { !plain.contains($0) }
    if plain.isEmpty {
      throw WinnowError(.badData, "no column holds one value per row", at: table.location)
    }
    if !others.isEmpty {
      console.warn(
        "left out, since they do not hold one value per row: "
          + others.map { "\($0.name) (\($0.type))" }.joined(separator: ", ")
          + "; --columns takes elements, as in “\(others[0].name)[0]”")
    }
    return plain.map { NamedExpression(column: $0.name) }
  }

  /// A real column of the table that has 32 bits or less is written with 32.
  private static func column(_ spectator: Spectator, of table: any TableSource) -> OutputColumn {
    let stored = table.columns.first { $0.name == spectator.name }
    guard case .real(let values) = spectator.values, case .float(let bits)? = stored?.type, bits <= 32
    else { return OutputColumn(spectator) }
    return OutputColumn(spectator.name, values.map { Float($0) })
  }

  /// The last part of the object's name, where it has one.
  private static func name(of table: any TableSource) -> String? {
    table.location.object?.split(separator: "/").last.map(String.init)
  }
}
