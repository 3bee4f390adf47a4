/// Finds what a user probably meant.
public enum Spelling {
  /// The candidate nearest to a misspelt word, or nil when none is near.
  ///
  /// Near means an edit distance of at most a third of the word (two for short words), case ignored.
  /// - Complexity: O(candidates × length²).
  public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let limit = max(2, word.count / 3)
    let ranked = candidates.map { ($0, distance($0.lowercased(), word.lowercased())) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
    return best.0
  }

  /// “ (did you mean “x”?)”, or a list of what is allowed, or nothing.
  public static func hint(for word: String, in candidates: some Collection<String>) -> String {
    if let near = nearest(to: word, in: candidates) { return "; did you mean “\(near)”?" }
    if candidates.isEmpty { return "" }
    let shown = candidates.sorted().prefix(20).joined(separator: ", ")
    return "; allowed: \(shown)" + (candidates.count > 20 ? ", …" : "")
  }

  /// Levenshtein distance: insertions, deletions and substitutions cost one each.
  static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first), b = Array(second)
    var previous = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var current = [i + 1]
      for (j, other) in b.enumerated() {
        let substituted = previous[j] + (letter == other ? 0 : 1)
        current.append(min(substituted, previous[j + 1] + 1, current[j] + 1))
      }
      previous = current
    }
    return previous[b.count]
  }
}
