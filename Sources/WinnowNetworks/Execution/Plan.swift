import WinnowKernels

/// What running a graph needs to know, worked out once: which nodes run, in which order, and where
/// each tensor of a chunk of events lives.
final class Plan: Sendable {
  /// The tensor of a chunk: `count` numbers per event from `start` on.
  struct Window: Sendable {
    let start: Int
    let count: Int
    func range(_ rows: Int) -> Range<Int> { start..<start + count * rows }
  }

  /// Where the gradient of one input of a node goes.
  enum GradientTarget: Sendable {
    case unwanted
    /// Straight to the edge's gradient.
    case edge(Window)
    /// Beside it, to be added afterwards, because another node has written the edge's gradient.
    case beside(Window, addedTo: Window)
  }

  /// A node with all its places.
  struct PlannedNode: Sendable {
    let index: Int
    let operation: any Operation
    let coupled: (any BatchCoupledOperation)?
    let inputs: [Window]
    let output: Window
    let saved: Window
    let scratch: Window
    let outputGradient: Window?
    let inputGradients: [GradientTarget]
    let parameters: [Range<Int>]
    let inputShapes: [Shape]
    let outputShape: Shape
    /// Where a chunk's summaries lie, forward and then backward; empty where not coupled.
    let summary: Range<Int>

    func summaryRange(ofChunk chunk: Int, backward: Bool, stride: Int) -> Range<Int> {
      let start = chunk * stride + summary.lowerBound + (backward ? summary.count / 2 : 0)
      return start..<start + summary.count / 2
    }
  }

  let graph: Graph
  /// How many events a chunk has at most.
  let rows: Int
  let nodes: [PlannedNode]
  /// The windows of all edges that the plan computes.
  let edges: [Edge: Window]
  /// The gradients of the inputs that were asked for, and of the loss.
  let gradients: [Edge: Window]
  /// Numbers of one chunk's memory, and of its summaries.
  let memory: Int
  let summaryStride: Int

  /// - Parameters:
  ///   - results: the edges whose values are read afterwards.
  ///   - loss: the edge whose gradient is wanted; nil for a forward plan.
  ///   - inputGradients: graph inputs whose gradients are read afterwards.
  init(
    _ graph: Graph, results: [Edge], loss: Edge? = nil, inputGradients: [Edge] = [], rows: Int
  ) {
    self.graph = graph
    self.rows = rows
    var layout = PlanLayout(graph, results: results, loss: loss, inputGradients: inputGradients)
    layout.requestMemory(rows: rows)
    let planner = MemoryPlanner(layout.requests)
    nodes = layout.plannedNodes(planner)
    edges = layout.edgeWindows(planner)
    gradients = layout.gradientWindows(planner)
    memory = planner.total
    summaryStride = layout.summaryStride
  }
}
