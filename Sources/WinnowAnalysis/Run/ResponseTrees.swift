import Foundation
import WinnowCore
import WinnowInput

/// `scores.root`: the events of a run with all responses, under TMVA's names, for macros that read its
/// output file.
///
/// Trees `TestTree` and `TrainTree` with branches, in this order: `classID` (Int_t; class 0 is the
/// signal), `className`, input variables, targets, spectators in their own types, `weight` and a
/// Float_t per response. Entries stand in the order of `scores.h5`.
/// - Reference: TMVA 4.2.1, DataSet::GetTree.
struct ResponseTrees {
  /// Of one sample: a column per method, or several.
  typealias Responses = [(name: String, values: [Float])]

  private var tables: [OutputTable] = []

  mutating func add(_ name: String, _ sample: Sample, _ responses: Responses) {
    var columns = Self.truth(sample)
    columns += zip(sample.schema.names, sample.columns).map { OutputColumn($0, $1) }
    if case .targets(let names, let values) = sample.truth {
      columns += zip(names, values).map { OutputColumn($0, $1) }
    }
    columns += sample.spectators.map { OutputColumn($0) }
    columns.append(OutputColumn("weight", sample.weights.map { Float($0) }))
    columns += responses.map { OutputColumn($0.name, $0.values) }
    let names = Self.branchNames(columns.map(\.name))
    tables.append(OutputTable(name, zip(names, columns).map { OutputColumn($0, $1.values) }))
  }

  /// - Throws: `cannotCreate`, `inputOutput`.
  func write(to path: String) throws { try writeTables(tables, to: path) }

  private static func truth(_ sample: Sample) -> [OutputColumn] {
    guard let labels = sample.labels else { return [] }
    // TMVA's classes are called Signal and Background.
    let names = sample.classNames.map { ["signal", "background"].contains($0) ? $0.capitalized : $0 }
    return [
      OutputColumn("classID", .byte(labels)),
      OutputColumn("className", .text(labels.map { names[Int($0)] })),
    ]
  }

  /// Names that ROOT's expressions understand, each once: `a*b` becomes `a_T_b` as in TMVA, and a
  /// second `weight` becomes `weight_2`.
  /// - Reference: TMVA 4.2.1, Tools::ReplaceRegularExpressions.
  static func branchNames(_ names: [String]) -> [String] {
    let operators: [Character: String] = ["*": "_T_", "/": "_D_", "+": "_P_", "-": "_M_"]
    var taken: Set<String> = []
    return names.map { name in
      var safe = name.map { letter in
        let isPlain = letter.isASCII && (letter.isLetter || letter.isNumber || letter == "_")
        return isPlain ? String(letter) : operators[letter] ?? "_"
      }.joined()
      if safe.first?.isNumber ?? true { safe = "_" + safe }
      var unique = safe
      var number = 2
      while !taken.insert(unique).inserted {
        unique = "\(safe)_\(number)"
        number += 1
      }
      return unique
    }
  }
}
