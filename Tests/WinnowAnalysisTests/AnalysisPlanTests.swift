import Foundation
import Testing
import WinnowAnalysis
import WinnowCore

@Suite struct AnalysisPlanTests {
  private static let folder = URL(fileURLWithPath: "/somewhere")

  private func plan(_ text: String) throws -> AnalysisPlan {
    try AnalysisPlan(
      reading: YAMLReader.read(text: text, name: "a.yaml"), directory: Self.folder)
  }

  private static let inputs = [
    "{file: d.csv, label: class, signal: [s, 1], background: b, events: 10, csv: {delimiter: tab}}",
    "{signal: 's.h5:x', background: {files: [b1.h5, 'b*.h5'], weight: w * 2, cut: x > 1}}",
    "{train: {file: a.csv}, test: {file: b.csv}, label: c, signal: s, background: b}",
  ]

  private static let splits = [
    "{mode: random, test: 0.3, seed: 5}", "{mode: alternate}", "{mode: block, train: 5, test: 3}",
    "{mode: column, column: part, train: 0, test: 1}", "{mode: folds, folds: 3, by: id}",
  ]

  /// The copy in a run folder must run, and be its own copy.
  @Test(arguments: Catalog.methods.map(\.identifier))
  func theResolvedCopyIsAFixedPoint(_ method: String) throws {
    for (index, input) in Self.inputs.enumerated() {
      for split in index == 2 ? ["{}"] : Self.splits {
        let text = """
          name: t
          input: \(input)
          variables: [x, "z := x * y", {name: u, title: momentum, unit: GeV}]
          spectators: [id, "half := x / 2"]
          weight: w
          cut: x > 0
          missing: drop
          \(index == 2 ? "" : "split: \(split)")
          transforms: [gauss, {decorrelate: {class: signal}}]
          methods: {\(method): {}, "another one": {method: \(method), transforms: []}}
          evaluation: {signal_fraction: 0.2}
          """
        let resolved = try YAMLWriter.text(plan(text).resolved())
        #expect(try YAMLWriter.text(plan(resolved).resolved()) == resolved)
      }
    }
  }

  @Test func pathsAreRelativeToTheFile() throws {
    let text = """
      name: t
      input: {signal: ../s.h5, background: /b.h5}
      variables: [x]
      methods: {Fisher: {}}
      """
    let resolved = try plan(text).resolved()
    let signal = try resolved["input"]?["signal"]?["files"]?.list().first?.text()
    #expect(signal == "/somewhere/../s.h5")
    let background = try resolved["input"]?["background"]?["files"]?.list().first?.text()
    #expect(background == "/b.h5")
  }

  @Test(arguments: ["weight", "class", "a/b", "."])
  func namesThatTheScoresFileCannotHoldAreRefused(_ name: String) {
    let error = #expect(throws: WinnowError.self) {
      try plan(
        """
        name: t
        input: {signal: s.h5, background: b.h5}
        variables: [x]
        methods: {"\(name)": {method: Fisher}}
        """)
    }
    #expect(error?.kind == .badConfiguration && error?.location?.line == 4)
  }

  @Test(arguments: ["[weight]", "[id, id]", "[Fisher]", "['Fisher_probability := x']"])
  func spectatorsThatWouldHideAColumnAreRefused(_ spectators: String) {
    let error = #expect(throws: WinnowError.self) {
      try plan(
        """
        name: t
        input: {signal: s.h5, background: b.h5}
        variables: [x]
        spectators: \(spectators)
        methods: {Fisher: {}}
        """)
    }
    #expect(error?.kind == .badConfiguration)
  }
}
