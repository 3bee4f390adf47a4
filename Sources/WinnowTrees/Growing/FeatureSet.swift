/// Some of the features of a sample, in rising order. Sets that turn out equal share their memory.
struct FeatureSet: Sendable {
  let list: [Int]
  private let contained: [Bool]

  static let none = FeatureSet([], of: 0)

  /// - Parameters:
  ///   - list: rising.
  ///   - count: features of the sample.
  init(_ list: [Int], of count: Int) {
    var contained = [Bool](repeating: false, count: count)
    for feature in list { contained[feature] = true }
    self.list = list
    self.contained = contained
  }

  var isEmpty: Bool { list.isEmpty }

  func contains(_ feature: Int) -> Bool { feature < contained.count && contained[feature] }

  /// The places in `list` of a range of features.
  func places(of features: Range<Int>) -> Range<Int> {
    place(of: features.lowerBound)..<place(of: features.upperBound)
  }

  /// The number of features below one.
  private func place(of feature: Int) -> Int {
    var low = 0, high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < feature { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func filter(_ isKept: (Int) -> Bool) -> FeatureSet {
    if list.allSatisfy(isKept) { return self }
    if !list.contains(where: isKept) { return .none }
    return FeatureSet(list.filter(isKept), of: contained.count)
  }

  func intersection(_ other: FeatureSet) -> FeatureSet { filter { other.contains($0) } }

  func subtracting(_ other: FeatureSet) -> FeatureSet { filter { !other.contains($0) } }

  func union(_ other: FeatureSet) -> FeatureSet {
    if other.list.allSatisfy({ contains($0) }) { return self }
    if list.allSatisfy({ other.contains($0) }) { return other }
    let all = contained.indices.filter { contains($0) || other.contains($0) }
    return FeatureSet(all, of: contained.count)
  }
}
