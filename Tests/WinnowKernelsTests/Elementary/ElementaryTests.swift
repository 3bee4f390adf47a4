import Foundation
import Testing
import WinnowKernels

/// A function under test, the exact one, and where to compare them.
struct ElementaryCase: Sendable, CustomStringConvertible {
  let name: String
  let apply: @Sendable (inout MutableSpan<Float>) -> Void
  let exact: @Sendable (Double) -> Double
  let range: ClosedRange<Float>
  /// Largest error in units in the last place, as documented.
  let units: Double
  var description: String { name }

  func values(_ arguments: [Float]) -> [Float] {
    var values = arguments
    var span = values.mutableSpan
    apply(&span)
    return values
  }
}

let elementaryCases = [
  ElementaryCase(name: "exp", apply: Elementary.exp, exact: exp, range: -87...88.7, units: 2),
  ElementaryCase(name: "log", apply: Elementary.log, exact: log, range: 1e-38...3e38, units: 2),
  ElementaryCase(name: "log near 1", apply: Elementary.log, exact: log, range: 0.5...2, units: 2),
  ElementaryCase(name: "tanh", apply: Elementary.tanh, exact: tanh, range: -12...12, units: 3),
  ElementaryCase(
    name: "tanh near 0", apply: Elementary.tanh, exact: tanh, range: -0.01...0.01, units: 3),
  ElementaryCase(
    name: "sigmoid", apply: Elementary.sigmoid, exact: { 1 / (1 + exp(-$0)) }, range: -87...30,
    units: 3),
  ElementaryCase(
    name: "softplus", apply: Elementary.softplus, exact: { max($0, 0) + log1p(exp(-abs($0))) },
    range: -87...87, units: 3),
  ElementaryCase(
    name: "arctan", apply: Elementary.arctan, exact: atan, range: -20...20, units: 3),
  ElementaryCase(
    name: "arctan near 0", apply: Elementary.arctan, exact: atan, range: -0.5...0.5, units: 3),
]

@Suite struct ElementaryTests {
  @Test(arguments: elementaryCases)
  func staysWithinItsStatedError(_ function: ElementaryCase) {
    let count = 100_003
    let (low, high) = (function.range.lowerBound, function.range.upperBound)
    let linear = (0..<count).map { low + (high - low) * Float($0) / Float(count - 1) }
    // Positive ranges are walked through evenly in the logarithm, too.
    let geometric = low <= 0 ? [] : (0..<count).map {
      Float(exp(Double(log(low)) + Double(log(high / low)) * Double($0) / Double(count)))
    }
    let arguments = linear + geometric
    var worst = 0.0
    for (x, y) in zip(arguments, function.values(arguments)) {
      let exact = function.exact(Double(x))
      worst = max(worst, abs(Double(y) - exact) / Double(Float(exact).ulp))
    }
    #expect(worst <= function.units, "\(worst) units in the last place")
  }

  @Test(arguments: elementaryCases, [1, 2, 15, 16, 17, 31, 33])
  func doesNotDependOnThePlace(_ function: ElementaryCase, count: Int) {
    let (low, high) = (function.range.lowerBound, function.range.upperBound)
    let arguments = (0..<count).map { low + (high - low) * Float($0) / Float(count) }
    let together = function.values(arguments)
    let single = arguments.map { function.values([$0])[0] }
    #expect(together == single)
  }

  @Test func exponentialHandlesSpecialValues() {
    let arguments: [Float] = [0, -0.0, .infinity, -.infinity, .nan, 89, 1000, -110, -1000, -100]
    let values = elementaryCases[0].values(arguments)
    #expect(values[0] == 1 && values[1] == 1)
    #expect(values[2] == .infinity && values[5] == .infinity && values[6] == .infinity)
    #expect(values[3] == 0 && values[7] == 0 && values[8] == 0)
    #expect(values[4].isNaN)
    #expect(values[9] > 0 && abs(Double(values[9]) - exp(-100)) < 2e-45, "subnormal")
  }

  @Test func logarithmHandlesSpecialValues() {
    let arguments: [Float] = [0, -0.0, 1, .infinity, -1, .nan, .leastNonzeroMagnitude, -.infinity]
    let values = elementaryCases[1].values(arguments)
    #expect(values[0] == -.infinity && values[1] == -.infinity)
    #expect(values[2] == 0)
    #expect(values[3] == .infinity)
    #expect(values[4].isNaN && values[5].isNaN && values[7].isNaN)
    #expect(abs(values[6] - Float(log(Double(Float.leastNonzeroMagnitude)))) < 2e-5)
  }

  @Test func boundedFunctionsSaturate() {
    let arguments: [Float] = [.infinity, -.infinity, 500, -500, .nan, 0, -0.0]
    let tanh = elementaryCases[3].values(arguments)
    #expect(tanh[0] == 1 && tanh[1] == -1 && tanh[2] == 1 && tanh[3] == -1)
    #expect(tanh[4].isNaN)
    #expect(tanh[5] == 0 && tanh[6] == 0 && tanh[6].sign == .minus)
    let sigmoid = elementaryCases[5].values(arguments)
    #expect(sigmoid[0] == 1 && sigmoid[1] == 0 && sigmoid[2] == 1 && sigmoid[3] == 0)
    #expect(sigmoid[4].isNaN && sigmoid[5] == 0.5)
    let softplus = elementaryCases[6].values(arguments)
    #expect(softplus[0] == .infinity && softplus[1] == 0 && softplus[2] == 500 && softplus[3] == 0)
    #expect(softplus[4].isNaN)
  }
}
