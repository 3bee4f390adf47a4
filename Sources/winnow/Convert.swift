import ArgumentParser
import Foundation
import WinnowAnalysis

struct Convert: Command {
  static let configuration = CommandConfiguration(
    abstract: "Write a table of a ROOT, HDF5, NumPy or CSV file as another file.",
    discussion: """
      The ending of the output decides its format. A column is a name, an expression such as \
      jet_pt[0], or NAME := EXPRESSION; without --columns all columns with one value per row are \
      written.
      """)

  @Argument(help: "FILE or FILE:OBJECT; several files and patterns are joined.")
  var input: [String]

  @Option(name: .shortAndLong, help: "FILE.root, FILE.h5, FILE.npz, FILE.npy or FILE.csv, with :OBJECT.")
  var output: String

  @Option(help: "The columns to write, with commas between them; repeatable.")
  var columns: [String] = []

  @Option(help: "Write the rows where this expression is true.")
  var cut: String?

  @OptionGroup var threads: ThreadOptions

  func execute() throws {
    let conversion = Conversion(
      input: input, output: output, columns: columns.flatMap(Self.parts), cut: cut,
      threads: threads.count)
    try conversion.execute()
  }

  /// Divides at commas outside brackets and backquotes.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var depth = 0, isQuoted = false
    for character in text {
      if character == "`" { isQuoted.toggle() }
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if character == ",", depth == 0, !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
