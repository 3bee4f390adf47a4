/// One step of a recurrent layer for some events. Its tensors are time-major: step, event, unit.
public struct CellStep: ~Escapable {
  public let rows, units: Int
  /// The number of the step, from 0.
  public let index: Int
  /// How many steps each event has; empty where all have all.
  let lengths: Span<Float>

  @_lifetime(copy lengths)
  public init(rows: Int, units: Int, index: Int, lengths: Span<Float>) {
    precondition(lengths.isEmpty || lengths.count == rows, "one length per event")
    self.rows = rows
    self.units = units
    self.index = index
    self.lengths = lengths
  }

  /// Whether an event's sequence has ended before this step: then its state stays as it is.
  @inline(__always)
  func isPast(_ row: Int) -> Bool { !lengths.isEmpty && !(Float(index) < lengths[row]) }

  /// A vector of an event's units in this step, or in an earlier one.
  @inline(__always)
  func place(_ row: Int, _ unit: Place, back: Int = 0) -> Place {
    Place(index: ((index - back) * rows + row) * units + unit.index, lanes: unit.lanes)
  }

  /// A vector of one of an event's gates, in memory of this step alone.
  @inline(__always)
  func gate(_ number: Int, of gates: Int, _ row: Int, _ unit: Place) -> Place {
    Place(index: (row * gates + number) * units + unit.index, lanes: unit.lanes)
  }

  /// The state before this step.
  @inline(__always)
  func previous(_ states: Span<Float>, _ row: Int, _ unit: Place) -> Vector {
    index == 0 ? Vector(0) : states.load(place(row, unit, back: 1))
  }

  func check(gates: Int, of count: Int, states: Int) {
    precondition(gates == count * rows * units, "gates of one step")
    precondition(states >= (index + 1) * rows * units, "states of all steps")
  }
}

/// Sums of one step ← the same bias for each event.
public func fillRows(_ sums: inout MutableSpan<Float>, with bias: Span<Float>) {
  let width = bias.count
  precondition(width > 0 && sums.count % width == 0, "rows of the bias' width")
  for first in stride(from: 0, to: sums.count, by: width) {
    forEachVector(width) {
      sums.store(bias.load($0), Place(index: first + $0.index, lanes: $0.lanes))
    }
  }
}

/// slopes ← slopes + upstream of one step, for the events whose sequence has not ended.
/// - Parameter upstream: event, step, unit; `steps` in all.
public func addSequenceSlope(
  _ upstream: Span<Float>, _ step: borrowing CellStep, steps: Int,
  to slopes: inout MutableSpan<Float>
) {
  precondition(upstream.count == step.rows * steps * step.units, "a sequence per event")
  precondition(slopes.count >= step.rows * step.units && step.index < steps, "sizes")
  for row in 0..<step.rows where !step.isPast(row) {
    forEachVector(step.units) { unit in
      let source = (row * steps + step.index) * step.units + unit.index
      let target = Place(index: row * step.units + unit.index, lanes: unit.lanes)
      let more = upstream.load(Place(index: source, lanes: unit.lanes))
      slopes.store(slopes.load(target) + more, target)
    }
  }
}

/// sequences[i, step] ← 0 for the events whose sequence has ended.
public func clearPast(
  _ step: borrowing CellStep, steps: Int, in sequences: inout MutableSpan<Float>
) {
  precondition(sequences.count == step.rows * steps * step.units, "a sequence per event")
  for row in 0..<step.rows where step.isPast(row) {
    forEachVector(step.units) { unit in
      let target = (row * steps + step.index) * step.units + unit.index
      sequences.store(Vector(0), Place(index: target, lanes: unit.lanes))
    }
  }
}

/// lengths[i] ← the number of steps up to the last one whose inputs are not all 0.
public func sequenceLengths(
  _ sequences: Span<Float>, steps: Int, into lengths: inout MutableSpan<Float>
) {
  let size = sequences.count / max(1, lengths.count)
  precondition(sequences.count == size * lengths.count && size % steps == 0, "whole sequences")
  let width = size / steps
  for row in lengths.indices {
    var length = steps
    while length > 0, (0..<width).allSatisfy({ sequences[row * size + (length - 1) * width + $0] == 0 }) {
      length -= 1
    }
    lengths[row] = Float(length)
  }
}
