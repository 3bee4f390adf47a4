import WinnowKernels

// Operations as functions, for building graphs and losses by hand.
extension Graph {
  /// a + b.
  public mutating func add(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(AddOperation(), to: [a, b])
  }
  /// a − b.
  public mutating func subtract(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(ElementwiseOperation(Difference()), to: [a, b])
  }
  /// a b.
  public mutating func multiply(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(MultiplyOperation(), to: [a, b])
  }
  /// a / b.
  public mutating func divide(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(ElementwiseOperation(Quotient()), to: [a, b])
  }
  /// aᵇ for a > 0.
  public mutating func power(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(ElementwiseOperation(PowerOfPair()), to: [a, b])
  }
  /// max(a, b).
  public mutating func maximum(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(ElementwiseOperation(LargerOfPair()), to: [a, b])
  }
  /// min(a, b).
  public mutating func minimum(_ a: Edge, _ b: Edge) throws -> Edge {
    try add(ElementwiseOperation(SmallerOfPair()), to: [a, b])
  }

  /// A function of each number.
  public mutating func apply(_ activation: Activation, to x: Edge) throws -> Edge {
    try add(ActivationOperation(activation), to: [x])
  }
  /// xᵖ; below 0 it is NaN unless p is whole.
  public mutating func power(_ x: Edge, _ exponent: Float) throws -> Edge {
    try apply(Activation(PowerFunction(exponent)), to: x)
  }
  /// a x + b.
  public mutating func linear(_ x: Edge, times a: Float = 1, plus b: Float = 0) throws -> Edge {
    try apply(Activation(LinearFunction(times: a, plus: b)), to: x)
  }
  /// eˣ.
  public mutating func exp(_ x: Edge) throws -> Edge { try apply(.exp, to: x) }
  /// ln x.
  public mutating func log(_ x: Edge) throws -> Edge { try apply(.log, to: x) }
  /// √x.
  public mutating func sqrt(_ x: Edge) throws -> Edge { try apply(.sqrt, to: x) }
  /// |x|.
  public mutating func abs(_ x: Edge) throws -> Edge { try apply(.abs, to: x) }

  /// Sums over axes, which become 1; over all where nil.
  public mutating func sum(_ x: Edge, axes: [Int]? = nil) throws -> Edge {
    try add(ReductionOperation(.sum, axes: axes), to: [x])
  }
  /// Means over axes, which become 1.
  public mutating func mean(_ x: Edge, axes: [Int]? = nil) throws -> Edge {
    try add(ReductionOperation(.mean, axes: axes), to: [x])
  }
  /// Largest numbers over axes, which become 1.
  public mutating func largest(_ x: Edge, axes: [Int]? = nil) throws -> Edge {
    try add(ReductionOperation(.largest, axes: axes), to: [x])
  }

  public mutating func reshape(_ x: Edge, to shape: Shape) throws -> Edge {
    try add(ReshapeOperation(shape), to: [x])
  }
  /// One axis; a tensor that has one already stays.
  public mutating func flatten(_ x: Edge) throws -> Edge {
    shape(of: x).dimensions.count == 1 ? x : try reshape(x, to: Shape(shape(of: x).count))
  }
  public mutating func transpose(_ x: Edge, axes: [Int]) throws -> Edge {
    try add(TransposeOperation(axes: axes), to: [x])
  }
  public mutating func slice(
    _ x: Edge, axis: Int = 0, _ range: Range<Int>, step: Int = 1
  ) throws -> Edge {
    try add(SliceOperation(axis: axis, range, step: step), to: [x])
  }
  public mutating func concatenate(_ parts: [Edge], axis: Int = 0) throws -> Edge {
    try add(ConcatenateOperation(axis: axis), to: parts)
  }
  /// Repeats along axes of size 1.
  public mutating func broadcast(_ x: Edge, to shape: Shape) throws -> Edge {
    try add(BroadcastOperation(to: shape), to: [x])
  }
}

// Functions for graphs; analysis files know the activations of `allCases` alone.
extension Activation {
  public static let exp = Activation(ExponentialFunction())
  public static let log = Activation(NaturalLogarithm())
  public static let sqrt = Activation(SquareRoot())
  public static let abs = Activation(Magnitude())
}
