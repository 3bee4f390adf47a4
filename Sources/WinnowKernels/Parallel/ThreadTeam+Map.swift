import Synchronization

extension ThreadTeam {
  /// The results of `body(0) … body(count - 1)`, in that order.
  public func map<Value: Sendable>(_ count: Int, _ body: (Int) -> Value) -> [Value] {
    let found = Mutex<[(Int, Value)]>([])
    run(count) { task in
      let value = body(task)
      found.withLock { $0.append((task, value)) }
    }
    return found.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) }
  }
}
