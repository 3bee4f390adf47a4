import WinnowCore
import WinnowKernels

/// How strongly a network's output follows each input:
/// Iⱼ ∝ sⱼ · Σᵢ |wᵢ| Σₖ |∂zᵢₖ/∂xᵢⱼ|, scaled to a sum of 1, where z are the outputs before sigmoid or
/// softmax and sⱼ is the spread (standard deviation) of input j.
///
/// Unlike a sum over first-layer weights it sees the whole network, and it is zero for an input that is
/// not used. Like it, it does not see that correlated inputs can replace one another.
package enum InputSensitivity {
  package static let name = "mean |slope| × spread"

  /// The events it is averaged over at most, spaced evenly.
  private static let limit = 8192
  private static let batch = 1024

  package static func shares(of network: Network, on examples: Examples) -> [Double] {
    let width = network.inputCount
    let step = max(1, (examples.count + limit - 1) / limit)
    let rows = stride(from: 0, to: examples.count, by: step).map { Int32($0) }
    let executor = GradientExecutor(
      network.graph, loss: network.output, inputGradients: [network.features],
      parameters: network.parameterMemory(), batch: min(batch, rows.count), mode: .inference,
      seed: 0, team: ThreadTeam(threads: 1))
    var slopes = [Double](repeating: 0, count: width)
    for first in stride(from: 0, to: rows.count, by: batch) {
      let part = first..<min(rows.count, first + batch)
      for output in 0..<network.outputCount {
        let gradient = self.gradient(
          network, of: output, examples, rows.span.extracting(part), executor)
        for (place, event) in part.enumerated() {
          let weight = Double(abs(examples.weights.all[Int(rows[event])]))
          for j in 0..<width { slopes[j] += weight * Double(abs(gradient[place * width + j])) }
        }
      }
    }
    let strengths = zip(slopes, spreads(examples, rows)).map { $0 * $1 }
    let total = strengths.reduce(0, +)
    return total > 0 ? strengths.map { $0 / total } : strengths
  }

  /// ∂zₖ/∂x of each event.
  private static func gradient(
    _ network: Network, of output: Int, _ examples: Examples, _ rows: Span<Int32>, _ executor: GradientExecutor
  ) -> [Float] {
    _ = executor.run(rows: rows.count, step: 0, component: output) { inputs in
      var features = inputs.values(network.features)
      gatherRows(
        rows.extracting(inputs.range), of: examples.features.all, width: examples.inputCount,
        into: &features)
    }
    let scale = Float(rows.count)
    return executor.inputGradient(network.features, rows: rows.count).map { $0 * scale }
  }

  private static func spreads(_ examples: Examples, _ rows: [Int32]) -> [Double] {
    let width = examples.inputCount
    let values = examples.features.all
    return (0..<width).map { column in
      var mean = 0.0, deviation = 0.0
      for (count, row) in rows.enumerated() {
        let difference = Double(values[Int(row) * width + column]) - mean
        mean += difference / Double(count + 1)
        deviation += difference * (Double(values[Int(row) * width + column]) - mean)
      }
      return (deviation / Double(max(1, rows.count))).squareRoot()
    }
  }
}
