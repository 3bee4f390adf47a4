import Foundation
import Testing
import WinnowKernels
import WinnowMath

@Suite struct TreesDerivativeTests {
  @Test func logisticDerivativesEqualTheExactOnes() {
    let scores = stride(from: Float(-30), to: 30, by: 0.117).map { $0 }
    let padded = scores + Array(repeating: 0, count: (16 - scores.count % 16) % 16)
    let targets = padded.indices.map { Float($0 % 2) }
    let weights = padded.indices.map { Float($0 % 5) - 1.5 }
    var gradients = [Float](repeating: 0, count: padded.count), hessians = gradients
    var g = gradients.mutableSpan, h = hessians.mutableSpan
    let loss = logisticDerivatives(
      scores: padded.span, targets: targets.span, weights: weights.span, gradients: &g,
      hessians: &h)
    var expectedLoss = 0.0, magnitude = 0.0
    for row in padded.indices {
      let f = Double(padded[row]), y = Double(targets[row]), w = Double(weights[row])
      let p = 1 / (1 + exp(-f)), q = 1 / (1 + exp(f))
      let term = w * (max(f, 0) + log1p(exp(-abs(f))) - y * f)
      expectedLoss += term
      magnitude += abs(term)
      #expect(abs(Double(gradients[row]) - w * (y > 0.5 ? -q : p)) <= 3e-7 * abs(w))
      #expect(abs(Double(hessians[row]) - w * p * q) <= 1e-6 * abs(w) * p * q)
    }
    #expect(abs(loss - expectedLoss) < 1e-6 * magnitude)
  }

  @Test func quantisationIsUnbiasedAndBounded() {
    let count = 40_000
    let gradients = (0..<count).map { Float(sin(Double($0))) }
    let hessians = (0..<count).map { Float($0 % 7) / 7 }
    let largest = largestMagnitudes(gradients: gradients.span, hessians: hessians.span)
    #expect(largest.gradient == gradients.map(abs).max() && largest.hessian == hessians.max())
    // Coarser than in use, so that rounding matters.
    let quantiser = Quantiser(
      largest: (largest.gradient * 400, largest.hessian * 400), key: 77, drawKey: 0)
    let entries = Self.entries(gradients, hessians, quantiser)
    #expect(entries.map(\.row) == Array(0..<count))
    for entry in entries {
      let x = Double(gradients[entry.row]) / Double(quantiser.gradientUnit)
      #expect(abs(Double(entry.gradient) - x) < 1.001)
    }
    let sum = Double(entries.reduce(0) { $0 + $1.hessian }) * Double(quantiser.hessianUnit)
    let exact = hessians.reduce(0) { $0 + Double($1) }
    // The error of a sum of independent roundings is at most ½ √count units.
    #expect(abs(sum - exact) < 5 * 0.5 * Double(count).squareRoot() * Double(quantiser.hessianUnit))
    let large = Double(entries.reduce(0) { $0 + ($1.gradient > 0 ? $1.gradient : 0) })
    #expect(large > 0)
  }

  @Test func quantisationReachesItsLimitsAndNoMore() {
    let gradients: [Float] = Array(repeating: 2.5, count: 5000) + Array(repeating: -2.5, count: 5000)
    let hessians = [Float](repeating: 0.7, count: 10_000)
    let quantiser = Quantiser(largest: (2.5, 0.7), key: 5, drawKey: 0)
    let entries = Self.entries(gradients, hessians, quantiser)
    #expect(entries.allSatisfy { abs($0.gradient) >= 999 && abs($0.gradient) <= 1000 })
    #expect(entries.allSatisfy { $0.hessian >= 499 && $0.hessian <= 500 })
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func rowsAreDrawnAtTheirRate(fraction: Double) {
    let values = [Float](repeating: 1, count: 40_000)
    let quantiser = Quantiser(largest: (1, 1), key: 5, drawKey: 6, fraction: fraction)
    let entries = Self.entries(values, values, quantiser)
    let sigma = (fraction * (1 - fraction) / 40_000).squareRoot()
    #expect(abs(Double(entries.count) / 40_000 - fraction) < 5 * sigma)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.row < $1.row })
    #expect(entries.allSatisfy { quantiser.draws(row: UInt32($0.row)) })
  }

  @Test func gapsClose() {
    var entries = (0..<10).map { RowEntry(row: $0, gradient: 0, hessian: 0) }
    var span = entries.mutableSpan
    let count = closeGaps(&span, chunk: 4, filled: [2, 4, 1])
    #expect(count == 7)
    #expect(entries.prefix(7).map(\.row) == [0, 1, 4, 5, 6, 7, 8])
  }

  static func entries(
    _ gradients: [Float], _ hessians: [Float], _ quantiser: Quantiser
  ) -> [RowEntry] {
    var entries = [RowEntry](
      repeating: RowEntry(row: 0, gradient: 0, hessian: 0), count: gradients.count)
    var span = entries.mutableSpan
    let drawn = quantiseRows(
      gradients.span, hessians.span, firstRow: 0, by: quantiser, into: &span)
    return Array(entries.prefix(drawn))
  }
}
