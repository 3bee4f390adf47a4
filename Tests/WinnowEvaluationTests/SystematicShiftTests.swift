import Foundation
import Testing
import WinnowEvaluation
import WinnowMath

@Suite struct SystematicShiftTests {
  /// Responses of unit Gaussians one apart, and the same events with signal moved by −0.3.
  private func pair(seed: UInt64) throws -> (nominal: ScoredEvents, varied: ScoredEvents) {
    var random = CounterRandom(seed: seed, stream: 1)
    let isSignal = (0..<800).map { $0.isMultiple(of: 2) }
    let weights = isSignal.map { _ in random.uniform() < 0.1 ? -0.5 : 1.0 }
    let nominal = isSignal.map { Float(random.normal() + ($0 ? 1 : 0)) }
    let varied = zip(nominal, isSignal).map { $1 ? $0 - 0.3 + Float(0.2 * random.normal()) : $0 }
    return (
      try ScoredEvents(response: nominal, weights: weights, isSignal: isSignal),
      try ScoredEvents(response: varied, weights: weights, isSignal: isSignal)
    )
  }

  @Test func equalEventsChangeNothing() throws {
    let nominal = try pair(seed: 1).nominal
    let shift = SystematicShift("none", nominal: nominal, varied: nominal, isPaired: true)
    #expect(shift.change == Measured(0, 0))
    for point in shift.points {
      let steps = nominal.steps.workingPoint(atBackground: point.background)
      #expect(abs(point.signalEfficiency.value - steps.signal.value) < 0.005)
    }
  }

  /// Φ(0.7/√(1 + 1.04)) − Φ(1/√2), and its error covers, far below what unpaired errors say.
  @Test func changeAndItsErrorHold() throws {
    let expected = SpecialFunctions.normalCDF(0.7 / (2.04).squareRoot())
      - SpecialFunctions.normalCDF(0.5.squareRoot())
    let shifts = try (0..<400).map { toy -> SystematicShift in
      let (nominal, varied) = try pair(seed: UInt64(100 + toy))
      return SystematicShift("down", nominal: nominal, varied: varied, isPaired: true)
    }
    let pulls = shifts.map { ($0.change.value - expected) / $0.change.error }
    let mean = pulls.reduce(0, +) / 400
    let width = (pulls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399).squareRoot()
    #expect(abs(mean) < 0.2, "\(mean)")
    #expect(abs(width - 1) < 0.12, "\(width)")
    let (nominal, varied) = try pair(seed: 7)
    let apart = SystematicShift("down", nominal: nominal, varied: varied, isPaired: false)
    #expect(apart.change.error > 2 * shifts[0].change.error)
  }
}
