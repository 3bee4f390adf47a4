import Testing
import WinnowEvaluation
import WinnowReport

@Suite struct ForestDrawingTests {
  /// The plots of a run with one forest.
  private func plots(_ forest: ForestFigures) -> [Plot] {
    var run = SyntheticRun()
    run.methods = ["BDT"]
    var summary = run.summary
    summary.methods[0].figures.forest = forest
    return RunPlots(summary).methods[0].plots
  }

  private static func forest() -> ForestFigures {
    var forest = ForestFigures(
      trees: 2, leaves: 6, depth: 2,
      inputs: [
        .init(name: "a", gain: 0.2, count: 0.5, tmva: 0.1),
        .init(name: "b", gain: 0.8, count: 0.5, tmva: 0.9),
      ],
      dependence: [
        .init(name: "b", values: [1, 2, 3], scores: [-1, 0, 1]),
        .init(name: "a", values: [5], scores: [0.5]),
      ])
    forest.inputs[0].contribution = Measured(0.03, 0.01)
    forest.inputs[1].contribution = .undefined
    return forest
  }

  @Test func eachFigureHasItsPlot() throws {
    let plots = plots(Self.forest())
    let shares = try #require(plots.first { $0.name.hasPrefix("splits-") })
    // Highest gain first, in per cent.
    #expect(shares.panels[0].series.map { $0.rows.map { $0[0] } } == [[80, 20], [50, 50], [90, 10]])
    let dependence = try #require(plots.first { $0.name.hasPrefix("dependence-") })
    #expect(dependence.panels.count == 2 && dependence.panels[0].x.label == "b")
    #expect(dependence.panels[0].series[0].rows == [[1, -1], [2, 0], [3, 1]])
    #expect(dependence.panels[0].y == dependence.panels[1].y)
    let contribution = try #require(plots.first { $0.name.hasPrefix("contribution-") })
    #expect(contribution.panels[0].series[0].rows.count == 1)
  }

  @Test func whatWasNotTakenIsNotDrawn() {
    let bare = ForestFigures(
      trees: 1, leaves: 1, depth: 0, inputs: [.init(name: "a", gain: 0, count: 0, tmva: 0)])
    let names = plots(bare).map(\.name)
    #expect(names.contains { $0.hasPrefix("splits-") })
    for kind in ["contribution-", "dependence-"] {
      #expect(!names.contains { $0.hasPrefix(kind) })
    }
  }
}
