import WinnowKernels

/// What happens in one step of a recurrent layer. The sums of inputs and hidden units are made outside.
///
/// A new cell is a type with its two kernels.
public protocol RecurrentCell: Sendable {
  init()
  /// The operation's name, such as “lstm”.
  var kind: String { get }
  /// What a layer of it is called.
  var title: String { get }
  /// Sums for each unit.
  var gates: Int { get }
  /// Whether the sums over inputs and those over hidden units stay apart, each with its bias.
  var keepsSumsApart: Bool { get }
  /// Other numbers for each unit and step: sums over hidden units, or a cell's memory.
  var extras: Int { get }
  /// Gradients for each unit that go from step to step, that of h first.
  var slopes: Int { get }
  /// Of the bias.
  var biasInitializer: any Initializer { get }

  /// One step forward.
  ///
  /// - Parameters:
  ///   - gates: events × gates × units of this step: sums in; out, what `retreat` wants.
  ///   - extras: those of this step, or of all steps where it is a memory.
  ///   - hidden: the hidden units of all steps.
  func advance(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: inout MutableSpan<Float>)

  /// One step backward: `gates`, and sums in `extras`, become gradients of the sums; `slopes` becomes
  /// what goes to the step before.
  func retreat(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: Span<Float>, slopes: inout MutableSpan<Float>)
}

/// h = tanh(x Wₓ + h′ Wₕ + b) (Elman, Cognitive Science 14 (1990) 179).
public struct PlainCell: RecurrentCell {
  public init() {}
  public var kind: String { "rnn" }
  public var title: String { "a plain recurrent layer" }
  public var gates: Int { 1 }
  public var keepsSumsApart: Bool { false }
  public var extras: Int { 0 }
  public var slopes: Int { 1 }
  public var biasInitializer: any Initializer { ConstantInitializer(0) }

  public func advance(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: inout MutableSpan<Float>
  ) {
    advancePlainCell(step, sums: &gates, hidden: &hidden)
  }

  public func retreat(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: Span<Float>, slopes: inout MutableSpan<Float>
  ) {
    retreatPlainCell(step, sums: &gates, slope: &slopes)
  }
}

/// The gated recurrent unit with the reset gate behind the product, as in other libraries: r, z = σ(…),
/// n = tanh(x Wₓ + bₓ + r (h′ Wₕ + bₕ)), h = (1 − z) n + z h′ (Cho et al., arXiv:1406.1078).
public struct GRUCell: RecurrentCell {
  public init() {}
  public var kind: String { "gru" }
  public var title: String { "a gated recurrent layer" }
  public var gates: Int { 3 }
  public var keepsSumsApart: Bool { true }
  public var extras: Int { 3 }
  public var slopes: Int { 1 }
  public var biasInitializer: any Initializer { ConstantInitializer(0) }

  public func advance(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: inout MutableSpan<Float>
  ) {
    advanceGRU(step, gates: &gates, sums: extras.span, hidden: &hidden)
  }

  public func retreat(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: Span<Float>, slopes: inout MutableSpan<Float>
  ) {
    retreatGRU(step, gates: &gates, sums: &extras, hidden: hidden, slope: &slopes)
  }
}

/// Long short-term memory: i, f, o = σ(…), g = tanh(…), c = f c′ + i g, h = o tanh c (Hochreiter and
/// Schmidhuber, Neural Computation 9 (1997) 1735). The forget gate's bias starts at 1 (Jozefowicz et al.,
/// ICML 2015).
public struct LSTMCell: RecurrentCell {
  public init() {}
  public var kind: String { "lstm" }
  public var title: String { "a long short-term memory" }
  public var gates: Int { 4 }
  public var keepsSumsApart: Bool { false }
  public var extras: Int { 1 }
  public var slopes: Int { 2 }
  public var biasInitializer: any Initializer { QuarterInitializer(quarter: 1, value: 1) }

  public func advance(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: inout MutableSpan<Float>
  ) {
    advanceLSTM(step, gates: &gates, cells: &extras, hidden: &hidden)
  }

  public func retreat(
    _ step: borrowing CellStep, gates: inout MutableSpan<Float>, extras: inout MutableSpan<Float>,
    hidden: Span<Float>, slopes: inout MutableSpan<Float>
  ) {
    retreatLSTM(step, gates: &gates, cells: extras.span, slopes: &slopes)
  }
}
