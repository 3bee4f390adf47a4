/// Sixteen events side by side, for applying a network to many of them.
///
/// A tensor of n numbers per event is a panel of n × 16 numbers for the first sixteen events, another for
/// the next, and so on: number k of event e stands at (⌊e/16⌋ n + k) 16 + e mod 16. Columns of inputs fill
/// whole vectors, layers of any width do too, and no tile is left half empty.
public enum EventPanels {
  public static let width = Vector.scalarCount

  /// So many events, and those that fill the last panel up.
  public static func padded(_ events: Int) -> Int { (events + width - 1) / width * width }
}

/// Puts one column of values into panels; what lies behind the last event stays as it is.
/// - Parameter width: numbers per event.
public func storeColumn(
  _ values: Span<Float>, at column: Int, ofPanels panels: inout MutableSpan<Float>, width: Int
) {
  precondition(0..<width ~= column, "a column")
  precondition(panels.count == EventPanels.padded(values.count) * width, "whole panels")
  forEachVector(values.count) { place in
    let target = Place(index: place.index * width + column * EventPanels.width, lanes: place.lanes)
    panels.store(values.load(place), target)
  }
}

/// Asks for values ahead of their use; harmless outside.
public func prefetch(_ values: Span<Float>, _ range: Range<Int>) {
  values.prefetch(range.lowerBound, count: range.count)
}

/// Puts panels into a row-major matrix, event by event.
public func copyPanels(_ panels: Span<Float>, width: Int, into rows: inout MutableSpan<Float>) {
  precondition(rows.count % width == 0, "whole events")
  let events = rows.count / width
  precondition(panels.count == EventPanels.padded(events) * width, "whole panels")
  if width == 1 { return copy(panels.extracting(0..<events), into: &rows) }
  for event in 0..<events {
    let (panel, lane) = event.quotientAndRemainder(dividingBy: EventPanels.width)
    for column in 0..<width {
      rows[event * width + column] = panels[(panel * width + column) * EventPanels.width + lane]
    }
  }
}

/// outputs[k] ← panels[k] · factors[k] + offsets[k] for every event, with the bits of `scaleColumns`.
public func scalePanels(
  _ panels: Span<Float>, by factors: Span<Float>, adding offsets: Span<Float>,
  into outputs: inout MutableSpan<Float>
) {
  let width = factors.count
  precondition(panels.count == outputs.count && offsets.count == width, "equal sizes")
  precondition(panels.count % (width * EventPanels.width) == 0, "whole panels")
  for first in stride(from: 0, to: panels.count, by: width * EventPanels.width) {
    for column in 0..<width {
      let place = Place(index: first + column * EventPanels.width, lanes: EventPanels.width)
      let offset = Vector(offsets[column])
      outputs.store(offset.addingProduct(panels.load(place), Vector(factors[column])), place)
    }
  }
}
