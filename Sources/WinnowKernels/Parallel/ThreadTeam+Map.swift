extension ThreadTeam {
  /// The results of `body(0) … body(count - 1)`, computed side by side, in order.
  public func map<Result>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
    unsafe Array(unsafeUninitializedCapacity: count) { results, initialized in
      guard let start = results.baseAddress else { return }
      run(count) { unsafe (start + $0).initialize(to: body($0)) }
      initialized = count
    }
  }
}
