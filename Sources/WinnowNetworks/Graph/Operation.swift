import WinnowCore

/// One kind of node: how it shapes, computes and differentiates a tensor. A new operation is one file
/// with a type that conforms to this.
///
/// Life of an operation: when a graph is built, `outputShape` checks the inputs and `parameters` tells
/// what it learns; when memory is planned, `savedCount` and `backwardNeeds` tell what must survive
/// until the backward pass; then, chunk of events by chunk, `forward`, and in training `backward`.
/// Operations are values without state of their own, and run on several threads at once.
public protocol Operation: Sendable {
  /// What it is called in messages and, with a number, as a node: “dense”.
  var kind: String { get }

  /// The shape of the output.
  /// - Throws: `badConfiguration` where the inputs do not fit; the graph adds the node's name.
  func outputShape(for inputs: [Shape]) throws -> Shape

  /// What it learns and keeps; nothing by default.
  func parameters(for inputs: [Shape]) -> [ParameterDefinition]

  /// How many numbers per event it wants to keep in `saved` from forward to backward; 0 by default.
  func savedCount(for inputs: [Shape]) -> Int

  /// How many numbers per chunk of events it wants as `scratch`, kept from forward to backward; 0 by
  /// default.
  func scratchCount(for inputs: [Shape]) -> Int

  /// Multiplications for one event, roughly: how finely events are spread over threads. By default one
  /// for each parameter.
  func work(for inputs: [Shape]) -> Int

  /// Chunks start at multiples of so many events, a divisor of 64; 1 by default.
  func rowMultiple(for inputs: [Shape]) -> Int

  /// What `backward` reads besides `saved` and `scratch`; everything by default.
  var backwardNeeds: BackwardNeeds { get }

  /// Writes the output. In use, that for an event has the same bits whatever events surround it.
  func forward(_ pass: ForwardPass)

  /// Writes the gradient of every parameter and of every input that wants one, from the gradient of
  /// the output. Each is overwritten; where an edge feeds several nodes, the executor adds.
  func backward(_ pass: BackwardPass)
}

/// The tensors that a backward pass reads: they stay in memory until then.
public struct BackwardNeeds: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static let inputs = BackwardNeeds(rawValue: 1)
  public static let output = BackwardNeeds(rawValue: 2)
}

extension Operation {
  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] { [] }
  public func savedCount(for inputs: [Shape]) -> Int { 0 }
  public func scratchCount(for inputs: [Shape]) -> Int { 0 }
  public func rowMultiple(for inputs: [Shape]) -> Int { 1 }
  public func work(for inputs: [Shape]) -> Int {
    parameters(for: inputs).reduce(0) { $0 + $1.shape.count }
  }
  public var backwardNeeds: BackwardNeeds { [.inputs, .output] }

  /// - Throws: `badConfiguration` unless there are that many inputs.
  func requireInputs(_ count: Int, _ inputs: [Shape]) throws {
    guard inputs.count == count else {
      throw WinnowError(
        .badConfiguration, "takes \(count) input\(count == 1 ? "" : "s"); got \(inputs.count)")
    }
  }

  /// The one shape of so many inputs. - Throws: `badConfiguration` for other numbers of them or several shapes.
  func commonShape(_ count: Int, _ inputs: [Shape]) throws -> Shape {
    try requireInputs(count, inputs)
    try requireEqualShapes(inputs)
    return inputs[0]
  }

  /// - Throws: `badConfiguration` unless the shape has one dimension.
  func requireVector(_ shape: Shape) throws {
    guard shape.dimensions.count == 1 else {
      throw WinnowError(.badConfiguration, "takes a vector for each event; got \(shape)")
    }
  }

  /// - Throws: `badConfiguration` unless these are axes of the shape, each given once.
  func requireAxes(_ axes: [Int], of shape: Shape) throws {
    let rank = shape.dimensions.count
    guard Set(axes).count == axes.count, axes.allSatisfy({ (0..<rank).contains($0) }) else {
      throw WinnowError(
        .badConfiguration, "takes axes in 0 … \(rank - 1) of \(shape); got \(axes)")
    }
  }

  /// - Throws: `badConfiguration` unless all inputs have one shape.
  func requireEqualShapes(_ inputs: [Shape]) throws {
    guard Set(inputs).count <= 1 else {
      let shapes = inputs.map(\.description).joined(separator: " and ")
      throw WinnowError(.badConfiguration, "takes inputs of one shape; got \(shapes)")
    }
  }
}

/// An operation that in use can also take its events sixteen side by side: see `EventPanels`. Where all of a
/// graph's operations can, networks are applied to many events that way.
public protocol PanelOperation: Operation {
  /// Writes the output in panels, with the bits of `forward`; never in training.
  func forwardPanels(_ pass: ForwardPass)
}

/// An operation whose output for one event depends on the other events of the batch, through sums over
/// events. Each chunk first summarises its own events; then, with all summaries at hand, the passes run.
public protocol BatchCoupledOperation: Operation {
  /// How many numbers the summary of a chunk of so many events has.
  func summaryCount(for inputs: [Shape], rows: Int) -> Int
  /// Writes `pass.summary`, in training only.
  func summarize(_ pass: ForwardPass)
  /// Writes `pass.summary` from the gradient of the output, in training only.
  func summarize(_ pass: BackwardPass)
}
