import WinnowCore
import WinnowKernels

/// Learns the strengths of Gaussian priors on the weights while the network trains: MacKay's evidence
/// framework (Neural Computation 4 (1992) 448), as TMVA's MLPBNN.
///
/// The weights w of one layer share a prior of density ∝ exp(−½ α Σw²). From time to time
/// α ← γ / Σw² with γ = n − α Tr A⁻¹, the number of well determined ones among the layer's n weights. A is
/// the Hessian of loss and priors, with the loss' part as Σᵢ wᵢ gᵢ gᵢᵀ over the events' gradients g. The loss
/// must be the negative logarithm of a likelihood.
/// - Complexity: O(events · n² + n³) for each update, with at most 4096 events.
struct BayesianRegulator {
  /// Epochs between updates.
  static let every = 10
  /// Parameters of a network that it can be used with, at most.
  static let limit = 2000
  private static let events = 4096
  /// What keeps α finite where a layer's weights vanish.
  private static let smallestSum = 1e-6

  private let edges: TrainingSession.LossEdges
  private let examples: Examples
  private let shared: TrainingSession.Shared
  private let executor: GradientExecutor

  /// - Throws: `badConfiguration` for a network that is too large, or a loss that is no likelihood.
  init(
    _ edges: TrainingSession.LossEdges, loss: any Objective, on examples: Examples,
    shared: TrainingSession.Shared
  ) throws {
    guard edges.graph.parameterCount <= Self.limit else {
      throw WinnowError(
        .badConfiguration, "the Bayesian regulator is for networks of at most \(Self.limit) parameters; "
          + "this one has \(edges.graph.learntCount)")
    }
    guard loss.isLikelihood else {
      throw WinnowError(
        .badConfiguration, "the Bayesian regulator needs a likelihood as loss, such as cross_entropy or "
          + "gaussian; got the \(loss.name)")
    }
    self.edges = edges
    self.examples = examples
    self.shared = shared
    executor = GradientExecutor(
      edges.graph, loss: edges.loss, parameters: shared.parameters, batch: 1, mode: .inference,
      seed: shared.seed, team: ThreadTeam(threads: 1))
  }

  /// Updates the penalties from the present weights.
  func update() {
    let slots = edges.graph.slots.indices.filter { edges.graph.slots[$0].definition.role == .weight }
    let places = slots.flatMap { Array(edges.graph.slots[$0].range) }
    let events = Double(examples.count)
    let strengths = slots.map { shared.penalties[$0] * events }
    let variances = posteriorVariances(places, strengths: zip(slots, strengths).flatMap { slot, alpha in
      edges.graph.slots[slot].range.map { _ in alpha }
    })
    let parameters = shared.parameters.values(0..<shared.parameters.count)
    var first = 0
    for (slot, alpha) in zip(slots, strengths) {
      let range = edges.graph.slots[slot].range
      let trace = variances[first..<first + range.count].reduce(0, +)
      let sum = range.reduce(0.0) { $0 + Double(parameters[$1]) * Double(parameters[$1]) }
      let determined = max(0, min(Double(range.count), Double(range.count) - alpha * trace))
      shared.penalties[slot] = determined / max(sum, Self.smallestSum) / events
      first += range.count
    }
  }

  /// The diagonal of A⁻¹.
  private func posteriorVariances(_ places: [Int], strengths: [Double]) -> [Double] {
    let count = places.count
    var hessian = lossHessian(places)
    for index in 0..<count { hessian[index * count + index] += strengths[index] }
    guard let (values, vectors) = symmetricEigen(hessian, order: count) else {
      return Array(repeating: 0, count: count)
    }
    // Directions that the events leave open, or that negative weights turn around, have the prior's width.
    let floor = max(strengths.filter { $0 > 0 }.min() ?? 1, 1e-9)
    return (0..<count).map { index in
      (0..<count).reduce(0.0) { sum, mode in
        let component = vectors[mode * count + index]
        return sum + component * component / max(values[mode], floor)
      }
    }
  }

  /// Σᵢ wᵢ gᵢ gᵢᵀ over evenly spaced events, scaled to all of them.
  private func lossHessian(_ places: [Int]) -> [Double] {
    let count = places.count
    let step = max(1, (examples.count + Self.events - 1) / Self.events)
    let rows = stride(from: 0, to: examples.count, by: step).map { Int32($0) }
    let scale = Double(examples.count) / Double(rows.count)
    var hessian = [Double](repeating: 0, count: count * count)
    for index in rows.indices {
      _ = executor.run(rows: 1, step: 0) { inputs in
        edges.fill(inputs, with: rows.span.extracting(index..<index + 1), of: examples)
      }
      let gradient = executor.parameterGradient(rows: 1)
      let slopes = places.map { Double(gradient[$0]) }
      // The event's gradient has its weight already, so that its square has it twice.
      let weight = Double(examples.weights.all[Int(rows[index])])
      let factor = weight == 0 ? 0 : scale / weight
      for i in 0..<count where slopes[i] != 0 {
        for j in 0..<count { hessian[i * count + j] += factor * slopes[i] * slopes[j] }
      }
    }
    return hessian
  }
}
