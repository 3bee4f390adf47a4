import WinnowKernels

/// What one thread does to one chunk without waiting for other chunks. Stages end where an operation
/// needs the summaries of all chunks.
struct Stage: Sendable {
  enum Action: Sendable {
    case forward(Int)
    case summarize(Int)
    case seedLoss
    case backward(Int)
    case summarizeGradient(Int)
  }

  private(set) var actions: [Action] = []

  /// The stages of a plan: forward, and backward where it has a loss.
  static func stages(of plan: Plan, loss: Edge?, mode: Mode) -> [Stage] {
    var stages = [Stage()]
    func add(_ action: Action) { stages[stages.count - 1].actions.append(action) }
    func couples(_ node: Plan.PlannedNode) -> Bool { node.coupled != nil && mode == .training }

    for (position, node) in plan.nodes.enumerated() {
      if couples(node) {
        add(.summarize(position))
        stages.append(Stage())
      }
      add(.forward(position))
    }
    guard loss != nil else { return stages }
    add(.seedLoss)
    for (position, node) in plan.nodes.enumerated().reversed() where node.outputGradient != nil {
      if couples(node) {
        add(.summarizeGradient(position))
        stages.append(Stage())
      }
      add(.backward(position))
    }
    return stages
  }

  func perform(on chunk: Chunk, loss: Edge?) {
    for action in actions {
      switch action {
      case .forward(let node): chunk.forward(chunk.plan.nodes[node])
      case .summarize(let node): chunk.summarize(chunk.plan.nodes[node])
      case .seedLoss: if let loss { chunk.seed(loss) }
      case .backward(let node): chunk.backward(chunk.plan.nodes[node])
      case .summarizeGradient(let node): chunk.summarizeGradient(chunk.plan.nodes[node])
      }
    }
  }
}

extension Chunk {
  fileprivate func forward(_ node: Plan.PlannedNode) {
    node.operation.forward(ForwardPass(chunk: self, node: node))
  }

  fileprivate func summarize(_ node: Plan.PlannedNode) {
    node.coupled?.summarize(ForwardPass(chunk: self, node: node))
  }

  fileprivate func summarizeGradient(_ node: Plan.PlannedNode) {
    node.coupled?.summarize(BackwardPass(chunk: self, node: node))
  }

  /// The loss of a batch is the mean over its events.
  fileprivate func seed(_ loss: Edge) {
    guard let window = plan.gradients[loss] else { return }
    var gradient = memory.mutableSpan(window.range(rows))
    for index in gradient.indices {
      let counts = component.map { index % window.count == $0 } ?? true
      gradient[index] = counts ? 1 / Float(batchRows) : 0
    }
  }

  fileprivate func backward(_ node: Plan.PlannedNode) {
    node.operation.backward(BackwardPass(chunk: self, node: node))
    for target in node.inputGradients {
      guard case .beside(let part, let whole) = target else { continue }
      var sum = memory.mutableSpan(whole.range(rows))
      add(memory.span(part.range(rows)), to: &sum)
    }
  }
}
