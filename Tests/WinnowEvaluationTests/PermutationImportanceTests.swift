import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Permutation importance for two classes, several, and targets.
@Suite struct PermutationImportanceTests {
  /// y = x₀ + ½ x₁ + ½ noise, known to the method but for the noise; x₂ means nothing.
  private static func targets(_ count: Int, seed: UInt64, negativeShare: Double = 0) -> Sample {
    var random = CounterRandom(seed: seed, stream: 5)
    var columns = [[Float]](repeating: [], count: 3)
    var targets = [[Float]](repeating: [], count: 2), weights: [Double] = []
    for _ in 0..<count {
      let x = (0..<3).map { _ in Float(random.normal()) }
      for (index, value) in x.enumerated() { columns[index].append(value) }
      targets[0].append(x[0] + 0.5 * x[1] + 0.5 * Float(random.normal()))
      targets[1].append(x[1] + Float(random.normal()))
      weights.append(random.uniform() < negativeShare ? -1 : 1)
    }
    return Sample(
      schema: Schema(names: ["x0", "x1", "x2"]), columns: columns, weights: weights,
      truth: .targets(names: ["y", "z"], values: targets))
  }

  private static func predictions(_ sample: Sample) -> Scores {
    let x = sample.columns
    return Scores(
      outputs: ["y", "z"], values: [zip(x[0], x[1]).map { $0 + 0.5 * $1 }, x[1]])
  }

  /// As scikit-learn's `permutation_importance` has it: score, shuffle a column, score again, and average.
  @Test func widthsAreThoseOfShuffledColumns() throws {
    let sample = Self.targets(500, seed: 1), repeats = 4, seed: UInt64 = 9
    let found = try PermutationImportance.widths(
      of: sample, repeats: repeats, seed: seed, scores: Self.predictions)
    func width(_ columns: [[Float]], _ target: Int) -> Double {
      guard case .targets(_, let values) = sample.truth else { return .nan }
      let deviations = columns[0].indices.map { row -> Double in
        let prediction =
          target == 0 ? columns[0][row] + 0.5 * columns[1][row] : columns[1][row]
        return Double(prediction) - Double(values[target][row])
      }
      let mean = deviations.reduce(0, +) / 500
      return (deviations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 500).squareRoot()
    }
    #expect(found.count == 2 && found[0].map(\.variable) == ["x0", "x1", "x2"])
    for target in 0..<2 {
      for variable in 0..<3 {
        let gains = (0..<repeats).map { turn -> Double in
          var random = CounterRandom(seed: seed, stream: UInt64(variable) << 32 | UInt64(turn))
          var columns = sample.columns
          columns[variable].shuffle(using: &random)
          return width(columns, target) - width(sample.columns, target)
        }
        let mean = gains.reduce(0, +) / Double(repeats)
        #expect(abs(found[target][variable].loss.value - mean) < 1e-9)
      }
    }
    // What a method does not read is worth nothing, for sure.
    #expect(found[0][2].loss == Measured(0, 0) && found[1][0].loss == Measured(0, 0))
  }

  /// σ² grows by 2 for x₀, by ½ for x₁.
  @Test(arguments: [0, 0.2])
  func intervalsOfTheWidthGained(negativeShare: Double) throws {
    var first = Coverage(of: 2.25.squareRoot() - 0.5)
    var second = Coverage(of: 0.75.squareRoot() - 0.5)
    for seed in 0..<800 {
      let sample = Self.targets(400, seed: UInt64(seed), negativeShare: negativeShare)
      let found = try PermutationImportance.widths(
        of: sample, seed: UInt64(seed), scores: Self.predictions)[0]
      first.count(found[0].loss)
      second.count(found[1].loss)
    }
    #expect(first.isRight(within: 0.04), "\(first)")
    #expect(second.isRight(within: 0.04), "\(second)")
  }

  /// The sum of two variables, each a unit apart. With one shuffled, its distance is that of random classes:
  /// 0 twice, 1 and −1, of four.
  @Test(arguments: CoverageTests.toys.indices)
  func intervalsOfTheAreaLost(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    func area(_ distance: Double) -> Double { SpecialFunctions.normalCDF(distance / 2) }
    var coverage = Coverage(of: area(2) - (2 * area(1) + area(2) + area(0)) / 4)
    for seed in 0..<600 {
      let first = try toy.events(500, seed: UInt64(2 * seed)).events
      let second = try toy.events(500, seed: UInt64(2 * seed + 1)).events
      let sample = Samples.literal(
        ["x": first.response, "y": second.response], weights: first.weights,
        labels: first.isSignal.map { $0 ? 0 : 1 })
      let found = try PermutationImportance.areas(of: sample, seed: UInt64(seed)) { sample in
        Scores(response: zip(sample.columns[0], sample.columns[1]).map { $0 + $1 })
      }
      coverage.count(found[0].loss)
    }
    #expect(coverage.isRight(within: 0.04), "\(coverage)")
  }

  /// Three classes along x: the mean area without x is ½, and y means nothing.
  @Test func severalClassesLoseTheirMeanArea() throws {
    var random = CounterRandom(seed: 4)
    let labels = (0..<3000).map { UInt8($0 % 3) }
    let x = labels.map { Float(2 * Double($0) + random.normal()) }
    let sample = Sample(
      schema: Schema(names: ["x", "y"]), columns: [x, x.shuffled(using: &random)],
      weights: [Double](repeating: 1, count: 3000),
      truth: .classes(names: ["a", "b", "c"], labels: labels))
    func scores(_ sample: Sample) -> Scores {
      Scores(
        outputs: ["a", "b", "c"],
        values: (0..<3).map { c in sample.columns[0].map { -abs($0 - 2 * Float(c)) } })
    }
    let found = try PermutationImportance.areas(of: sample, scores: scores)
    let mean = try MulticlassEvents(scores(sample), of: sample).headline.auc
    #expect(mean.value > 0.8)
    #expect(abs(found[0].loss.value - (mean.value - 0.5)) < 4 * found[0].loss.error)
    #expect(found[0].loss.error > 0.001 && found[0].loss.error < 0.02)
    #expect(found[1].loss == Measured(0, 0))
  }

  @Test func outputsThatDoNotFitAreRefused() {
    let sample = Samples.literal(["x": [1, 2]], labels: [0, 0])
    #expect(throws: WinnowError.self) {
      try PermutationImportance.areas(of: sample) { Scores(response: $0.columns[0]) }
    }
  }
}
