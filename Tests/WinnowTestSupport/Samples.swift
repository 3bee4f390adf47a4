import WinnowCore
import WinnowMath

/// Seeded samples for tests.
public enum Samples {
  /// Two classes of correlated Gaussians, `distance` apart in every variable; signal is class 0.
  ///
  /// Variable j is z_j + ½ z_{j−1} ± ½ distance with independent standard normal z. The events of the
  /// classes alternate; weights are 1, or, where a negative share is asked for, ±1 at random.
  public static func gaussians(
    events: Int, variables: Int = 3, distance: Double = 1, negativeShare: Double = 0,
    seed: UInt64 = 1
  ) -> Sample {
    var random = CounterRandom(seed: seed)
    var columns = [[Float]](repeating: [], count: variables)
    var weights: [Double] = []
    for event in 0..<events {
      var previous = 0.0
      for j in 0..<variables {
        let z = random.normal()
        let centre = (event % 2 == 0 ? 0.5 : -0.5) * distance
        columns[j].append(Float(z + 0.5 * previous + centre))
        previous = z
      }
      weights.append(random.uniform() < negativeShare ? -1 : 1)
    }
    return Sample(
      schema: Schema(names: (0..<variables).map { "x\($0)" }), columns: columns, weights: weights,
      truth: .classes(
        names: ["signal", "background"], labels: (0..<events).map { UInt8($0 % 2) }))
  }

  /// A two-class sample from literal columns; label 0 is signal.
  public static func literal(
    _ columns: KeyValuePairs<String, [Float]>, weights: [Double]? = nil, labels: [UInt8]? = nil
  ) -> Sample {
    let count = columns.first?.value.count ?? 0
    let truth = labels.map { Truth.classes(names: ["signal", "background"], labels: $0) }
    return Sample(
      schema: Schema(names: columns.map(\.key)), columns: columns.map(\.value),
      weights: weights ?? Array(repeating: 1, count: count), truth: truth ?? .none)
  }
}
