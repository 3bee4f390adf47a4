import WinnowCore

extension Archive {
  /// A tensor of finite numbers. - Throws: `badData` otherwise.
  func finite(_ name: String, shape: [Int?]) throws -> [Double] {
    let values = try float64(name, shape: shape)
    guard values.allSatisfy(\.isFinite) else {
      throw WinnowError(.badData, "the tensor “\(name)” holds numbers that are not finite")
    }
    return values
  }
}
