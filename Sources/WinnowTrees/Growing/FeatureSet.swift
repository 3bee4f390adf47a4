/// Some of the features of a sample, in rising order.
struct FeatureSet: Sendable {
  let list: [Int]
  private let contained: [Bool]

  /// - Parameters:
  ///   - list: rising.
  ///   - count: features of the sample.
  init(_ list: [Int], of count: Int) {
    var contained = [Bool](repeating: false, count: count)
    for feature in list { contained[feature] = true }
    self.list = list
    self.contained = contained
  }

  func contains(_ feature: Int) -> Bool { contained[feature] }

  func filter(_ isKept: (Int) -> Bool) -> FeatureSet {
    FeatureSet(list.filter(isKept), of: contained.count)
  }

  func intersection(_ other: FeatureSet) -> FeatureSet { filter(other.contains) }

  func subtracting(_ other: FeatureSet) -> FeatureSet { filter { !other.contains($0) } }

  func union(_ other: FeatureSet) -> FeatureSet {
    if other.list.allSatisfy(contains) { return self }
    let all = contained.indices.filter { contains($0) || other.contains($0) }
    return FeatureSet(all, of: contained.count)
  }
}
