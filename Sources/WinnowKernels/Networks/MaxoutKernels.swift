/// outputs[i, j] ← maxₖ x[i, k · width + j]: the largest of `pieces` candidates for each unit.
public func largestPieces(
  _ candidates: Span<Float>, pieces: Int, rows: Int, into outputs: inout MutableSpan<Float>
) {
  let width = rowWidth(outputs.count, rows)
  precondition(candidates.count == pieces * outputs.count && pieces > 0, "sizes")
  for row in 0..<rows {
    forEachVector(width) { column in
      var largest = Vector(-Float.infinity)
      for piece in 0..<pieces {
        let start = (row * pieces + piece) * width + column.index
        let values = candidates.load(Place(index: start, lanes: column.lanes))
        largest.replace(with: values, where: values .> largest)
      }
      outputs.store(largest, Place(index: row * width + column.index, lanes: column.lanes))
    }
  }
}

/// The derivative of the above: the gradient of an output goes to the first of its largest candidates.
public func largestPiecesSlope(
  _ candidates: Span<Float>, outputs: Span<Float>, upstream: Span<Float>, rows: Int,
  into gradient: inout MutableSpan<Float>
) {
  let width = rowWidth(outputs.count, rows)
  precondition(upstream.count == outputs.count && gradient.count == candidates.count, "sizes")
  let pieces = outputs.count == 0 ? 0 : candidates.count / outputs.count
  precondition(pieces * outputs.count == candidates.count, "whole pieces")
  for row in 0..<rows {
    forEachVector(width) { column in
      let place = Place(index: row * width + column.index, lanes: column.lanes)
      let largest = outputs.load(place)
      var rest = upstream.load(place)
      for piece in 0..<pieces {
        let start = (row * pieces + piece) * width + column.index
        let source = Place(index: start, lanes: column.lanes)
        let wins = candidates.load(source) .== largest
        gradient.store(Vector(0).replacing(with: rest, where: wins), source)
        rest.replace(with: 0, where: wins)
      }
    }
  }
}
