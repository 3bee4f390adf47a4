import WinnowCore
import WinnowMath

extension SymmetricMatrix {
  /// A⁻¹ x of a covariance matrix.
  /// - Parameter name: what the matrix is called in messages.
  /// - Throws: `badData` naming the inputs that are constant or linearly dependent.
  func solve(_ right: [Double], called name: String, inputs: [String]) throws -> [Double] {
    if let dependence = dependence() {
      throw WinnowError(
        .badData, "\(name) cannot be inverted: \(dependence.explanation(inputs))")
    }
    guard let solution = solve(right) else {
      throw WinnowError(.badData, "\(name) cannot be inverted")
    }
    return solution
  }
}

extension LinearDependence {
  fileprivate func explanation(_ names: [String]) -> String {
    func list(_ indices: [Int]) -> String {
      indices.map { "“\(names[$0])”" }.joined(separator: ", ")
    }
    return switch self {
    case .constant(let indices): "\(list(indices)) constant"
    case .negativeVariance(let indices):
      "negative weights give a negative variance to \(list(indices))"
    case .collinear(let indices): "a linear relation ties \(list(indices)); leave one of them out"
    case .indefinite(let indices):
      "negative weights give a negative variance to a combination of \(list(indices))"
    case .notFinite: "its elements are not finite"
    }
  }
}
