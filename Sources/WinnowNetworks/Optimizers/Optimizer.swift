import WinnowKernels

/// Changes parameters along their gradient. A value: what it remembers from step to step lies in memory
/// that the training gives it.
public protocol Optimizer: Sendable {
  /// The name in analysis files.
  static var name: String { get }
  /// How many numbers it remembers for each parameter.
  var memoryCount: Int { get }
  /// Takes one step on some parameters; called from several threads, on different parameters.
  func update(_ slice: ParameterSlice, gradient: Span<Float>)
}

/// A run of parameters with what an optimiser remembers of them.
public struct ParameterSlice {
  let parameters: Arena
  let memory: Arena
  let range: Range<Int>
  /// The learning rate of this step.
  public let rate: Float
  /// The number of this step, counted from 1.
  public let step: Int
  /// Whether weight decay applies.
  public let decays: Bool

  /// - Parameters:
  ///   - memory: `memoryCount` times as many numbers as `parameters`.
  ///   - range: the parameters of the slice.
  public init(
    parameters: Arena, memory: Arena, range: Range<Int>, rate: Float, step: Int, decays: Bool
  ) {
    self.parameters = parameters
    self.memory = memory
    self.range = range
    self.rate = rate
    self.step = step
    self.decays = decays
  }

  public var values: MutableSpan<Float> {
    @_lifetime(borrow self) get { parameters.mutableSpan(range) }
  }

  /// The remembered numbers of one kind; 0 at first.
  @_lifetime(borrow self)
  public func memory(_ index: Int) -> MutableSpan<Float> {
    let start = index * parameters.count
    return memory.mutableSpan(start + range.lowerBound..<start + range.upperBound)
  }
}
