import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowTestSupport

/// FDA against Newton's method in NumPy, run to the last digit.
@Suite struct FDATests {
  /// 2 exp(−1.5a) + 0.3b + 0.05 cos 13i.
  private static let decay = CurveSample.sample { i, a, b in
    2 * exp(-1.5 * a) + 0.3 * b + 0.05 * cos(13 * Double(i))
  }

  private func train(_ settings: Setting, on sample: Sample = decay) throws -> FDAModel {
    try FDA(FDAParameters(reading: settings, owner: "FDA"))
      .train(on: sample, validation: nil, in: RunContext())
  }

  private func errors(_ model: FDAModel) -> [Double] {
    model.names.indices.map { model.covariances[0][$0 * (model.names.count + 1)].squareRoot() }
  }

  private static let values = [2.002087748701862, 1.5084499004691367, 0.30109111680634537]
  private static let uncertainties = [0.007635095164848645, 0.010960565408614955, 0.0026079770443262628]

  @Test func valuesErrorsAndCorrelationsAgreeWithNumPy() throws {
    let model = try train(.table([
      "formula": "size*exp(-rate*a) + slope*b", "parameters": .table(["size": 1, "rate": 1, "slope": 1]),
    ]))
    #expect(model.names == ["size", "rate", "slope"])
    #expect(isClose(model.values[0], Self.values, relative: 1e-6))
    #expect(isClose(errors(model), Self.uncertainties, relative: 1e-5))
    let correlation = model.covariances[0][1] / (errors(model)[0] * errors(model)[1])
    #expect(isClose(correlation, 0.552792998865842, relative: 1e-4))
    #expect(model.record.remarks.contains { $0.hasPrefix("y: size = 2.00") && $0.contains(" ± ") })
    #expect(model.record.remarks.contains { $0.contains("size and rate 0.") })
  }

  @Test func formulasOfTMVAAreUnderstood() throws {
    let model = try train(.table(["formula": "(0)*exp(-(1)*x0) + (2)*x1 + 0*sqrt(4)"]))
    #expect(model.names == ["p0", "p1", "p2"])
    #expect(isClose(model.values[0], Self.values, relative: 1e-6))
  }

  @Test func rangesHold() throws {
    let model = try train(.table([
      "formula": "size*exp(-rate*a) + slope*b",
      "parameters": .table(["size": 1, "rate": .table(["min": 0, "max": 1.2]), "slope": .table(["max": 10])]),
    ]))
    #expect(model.values[0][1] == 1.2)
    #expect(errors(model)[1].isNaN && errors(model)[0] > 0)
    #expect(model.record.remarks.contains { $0.contains("rate = 1.2 (at an end of its range") })
  }

  @Test func moreStartsFindTheDeeperMinimum() throws {
    let sample = CurveSample.sample(weights: Array(repeating: 1, count: 200)) { _, a, _ in
      sin(20 * a)
    }
    let range = Setting.table(["min": 1, "max": 40, "start": 3])
    let settings: Setting = .table(["formula": "sin(k*a)", "parameters": .table(["k": range])])
    let one = try train(settings, on: sample)
    #expect(abs(one.values[0][0] - 20) > 1)
    guard case .table(let entries) = settings.value else { return }
    let many = try train(Setting(.table(entries + [.init("starts", 30)])), on: sample)
    #expect(isClose(many.values[0][0], 20, relative: 1e-5))
  }

  // Newton's method on the log likelihood of X = [1, a, b]; the covariance of White
  @Test func likelihoodOfClassesAgreesWithNumPy() throws {
    let labels = (0..<200).map { i -> UInt8 in
      Double(CurveSample.columns[0][i]) + 0.5 * sin(7 * Double(i)) > 0.5 ? 0 : 1
    }
    let sample = Sample(
      schema: Schema(names: ["a", "b"]), columns: CurveSample.columns,
      weights: (0..<200).map { Double(1 + $0 % 3) },
      truth: .classes(names: ["signal", "background"], labels: labels))
    let model = try train(.table(["fit": "likelihood"]), on: sample)
    let values = [-1.930856292016633, 3.776517517109297, 0.065293623889736]
    let uncertainties = [0.3747889454731377, 0.6255280086409049, 0.14769711251500664]
    #expect(isClose(model.values[0], values, relative: 1e-6))
    #expect(isClose(errors(model), uncertainties, relative: 1e-5))
  }

  /// For a formula that is linear in its parameters the error is that of the plane.
  @Test func errorsOfPredictionsFollowTheCovariance() throws {
    let model = try train(.table(["formula": "(0) + (1)*a"]))
    let found = try model.errors(for: CurveSample.points, threads: 1).values[0]
    let covariance = model.covariances[0]
    let wanted = CurveSample.points.columns[0].map { a in
      let x = Double(a)
      return Float((covariance[0] + 2 * x * covariance[1] + x * x * covariance[3]).squareRoot())
    }
    #expect(isClose(found, wanted, relative: 1e-5))
  }

  private static let mistakes: [(Setting, String)] = [
    (.table(["formula": "size*c"]), "“size” in the formula is neither"),
    (.table(["formula": "alpha*a", "parameters": .table(["alpah": 1])]), "did you mean “alpah”"),
    (.table(["formula": "(0)*a", "parameters": .table(["width": 1])]), "“width” does not occur"),
    (.table(["formula": "a + b"]), "no parameter"),
    (.table(["formula": "(0)*a", "fit": "likelihood"]), "two classes"),
    (.table(["formula": "(0)*a +"]), "at character"),
    (.table(["formula": "(0)*a", "parameters": .table(["a": .table(["min": 3, "max": 1])])]), "min < max"),
  ]

  @Test(arguments: mistakes.indices) func mistakesAreExplained(_ index: Int) {
    let (settings, message) = Self.mistakes[index]
    let error = #expect(throws: WinnowError.self) { try train(settings) }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func aFormulaThatIsNotFiniteIsRefused() {
    let error = #expect(throws: WinnowError.self) { try train(.table(["formula": "log((0)*b)"])) }
    #expect(error?.kind == .badData)
  }
}
