import WinnowKernels

/// Works out the lifetime of every tensor of a plan, in steps of the schedule: node i runs forward at
/// step i and backward at step 2n − 1 − i; graph inputs are filled at step −1.
struct PlanLayout {
  private let graph: Graph
  private let results: Set<Edge>
  private let loss: Edge?
  private let wantedGradients: Set<Edge>
  /// Nodes that some result or the loss depends on, in order.
  private let active: [Int]
  /// Edges whose gradient is computed.
  private let differentiated: Set<Edge>

  private(set) var requests: [MemoryPlanner.Request] = []
  private(set) var summaryStride = 0
  private var edgeRequests: [Edge: Int] = [:]
  private var gradientRequests: [Edge: Int] = [:]
  private var savedRequests: [Int: Int] = [:]
  private var scratchRequests: [Int: Int] = [:]
  private var summaries: [Int: Range<Int>] = [:]
  /// Requests for gradients that are added afterwards, by node and input.
  private var besideRequests: [SIMD2<Int>: Int] = [:]

  init(_ graph: Graph, results: [Edge], loss: Edge?, inputGradients: [Edge]) {
    self.graph = graph
    self.results = Set(results)
    self.loss = loss
    wantedGradients = Set(inputGradients)
    let needed = Self.upstream(of: results + (loss.map { [$0] } ?? []), in: graph)
    active = graph.nodes.indices.filter { needed.contains(graph.nodes[$0].output) }
    differentiated = Self.differentiated(
      graph, active: active, upstreamOfLoss: loss.map { Self.upstream(of: [$0], in: graph) } ?? [],
      wanted: wantedGradients)
  }

  private static func upstream(of edges: [Edge], in graph: Graph) -> Set<Edge> {
    var found = Set(edges)
    for node in graph.nodes.reversed() where found.contains(node.output) {
      found.formUnion(node.inputs)
    }
    return found
  }

  private static func differentiated(
    _ graph: Graph, active: [Int], upstreamOfLoss: Set<Edge>, wanted: Set<Edge>
  ) -> Set<Edge> {
    var sensitive = wanted
    for index in active {
      let node = graph.nodes[index]
      let depends = graph.dependsOnParameters[node.output.index]
      if depends || node.inputs.contains(where: sensitive.contains) { sensitive.insert(node.output) }
    }
    return sensitive.intersection(upstreamOfLoss)
  }

  private var end: Int { 2 * graph.nodes.count }
  private func backwardStep(_ node: Int) -> Int { 2 * graph.nodes.count - 1 - node }
  private func runsBackward(_ node: Int) -> Bool {
    differentiated.contains(graph.nodes[node].output)
  }

  mutating func requestMemory(rows: Int) {
    for input in graph.inputs { requestEdge(input.edge, producer: nil, rows: rows) }
    for index in active { requestEdge(graph.nodes[index].output, producer: index, rows: rows) }
    for edge in differentiated { requestGradient(edge, rows: rows) }
    for index in active { requestNode(index, rows: rows) }
  }

  private mutating func request(_ count: Int, _ alive: ClosedRange<Int>) -> Int {
    requests.append(MemoryPlanner.Request(count: count, alive: alive))
    return requests.count - 1
  }

  private mutating func requestEdge(_ edge: Edge, producer: Int?, rows: Int) {
    let start = producer ?? -1
    var last = results.contains(edge) || edge == loss ? end : start
    for consumer in active where graph.nodes[consumer].inputs.contains(edge) {
      let needed = graph.nodes[consumer].operation.backwardNeeds.contains(.inputs)
      last = max(last, needed && runsBackward(consumer) ? backwardStep(consumer) : consumer)
    }
    if let producer, runsBackward(producer),
      graph.nodes[producer].operation.backwardNeeds.contains(.output)
    {
      last = max(last, backwardStep(producer))
    }
    edgeRequests[edge] = request(graph.shape(of: edge).count * rows, start...last)
  }

  /// The uses of an edge that write its gradient, in the order in which they do.
  private func contributions(to edge: Edge) -> [SIMD2<Int>] {
    active.reversed().filter(runsBackward).flatMap { node in
      graph.nodes[node].inputs.indices.filter { graph.nodes[node].inputs[$0] == edge }
        .map { SIMD2(node, $0) }
    }
  }

  private mutating func requestGradient(_ edge: Edge, rows: Int) {
    let size = graph.shape(of: edge).count * rows
    let uses = contributions(to: edge)
    let producer = active.first { graph.nodes[$0].output == edge }
    let first = edge == loss ? graph.nodes.count : backwardStep(uses[0].x)
    gradientRequests[edge] = request(size, first...(producer.map(backwardStep) ?? end))
    for use in uses.dropFirst() {
      besideRequests[use] = request(size, backwardStep(use.x)...backwardStep(use.x))
    }
  }

  private mutating func requestNode(_ index: Int, rows: Int) {
    let node = graph.nodes[index]
    let shapes = node.inputs.map(graph.shape(of:))
    let alive = index...(runsBackward(index) ? backwardStep(index) : index)
    savedRequests[index] = request(node.operation.savedCount(for: shapes) * rows, alive)
    scratchRequests[index] = request(node.operation.scratchCount(for: shapes), alive)
    if let coupled = node.operation as? any BatchCoupledOperation {
      let count = 2 * Arena.aligned(coupled.summaryCount(for: shapes, rows: rows))
      summaries[index] = summaryStride..<summaryStride + count
      summaryStride += count
    }
  }
}

// What the requests became, once memory was planned.
extension PlanLayout {
  private func window(_ request: Int, _ count: Int, _ planner: MemoryPlanner) -> Plan.Window {
    Plan.Window(start: planner.starts[request], count: count)
  }

  func edgeWindows(_ planner: MemoryPlanner) -> [Edge: Plan.Window] {
    Dictionary(
      uniqueKeysWithValues: edgeRequests.map { ($0, window($1, graph.shape(of: $0).count, planner)) })
  }

  func gradientWindows(_ planner: MemoryPlanner) -> [Edge: Plan.Window] {
    Dictionary(
      uniqueKeysWithValues: gradientRequests.map {
        ($0, window($1, graph.shape(of: $0).count, planner))
      })
  }

  func plannedNodes(_ planner: MemoryPlanner) -> [Plan.PlannedNode] {
    let edges = edgeWindows(planner), gradients = gradientWindows(planner)
    return active.map { index in
      let node = graph.nodes[index]
      let shapes = node.inputs.map(graph.shape(of:))
      let operation = node.operation
      return Plan.PlannedNode(
        index: index, operation: operation,
        coupled: operation as? any BatchCoupledOperation,
        inputs: node.inputs.map { edges[$0]! }, output: edges[node.output]!,
        saved: window(savedRequests[index]!, operation.savedCount(for: shapes), planner),
        scratch: window(scratchRequests[index]!, operation.scratchCount(for: shapes), planner),
        outputGradient: gradients[node.output],
        inputGradients: node.inputs.indices.map { target(index, $0, gradients, planner) },
        parameters: node.parameters.map { graph.slots[$0].range },
        inputShapes: shapes, outputShape: graph.shape(of: node.output),
        summary: summaries[index] ?? 0..<0)
    }
  }

  private func target(
    _ node: Int, _ input: Int, _ gradients: [Edge: Plan.Window], _ planner: MemoryPlanner
  ) -> Plan.GradientTarget {
    let edge = graph.nodes[node].inputs[input]
    guard runsBackward(node), let gradient = gradients[edge] else { return .unwanted }
    guard let beside = besideRequests[SIMD2(node, input)] else { return .edge(gradient) }
    return .beside(window(beside, graph.shape(of: edge).count, planner), addedTo: gradient)
  }
}
