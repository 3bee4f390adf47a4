import Foundation
import WinnowCore

/// The text form of a `RunSummary`: JSON with snake_case keys in sorted order, so that equal runs give
/// equal files. Undefined figures are null.
public enum SummaryCoding {
  /// - Throws: `internal` naming the figure, where a number that must be finite is not.
  public static func encode(_ summary: TaskSummary) throws -> Data {
    switch summary {
    case .classification(let summary): try encode(summary)
    case .multiclass(let summary): try encode(summary)
    case .regression(let summary): try encode(summary)
    }
  }

  /// - Throws: as above.
  public static func encode(_ summary: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(summary) + Data("\n".utf8)
    } catch EncodingError.invalidValue(let value, let context) {
      throw WinnowError(
        .internal, "the figure \(path(context.codingPath)) is \(value), which has no place in JSON")
    }
  }

  /// - Parameter file: the name for messages.
  /// - Throws: `badData` for text that is no summary, lacks a key, or holds arrays that do not fit.
  public static func decode(_ data: Data, file: String = "summary.json") throws -> RunSummary {
    let place = SourceLocation(file: file)
    let summary: RunSummary = try decoded(data, at: place)
    try SummaryValidation.check(summary, at: place)
    return summary
  }

  /// The summary of any task.
  /// - Throws: as `decode`, and `badData` for a task that this version does not know.
  public static func decodeTask(
    _ data: Data, file: String = "summary.json"
  ) throws -> TaskSummary {
    let place = SourceLocation(file: file)
    let header = try header(of: data, decoder, at: place)
    switch header.task {
    case nil: return .classification(try decode(data, file: file))
    case "multiclass":
      let summary: MulticlassSummary = try decoded(data, at: place)
      try SummaryValidation.check(summary, at: place)
      return .multiclass(summary)
    case "regression":
      let summary: RegressionSummary = try decoded(data, at: place)
      try SummaryValidation.check(summary, at: place)
      return .regression(summary)
    case let other?:
      throw WinnowError(.badData, "the summary is of an unknown task “\(other)”", at: place)
    }
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  private static func decoded<Summary: Decodable>(
    _ data: Data, at place: SourceLocation
  ) throws -> Summary {
    let format = try header(of: data, decoder, at: place).format ?? 1
    do {
      return try decoder.decode(Summary.self, from: data)
    } catch let error as DecodingError {
      let newer = format > RunSummary.currentFormat
        ? " (written by a newer version, format \(format))" : ""
      throw WinnowError(.badData, "the summary \(problem(error))\(newer)", at: place)
    }
  }

  private struct Header: Decodable {
    let format: Int?
    let task: String?
  }

  private static func header(
    of data: Data, _ decoder: JSONDecoder, at place: SourceLocation
  ) throws -> Header {
    let header: Header
    do {
      header = try decoder.decode(Header.self, from: data)
    } catch {
      throw WinnowError(.badData, "is no summary of a run: not a JSON object", at: place)
    }
    guard let format = header.format else {
      throw WinnowError(.badData, "is no summary of a run: the key “format” is missing", at: place)
    }
    guard format >= 1 else {
      throw WinnowError(
        .badData, "has format \(format); formats start at 1, this version writes "
          + "\(RunSummary.currentFormat)", at: place)
    }
    return header
  }

  private static func problem(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "lacks the key \(path(context.codingPath + [key]))"
    case .typeMismatch(_, let context):
      "has something of another type at \(path(context.codingPath))"
    case .valueNotFound(_, let context):
      "has nothing at \(path(context.codingPath))"
    case .dataCorrupted(let context):
      "cannot be read at \(path(context.codingPath)): \(context.debugDescription)"
    @unknown default: "cannot be read"
    }
  }

  /// `methods[0].roc.signal_error`, as in the file.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { text, key in
      if let index = key.intValue { return text + "[\(index)]" }
      return text + (text.isEmpty ? "" : ".") + snakeCase(key.stringValue)
    }
  }

  private static func snakeCase(_ key: String) -> String {
    key.reduce("") { $0 + ($1.isUppercase ? "_" + $1.lowercased() : String($1)) }
  }
}
