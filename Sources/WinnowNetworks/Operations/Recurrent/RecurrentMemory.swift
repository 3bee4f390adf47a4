/// Where a recurrent operation keeps what its backward pass needs. All of it is time-major: step, event,
/// number.
struct RecurrentMemory {
  let steps, inputs, units: Int
  let gates, extras, slopes: Int
  /// Whether extras are sums, used step by step, and not a memory that steps hand on.
  let extrasAreSums: Bool
  let rows: Int

  init(_ operation: RecurrentOperation, _ shape: Shape, rows: Int) {
    let cell = operation.cell
    steps = shape.dimensions[0]
    inputs = shape.dimensions[1]
    units = operation.units
    (gates, extras, slopes) = (cell.gates, cell.extras, cell.slopes)
    extrasAreSums = cell.keepsSumsApart
    self.rows = rows
  }

  private func area(after start: Int, perEvent count: Int) -> Range<Int> {
    start..<start + count * rows
  }

  /// The inputs, step by step.
  var sequence: Range<Int> { area(after: 0, perEvent: steps * inputs) }
  /// Sums, gates, and then the gradients of the sums.
  var gateArea: Range<Int> {
    area(after: sequence.upperBound, perEvent: steps * gates * units)
  }
  var extraArea: Range<Int> {
    area(after: gateArea.upperBound, perEvent: steps * extras * units)
  }
  var hidden: Range<Int> { area(after: extraArea.upperBound, perEvent: steps * units) }
  /// Gradients on their way from step to step.
  var slopeArea: Range<Int> { area(after: hidden.upperBound, perEvent: slopes * units) }
  /// That of the hidden units.
  var hiddenSlope: Range<Int> { area(after: hidden.upperBound, perEvent: units) }

  var total: Int { slopeArea.upperBound }

  private func step(_ index: Int, of area: Range<Int>) -> Range<Int> {
    let size = area.count / steps
    return area.lowerBound + index * size..<area.lowerBound + (index + 1) * size
  }

  func gates(_ index: Int) -> Range<Int> { step(index, of: gateArea) }
  func hidden(_ index: Int) -> Range<Int> { step(index, of: hidden) }
  func extras(_ index: Int) -> Range<Int> {
    extrasAreSums ? step(index, of: extraArea) : extraArea
  }
  /// Where the product with the hidden units goes.
  func sums(_ index: Int) -> Range<Int> { extrasAreSums ? extras(index) : gates(index) }
  /// The gradients of the products with the hidden units, of all steps but the first.
  var laterSums: Range<Int> {
    let area = extrasAreSums ? extraArea : gateArea
    return area.lowerBound + area.count / steps..<area.upperBound
  }
  /// The hidden units of all steps but the last.
  var earlierHidden: Range<Int> {
    hidden.lowerBound..<hidden.upperBound - hidden.count / steps
  }
}
