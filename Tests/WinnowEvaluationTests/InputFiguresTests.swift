import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct InputFiguresTests {
  let reference: Reference

  init() throws { reference = try Reference() }

  /// The test events of the fixture with the variables x and z.
  func sample(weights: String) -> Sample {
    Samples.literal(
      ["x": reference.column("x").map(Float.init), "z": reference.column("z").map(Float.init)],
      weights: reference.column(weights),
      labels: reference.column("label").map { $0 == 1 ? 0 : 1 })
  }

  @Test(arguments: weightKinds)
  func momentsAndCorrelationsAgreeWithNumPy(weights: String) throws {
    let figures = try InputFigures(sample(weights: weights))
    #expect(figures.variables.map(\.name) == ["x", "z"])
    for (index, name) in ["signal", "background"].enumerated() {
      let x = figures.variables[0].classes[index]
      #expect(x.name == name)
      #expect(isClose(x.mean.value, reference.list(weights, "mean_x")[index], relative: 1e-10))
      #expect(isClose(x.rms, reference.list(weights, "rms_x")[index], relative: 1e-10))
      let matrix = figures.correlations[index]
      #expect(matrix.name == name)
      let expected = reference.list(weights, "correlation_xz")[index]
      #expect(isClose(matrix.values[0][1], expected, relative: 1e-10))
      #expect(matrix.values[0][1] == matrix.values[1][0])
      #expect(matrix.values[1][1] == 1)
    }
  }

  @Test(arguments: weightKinds)
  func correlationsWithTheResponseAgreeWithNumPy(weights: String) throws {
    let test = try reference.scored("b", weights: weights)
    let figures = try MethodFigures(
      test: test, train: test, inputs: sample(weights: weights))
    let expected = reference.list(weights, "correlation_xb")
    #expect(figures.correlations.map(\.variable) == ["x", "z"])
    #expect(isClose(figures.correlations[0].signal, expected[0], relative: 1e-9))
    #expect(isClose(figures.correlations[0].background, expected[1], relative: 1e-9))
  }

  @Test func rangesAndHistogramsHoldAllEvents() throws {
    let sample = sample(weights: "positive")
    for (variable, column) in zip(try InputFigures(sample).variables, sample.columns) {
      for (index, histogram) in variable.histograms.enumerated() {
        let rows = sample.rows(ofClass: index)
        let all = rows.reduce(0) { $0 + sample.weights[$1] }
        #expect(isClose(histogram.sum + histogram.underflow + histogram.overflow, all))
        #expect(variable.classes[index].minimum == rows.map { Double(column[$0]) }.min())
        #expect(variable.classes[index].maximum == rows.map { Double(column[$0]) }.max())
        #expect(histogram.edges == variable.histograms[0].edges)
        #expect((20...41).contains(histogram.count))
      }
    }
  }

  @Test func histogramsAgreeWithFillingOneByOne() throws {
    let sample = sample(weights: "signed")
    let shown = try InputFigures(sample).variables[1].histograms[0]
    var plain = Histogram(edges: shown.edges)
    for row in sample.rows(ofClass: 0) {
      plain.fill(Double(sample.columns[1][row]), weight: sample.weights[row])
    }
    #expect(isClose(shown.contents, plain.contents, absolute: 1e-12))
    #expect(isClose(shown.squares, plain.squares, absolute: 1e-12))
    #expect(isClose(shown.overflow, plain.overflow))
  }

  @Test func farOutliersGoToTheFlowBins() throws {
    var column = (0..<2000).map { Float($0 % 100) / 10 }
    column[5] = 1e6
    let sample = Samples.literal(["x": column], labels: (0..<2000).map { UInt8($0 % 2) })
    let x = try InputFigures(sample).variables[0]
    #expect(x.histograms[0].edges.last.map { $0 < 20 } == true)
    #expect(x.histograms[1].overflow == 1)
    #expect(x.classes[1].maximum == 1e6)
  }

  @Test func wholeNumbersGetBinsAroundThem() throws {
    let column = (0..<600).map { Float($0 % 6) }
    let sample = Samples.literal(["njets": column], labels: (0..<600).map { UInt8($0 % 2) })
    let njets = try InputFigures(sample).variables[0]
    #expect(njets.histograms[0].edges == [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5])
    #expect(njets.histograms[0].contents == [100, 0, 100, 0, 100, 0])
    // Even and odd numbers do not overlap.
    #expect(isClose(njets.separation.value, 1))
  }

  @Test func constantColumnsHaveFigures() throws {
    let sample = Samples.literal(
      ["flat": [7, 7, 7, 7], "x": [1, 2, 3, 5]], labels: [0, 0, 1, 1])
    let figures = try InputFigures(sample)
    #expect(figures.variables[0].classes[0].rms == 0)
    #expect(figures.variables[0].separation.value == 0)
    #expect(figures.correlations[0].values[0][1] == 0)
    let test = try ScoredEvents(response: [4, 3, 2, 1], of: sample)
    let correlations = try MethodFigures(test: test, train: test, inputs: sample).correlations
    #expect(correlations[0].signal == 0)
    #expect(isClose(correlations[1].signal, -1))
  }

  @Test func missingValuesAreCountedAndLeftOut() throws {
    let sample = Samples.literal(
      ["x": [1, .nan, 3, 5, 6, 9], "z": [1, 2, 2, 5, 7, 1]], labels: [0, 0, 0, 1, 1, 1])
    let figures = try InputFigures(sample)
    #expect(figures.variables[0].classes.map(\.missing) == [1, 0])
    #expect(figures.variables[0].classes[0].mean.value == 2)
    #expect(isClose(figures.correlations[0].values[0][1], 1))
    #expect(figures.variables[0].histograms[0].sum == 2)
  }

  @Test func multipleClassesStandSideBySide() throws {
    let labels: [UInt8] = [0, 0, 1, 1, 2, 2]
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [[0, 1, 5, 6, 5, 7]],
      weights: Array(repeating: 1, count: 6),
      truth: .classes(names: ["H", "tt", "W"], labels: labels))
    let x = try InputFigures(sample).variables[0]
    #expect(x.classes.map(\.name) == ["H", "tt", "W"])
    #expect(isClose(x.separation.value, 1))
  }

  @Test func transformedInputsCarryTheirChain() throws {
    let figures = try TransformedInputs(
      chain: "gauss, decorrelate", methods: ["MLP"], sample: sample(weights: "unit"))
    #expect(figures.chain == "gauss, decorrelate")
    #expect(figures.methods == ["MLP"])
    #expect(figures.variables.count == 2)
    #expect(figures.correlations.count == 2)
  }

  @Test func samplesWithoutClassesAreRefused() {
    let none = Samples.literal(["x": [1, 2]])
    #expect(throws: WinnowError.self) { try InputFigures(none) }
    let empty = Samples.literal(["x": [1, 2]], weights: [1, 0], labels: [0, 1])
    let error = #expect(throws: WinnowError.self) { try InputFigures(empty) }
    #expect(error?.message == "the class “background” has no events with a weight")
  }
}
