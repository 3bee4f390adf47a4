import WinnowKernels
import WinnowMath

/// Steps of Newton's method for sums of splines of some events, and what further terms promise.
///
/// A loss Σ ℓ(F) has the derivatives g = ∂ℓ/∂F and h = ∂²ℓ/∂F² ≥ 0 of each event, weights included.
public struct SplineFit: Sendable {
  private let columns: [[Float]]
  private let events: Int
  private let grids: [InputGrids]
  private let cells: [[UInt8]]
  private let team: ThreadTeam

  /// Stretches whose sums are joined in order: few, because each has a matrix of its own.
  private static let stretches = 8
  private static let rowsAtOnce = 128

  /// - Parameters:
  ///   - columns: `columns[input][event]`; NaN is a missing value.
  ///   - effective: the effective number of events.
  public init(
    _ columns: [[Float]], weights: [Double], effective: Double, team: ThreadTeam
  ) {
    self.columns = columns
    events = weights.count
    self.team = team
    let made = team.map(columns.count) { input in
      let grids = InputGrids(columns[input], weights: weights, events: effective)
      return (grids, grids.cells(of: columns[input]))
    }
    grids = made.map(\.0)
    cells = made.map(\.1)
  }

  /// A function of some inputs.
  public func term(_ inputs: [Int]) -> SplineTerm {
    SplineTerm(inputs: inputs, grids: inputs.map { grids[$0].grids[inputs.count - 1] })
  }

  /// What constants in cells of some inputs would gain over one for all, ½ (Σ G²/H − (ΣG)²/ΣH), and how
  /// many cells have events.
  ///
  /// Without meaning, twice the gain follows χ² with as many degrees of freedom, less one.
  /// - Complexity: O(events).
  public func promise(
    of inputs: [Int], gradients: SharedBuffer<Float>, hessians: SharedBuffer<Float>
  ) -> (gain: Double, cells: Int) {
    let coarsening = UInt8(inputs.count), side = InputGrids.cells / inputs.count
    let count = inputs.reduce(1) { product, _ in product * side }
    var sums = [SIMD2<Double>](repeating: .zero, count: count)
    gradients.read(0..<events) { gradients in
      hessians.read(0..<events) { hessians in
        for row in 0..<events {
          var place = 0, isKnown = true
          for input in inputs {
            let cell = cells[input][row]
            isKnown = isKnown && cell != InputGrids.missing
            place = place &* side &+ Int(cell / coarsening)
          }
          if isKnown { sums[place] += SIMD2(Double(gradients[row]), Double(hessians[row])) }
        }
      }
    }
    let filled = sums.filter { $0.y > 0 }, total = filled.reduce(.zero, +)
    let common = total.y > 0 ? total.x * total.x / total.y : 0
    return ((filled.reduce(0) { $0 + $1.x * $1.x / $1.y } - common) / 2, filled.count)
  }

  /// ½ Σ λ cᵀPc, P being that of `SplineTerm`.
  public func penalty(of sums: [SplineSum], strengths: [[Double]]) -> Double {
    zip(sums, strengths).reduce(0) { total, one in
      zip(one.0.terms.indices, one.1).reduce(total) { $0 + $1.1 * one.0.roughness($1.0) / 2 }
    }
  }

  /// The step −(H + λP)⁻¹(g + λPc) of the coefficients of some terms; nil where H has no inverse.
  ///
  /// H is summed over some of the events where there are many for each coefficient, which changes the
  /// length of a step a little and not where steps end. After the step the smoothing of each term is
  /// λ = (p − λ tr(H + λP)⁻¹P)/cᵀPc, which raises the likelihood of the events with coefficients integrated
  /// out (S. Wood and M. Fasiolo, Biometrics 73 (2017) 1071).
  /// - Parameters:
  ///   - sums: by output the terms that take part.
  ///   - strengths: λ of each.
  ///   - information: effective events for each unit of weight.
  /// - Returns: by output the change of their coefficients, and the λ to go on with.
  /// - Complexity: O(n p) + O(20 p · p²), n events and p coefficients.
  public func step(
    of sums: [SplineSum], strengths: [[Double]], at derivatives: SplineDerivatives, information: Double
  ) -> (change: [SplineSum], strengths: [[Double]])? {
    let layout = Layout(sums)
    var (slopes, diagonal) = self.slopes(layout, derivatives)
    var matrix = curvatures(layout, derivatives)
    // Functions that few of the chosen events reach would step too far.
    for place in diagonal.indices {
      let own = place * layout.order + place
      matrix[own] = max(matrix[own], diagonal[place])
    }
    layout.forEachTerm { term, number in
      let coefficients = sums[term.output].coefficients[number]
      let strength = strengths[term.output][number]
      term.term.visitPenalty { i, j, value in
        slopes[term.start + i] += strength * value * coefficients[j]
        if i >= j { matrix[(term.start + i) * layout.order + term.start + j] += strength * value }
      }
    }
    let system = SymmetricMatrix(order: layout.order) { matrix[$0 * layout.order + $1] }
    guard let inverse = system.inverse() else { return nil }
    let change = layout.sums(inverse * slopes.map { -$0 }, like: sums)
    let moved = zip(sums, change).map { $0.moved(by: $1) }
    var next = strengths
    layout.forEachTerm { term, number in
      if term.term.inputs.isEmpty { return }
      var trace = 0.0
      term.term.visitPenalty { trace += $2 * inverse[term.start + $0, term.start + $1] }
      let old = strengths[term.output][number]
      let ideal = (Double(term.term.count) - old * trace) / (information * moved[term.output].roughness(number))
      next[term.output][number] = ideal.isFinite ? min(30 * old, max(old / 30, ideal)) : old
    }
    return (change, next)
  }

  /// Σ g b and Σ h b².
  private func slopes(
    _ layout: Layout, _ derivatives: SplineDerivatives
  ) -> (slopes: [Double], diagonal: [Double]) {
    let order = layout.order, length = (events + Self.stretches - 1) / Self.stretches
    let parts = team.map(Self.stretches) { stretch in
      var sums = [SIMD2<Double>](repeating: .zero, count: order)
      let begin = min(events, stretch * length)
      derivatives.packed.read { packed in
        for row in begin..<min(events, begin + length) {
          for term in layout.terms {
            let first = row * derivatives.stride
            let slope = Double(packed[first + term.output])
            let curvature = Double(packed[first + derivatives.place(term.output, term.output)])
            term.term.visit(columns, row) { place, value in
              sums[term.start + place] += SIMD2(slope * value, curvature * value * value)
            }
          }
        }
      }
      return sums
    }
    let total = (0..<order).map { place in parts.reduce(.zero) { $0 + $1[place] } }
    return (total.map(\.x), total.map(\.y))
  }

  /// Σ h b bᵀ, lower triangle.
  private func curvatures(_ layout: Layout, _ derivatives: SplineDerivatives) -> [Double] {
    let order = layout.order
    let pace = max(1, events / max(20_000, 20 * order)), used = (events + pace - 1) / pace
    let length = (used + Self.stretches - 1) / Self.stretches
    let parts = SharedBuffer(repeating: 0.0, count: Self.stretches * order * order)
    team.run(Self.stretches) { stretch in
      let begin = min(used, stretch * length), end = min(used, begin + length)
      parts.write(stretch * order * order..<(stretch + 1) * order * order) { sums in
        var block = [Double](repeating: 0, count: Self.rowsAtOnce * order), weighed = block
        for first in stride(from: begin, to: end, by: Self.rowsAtOnce) {
          let rows = (first..<min(end, first + Self.rowsAtOnce)).map { $0 * pace }
          layout.fill(&block, columns, rows)
          derivatives.add(layout, rows, block, &weighed, to: &sums)
        }
      }
    }
    let scale = Double(events) / Double(used)
    return parts.read { parts in
      (0..<order * order).map { place in
        (0..<Self.stretches).reduce(0) { $0 + parts[$1 * order * order + place] } * scale
      }
    }
  }
}

/// Derivatives of a loss of several outputs.
public struct SplineDerivatives: Sendable {
  /// For each event the gradient, then the lower triangle of the curvature by rows.
  public let packed: SharedBuffer<Float>
  public let outputs: Int

  public init(packed: SharedBuffer<Float>, outputs: Int) {
    self.packed = packed
    self.outputs = outputs
  }

  /// Zeros for some events.
  public init(events: Int, outputs: Int) {
    self.init(packed: SharedBuffer(repeating: 0, count: events * Self.stride(outputs)), outputs: outputs)
  }

  /// Numbers of an event.
  public var stride: Int { Self.stride(outputs) }

  private static func stride(_ outputs: Int) -> Int { outputs + outputs * (outputs + 1) / 2 }

  /// Where the curvature by two outputs, j ≤ i, stands among them.
  public func place(_ i: Int, _ j: Int) -> Int { outputs + i * (i + 1) / 2 + j }

  /// ⟨∂²ℓ/∂F²⟩ of an output.
  public func meanCurvature(_ output: Int, events: Int) -> Double {
    packed.read { packed in
      (0..<events).reduce(0) { $0 + Double(packed[$1 * stride + place(output, output)]) } / Double(events)
    }
  }

  /// Adds the products of some events' functions, in blocks of two outputs.
  fileprivate func add(
    _ layout: Layout, _ rows: [Int], _ block: [Double], _ weighed: inout [Double],
    to sums: inout MutableSpan<Double>
  ) {
    let order = layout.order
    for i in 0..<outputs where layout.size(i) > 0 {
      let left = MatrixBlock(
        start: layout.starts[i], rows: rows.count, columns: layout.size(i), leading: order)
      for j in 0...i where layout.size(j) > 0 {
        packed.read { packed in
          for (index, row) in rows.enumerated() {
            let curvature = Double(packed[row * stride + place(i, j)])
            for k in layout.starts[j]..<layout.starts[j + 1] {
              weighed[index * order + k] = curvature * block[index * order + k]
            }
          }
        }
        let right = MatrixBlock(
          start: layout.starts[j], rows: rows.count, columns: layout.size(j), leading: order)
        addTransposedProduct(
          block.span, left, weighed.span, right, into: &sums,
          MatrixBlock(
            start: layout.starts[i] * order + layout.starts[j], rows: left.columns, columns: right.columns,
            leading: order))
      }
    }
  }
}

/// Where the coefficients of the terms of several outputs stand among all.
private struct Layout {
  typealias Placed = (term: SplineTerm, output: Int, start: Int)

  private(set) var terms: [Placed] = []
  /// Where the coefficients of each output begin; the last is their number.
  private(set) var starts = [0]
  /// The first term of each output.
  private(set) var first: [Int] = []

  init(_ sums: [SplineSum]) {
    for (output, sum) in sums.enumerated() {
      var start = order
      first.append(terms.count)
      for term in sum.terms {
        terms.append((term, output, start))
        start += term.count
      }
      starts.append(start)
    }
  }

  var order: Int { starts[starts.count - 1] }
  func size(_ output: Int) -> Int { starts[output + 1] - starts[output] }

  /// - Parameter body: also gets the term's number among those of its output.
  func forEachTerm(_ body: (Placed, Int) -> Void) {
    for (place, term) in terms.enumerated() { body(term, place - first[term.output]) }
  }

  /// The functions of some events.
  func fill(_ block: inout [Double], _ columns: [[Float]], _ rows: [Int]) {
    for place in 0..<rows.count * order { block[place] = 0 }
    for (index, row) in rows.enumerated() {
      for term in terms {
        term.term.visit(columns, row) { place, value in block[index * order + term.start + place] = value }
      }
    }
  }

  /// Coefficients, as sums of the same terms.
  func sums(_ coefficients: [Double], like sums: [SplineSum]) -> [SplineSum] {
    sums.enumerated().map { output, sum in
      var place = starts[output]
      let own = sum.terms.map { term in
        defer { place += term.count }
        return Array(coefficients[place..<place + term.count])
      }
      return SplineSum(sum.terms, own)
    }
  }
}
