import WinnowCore

/// Σ c_j x_j of some features: what an oblique cut looks at.
public struct LinearCombination: Sendable, Hashable {
  /// Rising.
  public let features: [Int]
  public let coefficients: [Float]

  /// - Precondition: one coefficient for each feature.
  public init(features: [Int], coefficients: [Float]) {
    precondition(features.count == coefficients.count && !features.isEmpty)
    self.features = features
    self.coefficients = coefficients
  }

  /// Of one event; NaN where a feature is. - Parameter columns: `columns[feature][event]`.
  func value(_ columns: [[Float]], _ event: Int) -> Float {
    var sum: Float = 0
    for (feature, coefficient) in zip(features, coefficients) {
      sum += coefficient * columns[feature][event]
    }
    return sum
  }

  /// Such as “0.71·x − 0.70·y”.
  public func name(_ names: [String]) -> String {
    zip(features, coefficients).enumerated().map { place, term in
      let (feature, coefficient) = term
      let size = "\((Double(coefficient.magnitude) * 1e3).rounded() / 1e3)·\(names[feature])"
      return (coefficient < 0 ? "− " : place > 0 ? "+ " : "") + size
    }.joined(separator: " ")
  }
}

extension [LinearCombination] {
  /// Tensors `size` (features of each combination) and, for all in order, `feature` and `coefficient`.
  func archive() -> Archive {
    Archive(tensors: [
      "size": Tensor(map { Int32($0.features.count) }),
      "feature": Tensor(flatMap { $0.features.map(Int32.init) }),
      "coefficient": Tensor(flatMap(\.coefficients)),
    ])
  }

  /// - Throws: `badData` for a size, index or number that does not fit.
  init(from archive: Archive, features count: Int) throws {
    let sizes = try archive.int32("size", shape: [nil])
    let features = try archive.int32("feature", shape: [nil])
    let coefficients = try archive.float32("coefficient", shape: [features.count])
    guard sizes.allSatisfy({ $0 > 0 }), sizes.reduce(0, { $0 + Int($1) }) == features.count,
      features.allSatisfy({ 0..<count ~= Int($0) }), coefficients.allSatisfy(\.isFinite)
    else {
      throw WinnowError(.badData, "the linear combinations of the forest are malformed")
    }
    var first = 0
    self = sizes.map { size in
      let range = first..<first + Int(size)
      first += Int(size)
      return LinearCombination(
        features: features[range].map(Int.init), coefficients: [Float](coefficients[range]))
    }
  }
}
