extension [Int] {
  /// At most so many, from equal stretches.
  package func spread(over limit: Int) -> [Int] {
    count <= limit ? self : (0..<limit).map { self[$0 * count / limit] }
  }
}
