/// One step of a gated recurrent unit: r, z ← σ of their sums; n ← tanh(nₓ + r nₕ);
/// h ← (1 − z) n + z h′.
///
/// - Parameters:
///   - gates: events × (r, z, n) × units of this step: sums over the inputs in, gates out.
///   - sums: likewise, sums over the hidden units of the step before.
///   - hidden: h of all steps.
public func advanceGRU(
  _ step: borrowing CellStep, gates: inout MutableSpan<Float>, sums: Span<Float>,
  hidden: inout MutableSpan<Float>
) {
  step.check(gates: gates.count, of: 3, states: hidden.count)
  precondition(sums.count == gates.count, "sums of both kinds")
  for row in 0..<step.rows {
    let past = step.isPast(row)
    forEachVector(step.units) { unit in
      let place = step.place(row, unit)
      let before = step.previous(hidden.span, row, unit)
      if past { return hidden.store(before, place) }
      let reset = step.gate(0, of: 3, row, unit), update = step.gate(1, of: 3, row, unit)
      let candidate = step.gate(2, of: 3, row, unit)
      let r = sigmoidOf(gates.load(reset) + sums.load(reset))
      let z = sigmoidOf(gates.load(update) + sums.load(update))
      let n = hyperbolicTangent(gates.load(candidate).addingProduct(r, sums.load(candidate)))
      gates.store(r, reset)
      gates.store(z, update)
      gates.store(n, candidate)
      hidden.store(n.addingProduct(z, before - n), place)
    }
  }
}

/// The derivative of the above.
///
/// - Parameters:
///   - gates: gates in, gradients of the sums over the inputs out.
///   - sums: sums over the hidden units in, their gradients out.
///   - slope: the gradient of h in; out, what goes to the step before without passing through the sums.
public func retreatGRU(
  _ step: borrowing CellStep, gates: inout MutableSpan<Float>, sums: inout MutableSpan<Float>,
  hidden: Span<Float>, slope: inout MutableSpan<Float>
) {
  step.check(gates: gates.count, of: 3, states: hidden.count)
  precondition(sums.count == gates.count && slope.count >= step.rows * step.units, "sizes")
  for row in 0..<step.rows {
    let past = step.isPast(row)
    forEachVector(step.units) { unit in
      let reset = step.gate(0, of: 3, row, unit), update = step.gate(1, of: 3, row, unit)
      let candidate = step.gate(2, of: 3, row, unit)
      if past {
        for gate in [reset, update, candidate] {
          gates.store(Vector(0), gate)
          sums.store(Vector(0), gate)
        }
        return
      }
      let place = Place(index: row * step.units + unit.index, lanes: unit.lanes)
      let r = gates.load(reset), z = gates.load(update), n = gates.load(candidate)
      let dh = slope.load(place)
      let dn = dh * (1 - z) * (1 - n * n)
      let dr = dn * sums.load(candidate) * r * (1 - r)
      let dz = dh * (step.previous(hidden, row, unit) - n) * z * (1 - z)
      gates.store(dr, reset)
      gates.store(dz, update)
      gates.store(dn, candidate)
      sums.store(dr, reset)
      sums.store(dz, update)
      sums.store(dn * r, candidate)
      slope.store(dh * z, place)
    }
  }
}
