/// Names of files made from names that users chose.
enum FileStem {
  static func isValid(_ stem: String) -> Bool {
    !stem.isEmpty && stem.utf8.count <= 200 && stem.unicodeScalars.allSatisfy(isSafe)
  }

  /// One stem per name, in order, all different even where letter case is not told apart.
  static func unique(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      let stem = safe(name)
      var candidate = stem, number = 2
      while !taken.insert(candidate.lowercased()).inserted {
        candidate = "\(stem)-\(number)"
        number += 1
      }
      return candidate
    }
  }

  private static func safe(_ name: String) -> String {
    let kept = name.unicodeScalars.map { isSafe($0) ? Character($0) : "-" }
    let stem = String(kept.prefix(60)).split(separator: "-").joined(separator: "-")
    return stem.isEmpty ? "unnamed" : stem
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
    default: false
    }
  }
}
