import WinnowMath

/// Makes the first values of a parameter.
public protocol Initializer: Sendable {
  /// `shape.count` numbers. For a matrix, the first dimension is the fan-in, the last the fan-out.
  func values(for shape: Shape, using random: inout CounterRandom) -> [Float]
}

extension Shape {
  /// How many inputs feed one output.
  var fanIn: Int { dimensions.count < 2 ? 1 : dimensions.dropLast().reduce(1, *) }
  /// How many outputs one input feeds.
  var fanOut: Int { dimensions.last ?? 1 }
}
