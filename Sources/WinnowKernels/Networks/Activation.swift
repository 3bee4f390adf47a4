/// A function applied to each element of a layer's output.
///
/// A new one is a file with a `VectorActivation`: its value and its slope for sixteen numbers at once.
public protocol ActivationFunction: Sendable {
  /// The name in analysis files.
  var name: String { get }
  /// Whether the slope is computed from the input; otherwise the output is enough, and the executor
  /// need not keep the input.
  var slopeNeedsInput: Bool { get }

  /// values ← f(values).
  func apply(to values: inout MutableSpan<Float>)

  /// matrix[i, j] ← f(matrix[i, j] + bias[j]).
  func apply(to matrix: inout MutableSpan<Float>, adding bias: Span<Float>)

  /// y[i, j] ← f(bias[j] + Σₖ x[i, k] weights[k, j]): a dense layer. The bits of a row of y depend on that
  /// row of x alone.
  /// - Parameter scratch: `DenseProduct.scratchCount` numbers.
  func apply(
    toProductOf x: Span<Float>, _ weights: Span<Float>, adding bias: Span<Float>,
    scratch: inout MutableSpan<Float>, into y: inout MutableSpan<Float>)

  /// The same for panels of events, each bit equal: see `EventPanels`.
  func apply(
    toProductOfPanels x: Span<Float>, _ weights: Span<Float>, adding bias: Span<Float>,
    scratch: inout MutableSpan<Float>, into y: inout MutableSpan<Float>)

  /// gradient ← gradient · f′.
  /// - Parameter argument: the inputs x where `slopeNeedsInput`, else the outputs f(x).
  func multiply(_ gradient: inout MutableSpan<Float>, bySlopeAt argument: Span<Float>)
}

/// An activation written for vectors; the loops over spans are made from it.
protocol VectorActivation: ActivationFunction {
  func value(_ x: Vector) -> Vector
  /// f′, from x where `slopeNeedsInput`, else from f(x).
  func slope(_ argument: Vector) -> Vector
}

extension VectorActivation {
  public var slopeNeedsInput: Bool { false }

  public func apply(to values: inout MutableSpan<Float>) {
    Elementary.map(&values) { value($0) }
  }

  public func apply(to matrix: inout MutableSpan<Float>, adding bias: Span<Float>) {
    let width = bias.count
    precondition(width > 0 && matrix.count % width == 0, "rows of the bias' width")
    for first in stride(from: 0, to: matrix.count, by: width) {
      forEachVector(width) { column in
        let place = Place(index: first + column.index, lanes: column.lanes)
        matrix.store(value(matrix.load(place) + bias.load(column)), place)
      }
    }
  }

  public func multiply(_ gradient: inout MutableSpan<Float>, bySlopeAt argument: Span<Float>) {
    precondition(gradient.count == argument.count, "one argument per gradient")
    forEachVector(gradient.count) { place in
      gradient.store(gradient.load(place) * slope(argument.load(place)), place)
    }
  }
}
