/// One step of a plain recurrent cell: h ← tanh of its sum.
///
/// - Parameters:
///   - sums: events × units of this step: sums in, h out.
///   - hidden: h of all steps.
public func advancePlainCell(
  _ step: borrowing CellStep, sums: inout MutableSpan<Float>, hidden: inout MutableSpan<Float>
) {
  step.check(gates: sums.count, of: 1, states: hidden.count)
  for row in 0..<step.rows {
    let past = step.isPast(row)
    forEachVector(step.units) { unit in
      let source = step.gate(0, of: 1, row, unit), place = step.place(row, unit)
      if past { return hidden.store(step.previous(hidden.span, row, unit), place) }
      let h = hyperbolicTangent(sums.load(source))
      sums.store(h, source)
      hidden.store(h, place)
    }
  }
}

/// The derivative of the above.
///
/// - Parameters:
///   - sums: h in, the gradient of its sum out.
///   - slope: the gradient of h in; out, what goes to the step before without passing through the sum.
public func retreatPlainCell(
  _ step: borrowing CellStep, sums: inout MutableSpan<Float>, slope: inout MutableSpan<Float>
) {
  precondition(sums.count == step.rows * step.units && slope.count >= sums.count, "sizes")
  for row in 0..<step.rows {
    let past = step.isPast(row)
    forEachVector(step.units) { unit in
      let place = step.gate(0, of: 1, row, unit)
      if past { return sums.store(Vector(0), place) }
      let h = sums.load(place)
      sums.store(slope.load(place) * (1 - h * h), place)
      slope.store(Vector(0), place)
    }
  }
}
