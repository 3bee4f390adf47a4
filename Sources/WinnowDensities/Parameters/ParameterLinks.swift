import Foundation

/// From numbers without bounds, F, to the parameters θ of a family, and back.
///
/// A location is F itself. Every other parameter stays between its bounds a < b:
/// θ = c + (a − c) ((b − c)/(a − c))^S(F), S(F) = 1/(1 + e^−F), c its offset: the logarithm of θ − c moves
/// between its bounds, so that widths and powers of any size are reached in steps of one size.
public struct ParameterLinks: Sendable {
  public let count: Int
  private let isBounded: SIMD8<Int64>
  private var offset = ParameterValues()
  private var low = ParameterValues()
  private var span = ParameterValues()

  /// θ with its first and second derivatives with respect to F, parameter by parameter.
  public struct Expansion: Sendable {
    public var value = ParameterValues()
    public var first = ParameterValues(repeating: 1)
    public var second = ParameterValues()
  }

  public init(_ family: any DensityFamily) {
    let parameters = family.parameters
    count = parameters.count
    var bounded = SIMD8<Int64>()
    for (k, parameter) in parameters.enumerated() {
      guard let bounds = parameter.bounds else { continue }
      bounded[k] = 1
      offset[k] = parameter.offset
      low[k] = log(bounds.lowerBound - parameter.offset)
      span[k] = log(bounds.upperBound - parameter.offset) - low[k]
    }
    isBounded = bounded
  }

  @inline(__always)
  public func expand(_ free: ParameterValues) -> Expansion {
    var result = Expansion()
    for k in 0..<count {
      guard isBounded[k] != 0 else {
        result.value[k] = free[k]
        continue
      }
      let share = 1 / (1 + exp(-free[k]))
      let distance = exp(low[k] + span[k] * share)
      let pace = span[k] * share * (1 - share)
      result.value[k] = offset[k] + distance
      result.first[k] = distance * pace
      result.second[k] = distance * pace * (pace + 1 - 2 * share)
    }
    return result
  }

  /// Whether it has no bounds.
  func parameterIsFree(_ k: Int) -> Bool { isBounded[k] == 0 }

  /// The parameters alone.
  public func values(_ free: ParameterValues) -> ParameterValues { expand(free).value }

  /// F of parameters; those at or beyond their bounds are taken a little inside.
  public func free(_ values: ParameterValues) -> ParameterValues {
    var result = ParameterValues()
    for k in 0..<count {
      guard isBounded[k] != 0 else {
        result[k] = values[k]
        continue
      }
      let distance = max(values[k] - offset[k], .leastNormalMagnitude)
      let share = min(max((log(distance) - low[k]) / span[k], 1e-3), 1 - 1e-3)
      result[k] = log(share / (1 - share))
    }
    return result
  }

  /// Derivatives with respect to F from those with respect to θ.
  @inline(__always)
  public func chain(
    _ terms: DensityTerms, _ expansion: Expansion, _ curvature: Curvature
  ) -> DensityTerms {
    var result = terms
    result.gradient = terms.gradient * expansion.first
    if curvature == .none { return result }
    for i in 0..<count {
      for j in 0...i {
        result.curvature[i, j] = terms.curvature[i, j] * expansion.first[i] * expansion.first[j]
      }
      // The expectation of the gradient is 0.
      if curvature == .observed { result.curvature[i, i] += terms.gradient[i] * expansion.second[i] }
    }
    return result
  }
}
