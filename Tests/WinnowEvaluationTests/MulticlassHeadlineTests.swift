import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct MulticlassHeadlineTests {
  /// Three classes of Gaussians in a plane, the outputs minus the squared distances from their centres.
  private static func toy(seed: UInt64, noise: Double = 0) -> (scores: Scores, sample: Sample) {
    let centres: [(Double, Double)] = [(0, 0), (2, 0), (0, 2)]
    var random = CounterRandom(seed: seed), other = CounterRandom(seed: seed, stream: 9)
    var columns: [[Float]] = [[], []], labels: [UInt8] = [], values = [[Float]](repeating: [], count: 3)
    for event in 0..<1500 {
      let label = event % 5 < 3 ? 0 : event % 5 - 2
      let x = random.normal() + centres[label].0, y = random.normal() + centres[label].1
      columns[0].append(Float(x))
      columns[1].append(Float(y))
      labels.append(UInt8(label))
      for (output, centre) in centres.enumerated() {
        let (dx, dy) = (x - centre.0, y - centre.1)
        values[output].append(Float(-dx * dx - dy * dy + noise * other.normal()))
      }
    }
    let sample = Sample(
      schema: Schema(names: ["x", "y"]), columns: columns,
      weights: [Double](repeating: 1, count: 1500),
      truth: .classes(names: ["a", "b", "c"], labels: labels))
    return (Scores(outputs: ["a", "b", "c"], values: values), sample)
  }

  @Test func headlineFollowsFromTheFigures() throws {
    let (scores, sample) = Self.toy(seed: 1)
    let figures = try MulticlassFigures(scores, of: sample)
    let headline = try MulticlassEvents(scores, of: sample).headline
    let mean = figures.oneAgainstRest.reduce(0) { $0 + $1.auc.value } / 3
    #expect(isClose(headline.auc.value, mean, relative: 1e-12))
    let diagonal = (0..<3).map { figures.confusion[$0][$0].value }
    #expect(isClose(headline.balancedAccuracy.value, diagonal.reduce(0, +) / 3, relative: 1e-12))
    // 900, 300 and 300 events.
    let accuracy = (3 * diagonal[0] + diagonal[1] + diagonal[2]) / 5
    #expect(isClose(headline.accuracy.value, accuracy, relative: 1e-12))
  }

  @Test func errorOfTheMeanAUCCovers() throws {
    let truth = try (0..<20).map { try MulticlassEvents(Self.toy(seed: 1000 + $0).scores, of: Self.toy(seed: 1000 + $0).sample).headline.auc.value }
    var coverage = Coverage(of: truth.reduce(0, +) / 20)
    for seed in 0..<150 as Range<UInt64> {
      let (scores, sample) = Self.toy(seed: seed)
      coverage.count(try MulticlassEvents(scores, of: sample).headline.auc)
    }
    #expect(coverage.isRight(within: 0.1), "\(coverage)")
  }

  @Test func differencesArePaired() throws {
    let (scores, sample) = Self.toy(seed: 4)
    let worse = Self.toy(seed: 4, noise: 1).scores
    let a = try MulticlassEvents(scores, of: sample), b = try MulticlassEvents(worse, of: sample)
    let pair = try #require(MulticlassEvents.comparisons([("a", a), ("b", b)]).first)
    #expect(pair.difference.value > 0 && pair.difference.error < a.headline.auc.error)
  }
}
