import WinnowKernels

/// An activation by name: `.relu` in code, `relu` in analysis files.
public struct Activation: Sendable, CaseIterable, RawRepresentable, Hashable {
  let function: any ActivationFunction

  /// An activation of your own.
  public init(_ function: any ActivationFunction) { self.function = function }

  public static let identity = Activation(Identity())
  public static let sigmoid = Activation(LogisticSigmoid())
  public static let tanh = Activation(HyperbolicTangent())
  public static let relu = Activation(RectifiedLinear())
  public static let leakyRelu = Activation(LeakyRectifiedLinear())
  public static let elu = Activation(ExponentialLinear())
  public static let selu = Activation(ScaledExponentialLinear())
  public static let softplus = Activation(Softplus())
  public static let softsign = Activation(Softsign())
  public static let silu = Activation(SigmoidLinear())
  public static let gelu = Activation(GaussianErrorLinear())

  public static let arctan = Activation(InverseTangent())
  public static let gaussian = Activation(Gaussian())
  public static let binaryStep = Activation(BinaryStep())

  public static let allCases: [Activation] = [
    .identity, .sigmoid, .tanh, .relu, .leakyRelu, .elu, .selu, .softplus, .softsign, .silu, .gelu,
    .arctan, .gaussian, .binaryStep,
  ]

  public var rawValue: String { function.name }

  public init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  public static func == (a: Activation, b: Activation) -> Bool { a.rawValue == b.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

  /// The initialiser that keeps the spread of signals from layer to layer.
  var usualInitializer: any Initializer {
    switch self {
    case .relu, .leakyRelu, .elu, .silu, .gelu, .softplus: HeInitializer()
    case .selu: LeCunInitializer()
    default: GlorotInitializer()
    }
  }
}
