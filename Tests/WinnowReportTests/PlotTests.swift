import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowReport

/// Plots as values, before anything draws them.
@Suite struct PlotTests {
  private let plots = RunPlots(SyntheticRun(eventsPerClass: 300).summary)

  @Test func everyFigureOfTheReportIsThere() {
    let names = Set(plots.all.map(\.name))
    #expect(names.count == plots.all.count)
    let expected = [
      "inputs-1", "inputs-2", "inputs-3", "inputs-separation", "inputs-correlation-1",
      "inputs-correlation-2", "inputs-transformed-1-1", "inputs-transformed-2-correlation-2",
      "response-BDT", "logresponse-BDT", "probability-BDT", "cuts-BDT", "history-BDT",
      "importance-BDT", "correlation-BDT", "roc", "roc-inverse",
    ]
    for name in expected { #expect(names.contains(name), "\(name)") }
    #expect(!names.contains("history-Fisher"), "Fisher has no training history")
    #expect(!names.contains("importance-KNN"), "kNN has no importance")
  }

  @Test func namesThatMeetAsFileNamesArePutApart() {
    var run = SyntheticRun(eventsPerClass: 20)
    run.variables = [("x", nil)]
    run.methods = ["BDT", "log-BDT", "bdt", "BDT!", "BDT-2", "", "…"]
    let names = RunPlots(run.summary).all.map { $0.name.lowercased() }
    #expect(Set(names).count == names.count)
  }

  @Test func legendsAboveTheDataAreClearOfThem() {
    let panels = plots.all.flatMap(\.panels).filter { panel in
      if case .top = panel.legend { true } else { false }
    }
    #expect(panels.count > 20)
    for panel in panels {
      for series in panel.series where !series.title.isEmpty {
        let axis = series.usesRightAxis ? panel.right ?? panel.y : panel.y
        let highest = series.rows.flatMap { $0.dropFirst() }.filter(\.isFinite).max() ?? 0
        #expect(place(highest, on: axis) < 0.78, "\(series.title) of \(panel.x.label)")
      }
    }
  }

  private func place(_ value: Double, on axis: Axis) -> Double {
    let (low, high) = (axis.range.lowerBound, axis.range.upperBound)
    return axis.scale == .linear
      ? (value - low) / (high - low) : log(max(value, low) / low) / log(high / low)
  }

  @Test func responsesShowTestFilledAndTrainingAsPointsWithErrors() throws {
    let plot = try #require(plots.all.first { $0.name == "response-BDT" })
    let panel = plot.panels[0]
    #expect(
      panel.series.map(\.mark) == [
        .filledHistogram, .hatchedHistogram, .points(filled: true), .points(filled: false),
      ])
    for row in panel.series[2].rows { #expect(row[2] < row[1] && row[1] < row[3]) }
    #expect(panel.notes.contains { $0.text.contains("KS test, p: signal 0.310, background 0.470") })
    let area = outlineArea(panel.series[0].rows)
    #expect(abs(area - 1) < 1e-9, "normalised to one")
  }

  private func outlineArea(_ corners: [[Double]]) -> Double {
    zip(corners, corners.dropFirst()).reduce(0) { $0 + ($1.1[0] - $1.0[0]) * $1.0[1] }
  }

  @Test func axesCarryUnits() throws {
    let panel = try #require(plots.all.first { $0.name == "inputs-1" }).panels[0]
    #expect(panel.x.label == "lepton_pt [GeV]")
    #expect(panel.y.label == "(1/N) dN/dx [1/GeV]")
  }

  @Test func methodsDifferInColourAndDash() throws {
    let roc = try #require(plots.all.first { $0.name == "roc" }).panels[0]
    let lines = roc.series.filter { $0.mark == .line }
    #expect(Set(lines.map(\.ink.color)).count == 5 && Set(lines.map(\.ink.dash)).count == 5)
  }

  @Test func theBandOfTheROCCurveCarriesBothErrors() throws {
    var run = SyntheticRun(eventsPerClass: 100)
    run.methods = ["BDT"]
    var summary = run.summary
    // On the straight line ε_B = 2 ε_S the band is √(σ_B² + 4 σ_S²) wide.
    summary.methods[0].figures.roc = ROCCurve(
      cut: [0.9, 0.8, 0.7], signal: [0.1, 0.2, 0.3], background: [0.2, 0.4, 0.6],
      signalError: [0.03, 0.03, 0.03], backgroundError: [0.08, 0.08, 0.08])
    let plot = try #require(RunPlots(summary).all.first { $0.name == "roc" })
    let band = try #require(plot.panels[0].series.first { $0.mark == .band })
    #expect(abs(band.rows[1][1] - (0.6 - 0.1)) < 1e-12 && abs(band.rows[1][2] - 0.7) < 1e-12)
  }

  /// Three points at nearly one signal efficiency once made a needle in the band.
  @Test func theBandOfTheROCCurveHasNoNeedles() throws {
    var run = SyntheticRun(eventsPerClass: 100)
    run.methods = ["BDT"]
    var summary = run.summary
    var curve = ROCCurve(cut: [], signal: [], background: [], signalError: [], backgroundError: [])
    for index in 3..<243 {
      let step = Double(index / 3), part = Double(index % 3)
      curve.cut.append(1 - 0.001 * Double(index))
      curve.signal.append(0.01 * step + 1e-6 * part)
      curve.background.append(0.005 * step + 0.001 * part)
      curve.signalError.append(0.03)
      curve.backgroundError.append(0.02)
    }
    summary.methods[0].figures.roc = curve
    let plot = try #require(RunPlots(summary).all.first { $0.name == "roc" })
    let band = try #require(plot.panels[0].series.first { $0.mark == .band })
    for row in band.rows where row[0] > 0.1 && row[0] < 0.7 {
      #expect(row[2] - row[1] < 0.06 && row[2] - row[1] > 0.04, "\(row)")
    }
  }

  @Test func aLegendThatWouldCoverACurveStandsBeside() throws {
    var run = SyntheticRun(eventsPerClass: 100)
    run.methods = ["BDT"]
    var summary = run.summary
    func legend(_ name: String) throws -> Legend {
      try #require(RunPlots(summary).all.first { $0.name == name }).panels[0].legend
    }
    #expect(try legend("roc") == .bottomLeft)
    let none = (0...200).map { Double($0) / 200 }
    summary.methods[0].figures.roc.signal = none
    summary.methods[0].figures.roc.background = none.map { min(1, 3 * $0) }
    #expect(try legend("roc") == .beside)
  }

  @Test(arguments: [Double.nan, .infinity, 1e300, 1e-300, 0, -5])
  func anyNumberCanBeDrawn(value: Double) {
    var run = SyntheticRun(eventsPerClass: 20)
    run.variables = [("x", nil)]
    run.methods = ["BDT"]
    var summary = run.summary
    summary.methods[0].figures.roc.background = Array(repeating: value, count: 201)
    summary.methods[0].figures.cuts.significance = Array(repeating: value, count: 201)
    summary.methods[0].figures.cuts.cut = Array(repeating: value, count: 201)
    summary.methods[0].figures.probability.response = Array(repeating: value, count: 99)
    summary.methods[0].record.history = [.init(step: 0, trainingLoss: value)]
    summary.methods[0].record.importance = [value]
    summary.inputs.variables[0].separation = Measured(value, value)
    var histogram = Histogram(bins: 2, from: 0, to: 1)
    if value.isFinite { histogram.fill(0.2, weight: value) }
    summary.inputs.variables[0].histograms[0] = histogram
    #expect(RunPlots(summary).all.count > 8)
  }

  @Test func tooManyVariablesAreCutWithAWord() throws {
    var run = SyntheticRun(eventsPerClass: 5)
    run.variables = (0..<75).map { ("x\($0)", nil) }
    run.methods = ["BDT"]
    run.chains = []
    let plots = RunPlots(run.summary)
    let matrix = try #require(plots.all.first { $0.name == "inputs-correlation-1" })
    #expect(matrix.title.contains("the first 60 of 75"))
    let bars = try #require(plots.all.first { $0.name == "inputs-separation" })
    #expect(bars.title.contains("the first 60 of 75") && bars.panels[0].series[0].rows.count == 60)
  }
}
