/// A loss that is a sum over the outputs of an event, of a function of output and target.
///
/// A new one is a file with a `VectorLoss`: its value and its slope for sixteen outputs at once.
public protocol PointwiseLossFunction: Sendable {
  /// losses[i] ← wᵢ Σⱼ l(yᵢⱼ, tᵢⱼ).
  func apply(
    outputs: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    into losses: inout MutableSpan<Float>)

  /// gradient[i, j] ← upstreamᵢ wᵢ ∂l/∂y (yᵢⱼ, tᵢⱼ).
  func slope(
    outputs: Span<Float>, targets: Span<Float>, weights: Span<Float>, upstream: Span<Float>,
    into gradient: inout MutableSpan<Float>)
}

/// A loss written for vectors; the loops over spans are made from it.
protocol VectorLoss: PointwiseLossFunction {
  func value(_ output: Vector, _ target: Vector) -> Vector
  /// ∂l/∂y.
  func slope(_ output: Vector, _ target: Vector) -> Vector
}

extension VectorLoss {
  public func apply(
    outputs: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    into losses: inout MutableSpan<Float>
  ) {
    let rows = losses.count
    let width = rowWidth(outputs.count, rows)
    precondition(targets.count == outputs.count && weights.count == rows, "equal sizes")
    if width == 1 {
      return forEachVector(rows) { place in
        let part = value(outputs.load(place), targets.load(place))
        losses.store(weights.load(place) * part, place)
      }
    }
    for row in 0..<rows {
      var sum = Vector()
      forEachVector(width) { column in
        let place = Place(index: row * width + column.index, lanes: column.lanes)
        let part = value(outputs.load(place), targets.load(place))
        sum += part.replacing(with: 0, where: place.rest)
      }
      losses[row] = weights[row] * sum.sum()
    }
  }

  public func slope(
    outputs: Span<Float>, targets: Span<Float>, weights: Span<Float>, upstream: Span<Float>,
    into gradient: inout MutableSpan<Float>
  ) {
    let rows = upstream.count
    let width = rowWidth(outputs.count, rows)
    precondition(targets.count == outputs.count && gradient.count == outputs.count, "equal sizes")
    precondition(weights.count == rows, "one weight per row")
    if width == 1 {
      return forEachVector(rows) { place in
        let factor = upstream.load(place) * weights.load(place)
        gradient.store(factor * slope(outputs.load(place), targets.load(place)), place)
      }
    }
    for row in 0..<rows {
      let factor = Vector(upstream[row] * weights[row])
      forEachVector(width) { column in
        let place = Place(index: row * width + column.index, lanes: column.lanes)
        gradient.store(factor * slope(outputs.load(place), targets.load(place)), place)
      }
    }
  }
}

/// The width of a matrix. - Precondition: whole rows.
func rowWidth(_ count: Int, _ rows: Int) -> Int {
  precondition(rows == 0 ? count == 0 : count % rows == 0, "whole rows")
  return rows == 0 ? 0 : count / rows
}
