import WinnowKernels

/// Distance variances and covariance of a batch, from the distances of its events.
struct DistanceMoments {
  private var x = 0.0, y = 0.0
  private var xx = 0.0, yy = 0.0, xy = 0.0
  private var meanXX = 0.0, meanYY = 0.0, meanXY = 0.0

  /// Adds an event with its share of the weights.
  mutating func add(_ event: DistanceSums, share: Double) {
    x += share * event.x
    y += share * event.y
    xx += share * event.xx
    yy += share * event.yy
    xy += share * event.xy
    meanXX += share * event.x * event.x
    meanYY += share * event.y * event.y
    meanXY += share * event.x * event.y
  }

  private var varianceX: Double { xx - 2 * meanXX + x * x }
  private var varianceY: Double { yy - 2 * meanYY + y * y }
  private var covariance: Double { xy - 2 * meanXY + x * y }

  /// √(dVar² dVar²); nil where a number does not vary, up to rounding.
  private var scale: Double? {
    guard varianceX > 1e-7 * x * x, varianceY > 1e-7 * y * y else { return nil }
    return (varianceX * varianceY).squareRoot()
  }

  /// dCov² / √(dVar² dVar²).
  var correlation: Double { scale.map { covariance / $0 } ?? 0 }

  /// ā, b̄, and the factors of A and of B in the slope; 0 where a number does not vary.
  var slope: SIMD4<Float> {
    guard let scale else { return SIMD4(repeating: 0) }
    return SIMD4(Float(x), Float(y), Float(covariance / (scale * varianceX)), Float(1 / scale))
  }
}

/// The events of a batch, in the summaries of its chunks.
struct BatchDistances {
  private let chunk: Chunk
  private let node: Plan.PlannedNode
  private let total: Double

  init(_ chunk: Chunk, _ node: Plan.PlannedNode) {
    self.chunk = chunk
    self.node = node
    var total = 0.0
    for index in 0..<chunk.chunks {
      total += sum(chunk.summaries.span(Self.range(2, of: index, chunk, node)))
    }
    self.total = total
  }

  private static func range(
    _ part: Int, of index: Int, _ chunk: Chunk, _ node: Plan.PlannedNode
  ) -> Range<Int> {
    let summary = node.summaryRange(
      ofChunk: index, backward: false, stride: chunk.plan.summaryStride)
    let rows = chunk.rows(ofChunk: index)
    return summary.lowerBound + part * rows..<summary.lowerBound + (part + 1) * rows
  }

  /// x, y or w of a chunk.
  @_lifetime(borrow self)
  private func part(_ part: Int, of index: Int) -> Span<Float> {
    chunk.summaries.span(Self.range(part, of: index, chunk, node))
  }

  @_lifetime(borrow self)
  private func backwardSummary(_ index: Int) -> Span<Float> {
    chunk.summaries.span(
      node.summaryRange(ofChunk: index, backward: true, stride: chunk.plan.summaryStride))
  }

  /// An event's share of the batch's weight.
  func share(_ index: Int, _ row: Int) -> Double { Double(part(2, of: index)[row]) / total }

  /// An event's mean distances from the events of the batch.
  func sums(_ index: Int, _ row: Int) -> DistanceSums {
    var sums = DistanceSums()
    let point = (x: part(0, of: index)[row], y: part(1, of: index)[row])
    for other in 0..<chunk.chunks {
      sums.add(
        point, xs: part(0, of: other), ys: part(1, of: other), shares: part(2, of: other))
    }
    return sums.scaled(by: 1 / total)
  }

  /// Σₖ pₖ sign(xⱼ − xₖ) (u Bⱼₖ − v Aⱼₖ) for an event j.
  func slope(_ index: Int, _ row: Int, _ moments: SIMD4<Float>) -> Double {
    let rows = chunk.rows(ofChunk: index)
    let own = backwardSummary(index)
    let slope = DistanceSlope(
      point: SIMD2(part(0, of: index)[row], part(1, of: index)[row]),
      offset: SIMD2(own[row] - moments.x, own[rows + row] - moments.y),
      factors: SIMD2(moments.z, moments.w))
    var result = 0.0
    for other in 0..<chunk.chunks {
      let count = chunk.rows(ofChunk: other)
      let means = backwardSummary(other)
      let part = slope.sum(
        xs: part(0, of: other), ys: part(1, of: other), shares: part(2, of: other),
        means: (means.extracting(0..<count), means.extracting(count..<2 * count)))
      result += Double(part)
    }
    return result / total
  }

  /// Σ of the gradients of all outputs.
  var upstream: Double {
    var sum = 0.0
    for index in 0..<chunk.chunks {
      sum += Double(backwardSummary(index)[2 * chunk.rows(ofChunk: index)])
    }
    return sum
  }
}
