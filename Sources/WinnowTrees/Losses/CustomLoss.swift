/// A loss that the program supplies: its value and first and second derivative for one event.
///
/// For loops over whole blocks, adopt `Loss` itself.
public struct CustomLoss: Loss {
  /// ℓ(y, F), ∂ℓ/∂F and ∂²ℓ/∂F² or an upper bound of it, for weight 1.
  public typealias Terms = (loss: Double, first: Double, second: Double)

  public let name: String
  private let constant: @Sendable (_ targets: [Float], _ weights: [Float]) throws -> Double
  private let terms: @Sendable (_ target: Double, _ score: Double) -> Terms
  private let response: @Sendable (Float) -> Float

  /// - Parameters:
  ///   - start: the constant score to begin with, from all targets and weights; 0 unless given.
  ///   - response: from score to prediction; the score itself unless given.
  ///   - terms: of one event; called from several threads.
  public init(
    name: String,
    start: @escaping @Sendable (_ targets: [Float], _ weights: [Float]) throws -> Double = { _, _ in 0 },
    response: @escaping @Sendable (Float) -> Float = { $0 },
    terms: @escaping @Sendable (_ target: Double, _ score: Double) -> Terms
  ) {
    self.name = name
    constant = start
    self.response = response
    self.terms = terms
  }

  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    try constant(targets.indices.map { targets[$0] }, weights.indices.map { weights[$0] })
  }

  /// Events of weight 0 are not asked about.
  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    var loss = 0.0
    for row in scores.indices {
      let weight = Double(weights[row])
      guard weight != 0 else {
        gradients[row] = 0
        hessians[row] = 0
        continue
      }
      let event = terms(Double(targets[row]), Double(scores[row]))
      gradients[row] = Float(weight * event.first)
      hessians[row] = Float(weight * event.second)
      loss += weight * event.loss
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) {
    for row in scores.indices { scores[row] = response(scores[row]) }
  }
}
