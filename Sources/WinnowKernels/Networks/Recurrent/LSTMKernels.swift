/// One step of a long short-term memory: gates i, f, g, o ← σ, σ, tanh, σ of their sums;
/// c ← f c′ + i g; h ← o tanh c.
///
/// - Parameters:
///   - gates: events × (i, f, g, o) × units of this step, sums in, gates out.
///   - cells: c of all steps.
///   - hidden: h of all steps.
public func advanceLSTM(
  _ step: borrowing CellStep, gates: inout MutableSpan<Float>, cells: inout MutableSpan<Float>,
  hidden: inout MutableSpan<Float>
) {
  step.check(gates: gates.count, of: 4, states: min(cells.count, hidden.count))
  for row in 0..<step.rows {
    let past = step.isPast(row)
    forEachVector(step.units) { unit in
      let place = step.place(row, unit)
      let before = step.previous(cells.span, row, unit)
      if past {
        cells.store(before, place)
        return hidden.store(step.previous(hidden.span, row, unit), place)
      }
      let input = step.gate(0, of: 4, row, unit), forget = step.gate(1, of: 4, row, unit)
      let candidate = step.gate(2, of: 4, row, unit), output = step.gate(3, of: 4, row, unit)
      let i = sigmoidOf(gates.load(input)), f = sigmoidOf(gates.load(forget))
      let g = hyperbolicTangent(gates.load(candidate)), o = sigmoidOf(gates.load(output))
      let cell = (i * g).addingProduct(f, before)
      gates.store(i, input)
      gates.store(f, forget)
      gates.store(g, candidate)
      gates.store(o, output)
      cells.store(cell, place)
      hidden.store(o * hyperbolicTangent(cell), place)
    }
  }
}

/// The derivative of the above.
///
/// - Parameters:
///   - gates: gates in, gradients of their sums out.
///   - slopes: the gradient of h, then that of c, of this step in; out, what goes to the step before
///     without passing through the sums.
public func retreatLSTM(
  _ step: borrowing CellStep, gates: inout MutableSpan<Float>, cells: Span<Float>,
  slopes: inout MutableSpan<Float>
) {
  step.check(gates: gates.count, of: 4, states: cells.count)
  let half = step.rows * step.units
  precondition(slopes.count >= 2 * half, "two gradients")
  for row in 0..<step.rows {
    let past = step.isPast(row)
    forEachVector(step.units) { unit in
      let input = step.gate(0, of: 4, row, unit), forget = step.gate(1, of: 4, row, unit)
      let candidate = step.gate(2, of: 4, row, unit), output = step.gate(3, of: 4, row, unit)
      if past {
        for gate in [input, forget, candidate, output] { gates.store(Vector(0), gate) }
        return
      }
      let hiddenPlace = Place(index: row * step.units + unit.index, lanes: unit.lanes)
      let cellPlace = Place(index: half + hiddenPlace.index, lanes: unit.lanes)
      let i = gates.load(input), f = gates.load(forget)
      let g = gates.load(candidate), o = gates.load(output)
      let t = hyperbolicTangent(cells.load(step.place(row, unit)))
      let dh = slopes.load(hiddenPlace)
      let dc = slopes.load(cellPlace) + dh * o * (1 - t * t)
      gates.store(dc * g * i * (1 - i), input)
      gates.store(dc * step.previous(cells, row, unit) * f * (1 - f), forget)
      gates.store(dc * i * (1 - g * g), candidate)
      gates.store(dh * t * o * (1 - o), output)
      slopes.store(Vector(0), hiddenPlace)
      slopes.store(dc * f, cellPlace)
    }
  }
}
