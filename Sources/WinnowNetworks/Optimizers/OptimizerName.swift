/// The optimisers that analysis files may name. A new one is one file and one line here.
public struct OptimizerName: RawRepresentable, CaseIterable, Sendable, Hashable {
  public let rawValue: String
  /// Gives a phase the optimiser.
  let prepare: @Sendable (inout TrainingPhase, TrainingSettings) -> Void

  public static let sgd = OptimizerName(GradientDescent.name) { _ in GradientDescent() }
  public static let momentum = OptimizerName(Momentum.name) { _ in Momentum() }
  public static let nesterov = OptimizerName(Nesterov.name) { _ in Nesterov() }
  public static let adam = OptimizerName(Adam.name) { _ in Adam() }
  public static let adamw = OptimizerName(AdamW.name) { AdamW(decay: $0.weightDecay) }
  public static let adagrad = OptimizerName(AdaGrad.name) { _ in AdaGrad() }
  public static let rmsprop = OptimizerName(RMSProp.name) { _ in RMSProp() }
  public static let adadelta = OptimizerName(AdaDelta.name) { _ in AdaDelta() }

  /// Full-batch methods: one step on all events in each epoch.
  public static let bfgs = OptimizerName("bfgs", memory: 200)
  public static let lbfgs = OptimizerName("lbfgs", memory: 10)

  public static let allCases: [OptimizerName] = [
    .sgd, .momentum, .nesterov, .adam, .adamw, .adagrad, .rmsprop, .adadelta, .bfgs, .lbfgs,
  ]

  /// Whether each step takes all events.
  public var takesAllEvents: Bool { self == .bfgs || self == .lbfgs }

  private init(_ name: String, _ make: @escaping @Sendable (TrainingSettings) -> any Optimizer) {
    rawValue = name
    prepare = { $0.optimizer = make($1) }
  }

  private init(_ name: String, memory: Int) {
    rawValue = name
    prepare = { phase, _ in phase.quasiNewtonMemory = memory }
  }

  public init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  public static func == (a: OptimizerName, b: OptimizerName) -> Bool { a.rawValue == b.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
