import Foundation
import WinnowCore

/// A file and, where it holds several tables, the object in it: `file.h5:group/dataset`.
public struct FileReference: Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// nil where none is named.
  public let object: String?

  public init(file: String, object: String? = nil) {
    self.file = file
    self.object = object
  }

  /// Splits `file:object`.
  ///
  /// A colon that belongs to the name of a file that exists is left alone; otherwise the last colon
  /// behind which no directory separator would end the file's name divides.
  public init(parsing text: String) {
    if FileManager.default.fileExists(atPath: text) {
      self.init(file: text)
      return
    }
    let colons = text.indices.filter { text[$0] == ":" }
    let existing = colons.last { FileManager.default.fileExists(atPath: String(text[..<$0])) }
    guard let colon = existing ?? colons.first(where: { text[..<$0].contains(".") }) ?? colons.last,
      colon != text.startIndex
    else {
      self.init(file: text)
      return
    }
    let object = text[text.index(after: colon)...]
    self.init(file: String(text[..<colon]), object: object.isEmpty ? nil : String(object))
  }

  public var description: String { object.map { "\(file):\($0)" } ?? file }
  public var location: SourceLocation { SourceLocation(file: file, object: object) }
}
