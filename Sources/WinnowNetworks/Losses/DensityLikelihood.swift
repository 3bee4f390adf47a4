import WinnowCore
import WinnowDensities
import WinnowKernels

/// −w Σⱼ ln p(tⱼ | θ(F)): learns the parameters of a density of each target. The network has one output per
/// parameter, target by target; F is the output plus a constant, where a fit to all events begins.
///
/// Derivatives by F are analytic; targets are in the unit of that fit.
public struct DensityLikelihood: Loss {
  public let family: any DensityFamily
  private let links: ParameterLinks
  /// One for each target.
  private let start: [ParameterValues]

  public init(_ family: any DensityFamily, from start: [ParameterValues]) {
    self.family = family
    self.start = start
    links = ParameterLinks(family)
  }

  public var kind: String { "density_likelihood" }
  public var name: String { "−ln p" }
  public var isLikelihood: Bool { true }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    try requireVector(inputs[0])
    guard inputs[1].count == start.count, inputs[0].count == links.count * start.count else {
      throw WinnowError(
        .badConfiguration, "takes \(links.count) outputs per target; got \(inputs[0]) for \(inputs[1])")
    }
    try requireOneWeight(inputs[2])
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var losses = pass.output
    let outputs = pass.input(0), targets = pass.input(1), weights = pass.input(2)
    for row in losses.indices {
      var sum = 0.0
      for target in start.indices where weights[row] != 0 {
        sum += terms(outputs, targets, row, target).value
      }
      losses[row] = weights[row] * Float(sum)
    }
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    let outputs = pass.input(0), targets = pass.input(1), weights = pass.input(2)
    let upstream = pass.outputGradient
    for row in upstream.indices {
      let factor = Double(upstream[row] * weights[row])
      for target in start.indices {
        let slope = terms(outputs, targets, row, target).gradient
        for k in 0..<links.count {
          let place = (row * start.count + target) * links.count + k
          gradient[place] = factor == 0 ? 0 : Float(factor * slope[k])
        }
      }
    }
  }

  private func terms(
    _ outputs: Span<Float>, _ targets: Span<Float>, _ row: Int, _ target: Int
  ) -> DensityTerms {
    var free = start[target]
    let first = (row * start.count + target) * links.count
    for k in 0..<links.count { free[k] += Double(outputs[first + k]) }
    let expansion = links.expand(free)
    let y = Double(targets[row * start.count + target])
    return links.chain(family.terms(of: y, at: expansion.value, .none), expansion, .none)
  }
}
