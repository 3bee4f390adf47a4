import WinnowCore
import WinnowKernels

/// The weighted squared distance correlation dCov²(x, y) / √(dVar²(x) dVar²(y)) of two numbers over a
/// batch, the same for each of its events; 0 where one of them does not vary.
///
/// With shares pⱼ = wⱼ / Σ w, distances aⱼₖ = |xⱼ − xₖ| and bⱼₖ = |yⱼ − yₖ|, and centred ones
/// Aⱼₖ = aⱼₖ − āⱼ − āₖ + ā with weighted means: dCov² = Σ pⱼ pₖ Aⱼₖ Bⱼₖ, dVar² likewise (Székely, Rizzo and
/// Bakirov, Ann. Statist. 35 (2007) 2769). Inputs: x, y and w, one number each; only x has a gradient. In
/// use, outside training, there is no batch and the value is 0.
/// - Complexity: O(B²) for a batch of B events, in each of its chunks.
public struct DistanceCorrelationOperation: BatchCoupledOperation {
  public init() {}
  public var kind: String { "distance_correlation" }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    guard inputs.allSatisfy({ $0.count == 1 }) else {
      let shapes = inputs.map(\.description).joined(separator: ", ")
      throw WinnowError(
        .badConfiguration, "takes one number, one spectator and one weight per event; got \(shapes)")
    }
    return .scalar
  }

  /// x, y and w of the chunk forward; āⱼ and b̄ⱼ, then Σ upstream, backward.
  public func summaryCount(for inputs: [Shape], rows: Int) -> Int { 3 * rows }

  /// What the whole batch gives: see `DistanceMoments.slope`.
  public func scratchCount(for inputs: [Shape]) -> Int { 4 }

  public func summarize(_ pass: ForwardPass) {
    for part in 0..<3 {
      var summary = pass.summary(part * pass.rows..<(part + 1) * pass.rows)
      copy(pass.input(part), into: &summary)
    }
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    guard pass.mode == .training else { return fill(&y, with: 0) }
    let batch = BatchDistances(pass.chunk, pass.node)
    var moments = DistanceMoments()
    for chunk in 0..<pass.chunks {
      for row in 0..<pass.rows(ofChunk: chunk) {
        moments.add(batch.sums(chunk, row), share: batch.share(chunk, row))
      }
    }
    fill(&y, with: Float(moments.correlation))
    var scratch = pass.mutableScratch(0..<4)
    let slope = moments.slope
    for place in 0..<4 { scratch[place] = slope[place] }
  }

  public func summarize(_ pass: BackwardPass) {
    let rows = pass.rows
    let batch = BatchDistances(pass.chunk, pass.node)
    var summary = pass.summary(0..<2 * rows + 1)
    for row in 0..<rows {
      let sums = batch.sums(pass.chunkIndex, row)
      summary[row] = Float(sums.x)
      summary[rows + row] = Float(sums.y)
    }
    summary[2 * rows] = Float(sum(pass.outputGradient))
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    guard pass.mode == .training else { return fill(&gradient, with: 0) }
    let batch = BatchDistances(pass.chunk, pass.node)
    let scratch = pass.scratch(0..<4)
    let slope = SIMD4(scratch[0], scratch[1], scratch[2], scratch[3])
    let upstream = batch.upstream
    for row in 0..<pass.rows {
      let share = batch.share(pass.chunkIndex, row)
      gradient[row] = Float(2 * upstream * share * batch.slope(pass.chunkIndex, row, slope))
    }
  }
}
