/// A function of at most three inputs: Σ c B_i(x) B_j(x′) B_k(x″), a tensor product of their B-splines; of
/// none, a constant.
///
/// 0 where one of the inputs is missing.
public struct SplineTerm: Sendable, Hashable {
  public let inputs: [Int]
  /// One for each input.
  public let grids: [KnotVector]
  /// Products of splines, the last input's running fastest.
  public let count: Int

  /// - Precondition: at most three inputs, as many knot vectors.
  public init(inputs: [Int], grids: [KnotVector]) {
    precondition(inputs.count <= 3 && grids.count == inputs.count, "at most three inputs")
    self.inputs = inputs
    self.grids = grids
    count = grids.reduce(1) { $0 * $1.count }
  }

  /// P of the penalty cᵀPc: squared bends of neighbouring coefficients along each input, and their own
  /// squares: a little of them for a single input, more for products, which have no events in some corners
  /// and shall fade there instead of going on along a line.
  /// Reference: P. Eilers and B. Marx, Stat. Sci. 11 (1996) 89. - Complexity: O(count²).
  func visitPenalty(_ body: (Int, Int, Double) -> Void) {
    for place in 0..<count { body(place, place, inputs.count > 1 ? 0.3 : 0.01) }
    for axis in grids.indices {
      let length = grids[axis].count, step = grids[(axis + 1)...].reduce(1) { $0 * $1.count }
      let bends = (0..<max(0, length - 2)).map { grids[axis].bend(at: $0) }
      for place in 0..<count where place / step % length + 2 < length {
        let bend = bends[place / step % length]
        for (i, left) in bend.enumerated() {
          for (j, right) in bend.enumerated() {
            body(place + i * step, place + j * step, left * right)
          }
        }
      }
    }
  }

  /// Calls `body` with the place and the value of each product that is not 0 for an event.
  @inline(__always)
  func visit(_ columns: [[Float]], _ row: Int, _ body: (Int, Double) -> Void) {
    if grids.isEmpty { return body(0, 1) }
    guard count > 0, let first = values(0, columns, row) else { return }
    if grids.count == 1 {
      for i in 0...grids[0].degree { body(first.first + i, first.values[i]) }
      return
    }
    guard let second = values(1, columns, row) else { return }
    if grids.count == 2 {
      visit(first, second) { place, value in body(place, value) }
      return
    }
    guard let third = values(2, columns, row) else { return }
    visit(first, second) { place, value in
      let start = place * grids[2].count + third.first
      for k in 0...grids[2].degree { body(start + k, value * third.values[k]) }
    }
  }

  @inline(__always)
  private func visit(
    _ first: KnotVector.Values, _ second: KnotVector.Values, _ body: (Int, Double) -> Void
  ) {
    for i in 0...grids[0].degree {
      let start = (first.first + i) * grids[1].count + second.first
      for j in 0...grids[1].degree { body(start + j, first.values[i] * second.values[j]) }
    }
  }

  @inline(__always)
  private func values(_ number: Int, _ columns: [[Float]], _ row: Int) -> KnotVector.Values? {
    let x = columns[inputs[number]][row]
    return x.isNaN ? nil : grids[number].values(at: Double(x))
  }
}
