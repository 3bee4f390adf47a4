/// An error that a user or a file caused, told for people: what, where, what is allowed.
public struct WinnowError: Error, Sendable, Equatable {
  /// What kind of fault it is; decides the exit code of the program.
  public enum Kind: Int32, Sendable {
    case usage = 64
    case badData = 65
    case noInput = 66
    case `internal` = 70
    case cannotCreate = 73
    case inputOutput = 74
    case badConfiguration = 78
    case interrupted = 130

    /// The exit code, after BSD's sysexits.
    public var exitCode: Int32 { rawValue }
  }

  public let kind: Kind
  public let message: String
  public let location: SourceLocation?

  public init(_ kind: Kind, _ message: String, at location: SourceLocation? = nil) {
    self.kind = kind
    self.message = message
    self.location = location
  }

  /// The same error with a place, unless it already has a more precise one.
  public func located(at location: SourceLocation?) -> WinnowError {
    self.location == nil ? WinnowError(kind, message, at: location) : self
  }
}

extension WinnowError: CustomStringConvertible {
  public var description: String {
    guard let location else { return message }
    return "\(location): \(message)"
  }
}

/// A place in a user's file. Lines, columns and rows count from 1; what is unknown is nil.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  public var file: String
  /// The dataset, tree or branch inside the file.
  public var object: String?
  public var line: Int?
  public var column: Int?
  /// The event (data row), counted from 1 without header lines.
  public var row: Int?
  /// The name of the data column.
  public var field: String?

  public init(
    file: String, object: String? = nil, line: Int? = nil, column: Int? = nil, row: Int? = nil,
    field: String? = nil
  ) {
    self.file = file
    self.object = object
    self.line = line
    self.column = column
    self.row = row
    self.field = field
  }

  public var description: String {
    var text = file
    if let object { text += ":\(object)" }
    if let line { text += ":\(line)" }
    if let column { text += ":\(column)" }
    let inside = [row.map { "row \($0)" }, field.map { "column “\($0)”" }].compactMap { $0 }
    return inside.isEmpty ? text : text + " (" + inside.joined(separator: ", ") + ")"
  }
}
