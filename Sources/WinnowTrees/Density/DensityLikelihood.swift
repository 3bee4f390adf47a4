import Foundation
import WinnowDensities
import WinnowKernels
import WinnowSplines

/// −ln p of the events of one sample with its derivatives by F, one output for each parameter.
struct DensityLikelihood: Sendable {
  let family: any DensityFamily
  let links: ParameterLinks
  let curvature: Curvature
  /// F of all events at the start.
  let initial: ParameterValues
  /// ln of the unit: −ln p is told in the unit of the target.
  let logUnit: Double
  /// All times the weight; the curvature times its magnitude.
  let derivatives: SplineDerivatives

  private static let block = 512

  init(_ fit: DensityFit, _ curvature: DensityCurvature, events: Int) {
    family = fit.family
    links = ParameterLinks(fit.family)
    self.curvature = curvature == .fisher ? .expected : .observed
    initial = fit.free
    // Log-normal densities are learnt in units of their median, which moves ln y alike.
    logUnit = log(fit.unit.scale)
    derivatives = SplineDerivatives(events: (events + 15) / 16 * 16, outputs: links.count)
  }

  var packed: SharedBuffer<Float> { derivatives.packed }
  var stride: Int { derivatives.stride }

  var outputs: Int { links.count }
  var start: [Double] { (0..<outputs).map { initial[$0] } }

  /// Derivatives of all outputs at the present scores. - Returns: the mean of −ln p.
  func updateDerivatives(_ rows: [ScoredRows]) -> Double {
    let mean = rows[0].meanLoss { range in
      let free = SharedBuffer(repeating: ParameterValues(), count: Self.block)
      let terms = SharedBuffer(repeating: DensityTerms(), count: Self.block)
      var loss = 0.0
      for first in Swift.stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
        let part = first..<min(range.upperBound, first + Self.block)
        gather(rows, part, into: free)
        rows[0].targets.read(part) { targets in
          free.read(0..<part.count) { free in
            terms.write(0..<part.count) {
              family.terms(of: targets, at: free, through: links, curvature, into: &$0)
            }
          }
        }
        loss += pack(terms, rows[0].weights, part)
        spread(part, into: rows)
      }
      return loss
    }
    return mean + logUnit
  }

  private func gather(
    _ rows: [ScoredRows], _ part: Range<Int>, into free: SharedBuffer<ParameterValues>
  ) {
    free.write(0..<part.count) { free in
      for output in 0..<outputs {
        rows[output].scores.read(part) { scores in
          for place in scores.indices { free[place][output] = Double(scores[place]) }
        }
      }
    }
  }

  /// Weighs the terms of a block. - Returns: Σ w (−ln p).
  private func pack(
    _ terms: SharedBuffer<DensityTerms>, _ weights: SharedBuffer<Float>, _ part: Range<Int>
  ) -> Double {
    var loss = 0.0
    packed.write(part.lowerBound * stride..<part.upperBound * stride) { packed in
      terms.read(0..<part.count) { terms in
        weights.read(part) { weights in
          var place = 0
          for row in weights.indices {
            let weight = Double(weights[row])
            guard weight != 0 else {
              for _ in 0..<stride {
                packed[place] = 0
                place += 1
              }
              continue
            }
            loss += weight * terms[row].value
            for i in 0..<outputs {
              packed[place] = Float(weight * terms[row].gradient[i])
              place += 1
            }
            for i in 0..<outputs {
              for j in 0...i {
                packed[place] = Float(weight.magnitude * terms[row].curvature[i, j])
                place += 1
              }
            }
          }
        }
      }
    }
    return loss
  }

  /// Gradients and the diagonal to the rows of each output; no curvature is below 0.
  private func spread(_ part: Range<Int>, into rows: [ScoredRows]) {
    packed.read(part.lowerBound * stride..<part.upperBound * stride) { packed in
      for output in 0..<outputs {
        let diagonal = derivatives.place(output, output)
        rows[output].gradients.write(part) { gradients in
          for row in gradients.indices { gradients[row] = packed[row * stride + output] }
        }
        rows[output].hessians.write(part) { hessians in
          for row in hessians.indices { hessians[row] = max(0, packed[row * stride + diagonal]) }
        }
      }
    }
  }
}

/// What density boosting lowers.
struct DensityObjective: BoostingObjective {
  let likelihood: DensityLikelihood
  let step: DensityStep
  /// By parameter: what a split must bring.
  let minGains: [Double]

  var lossName: String { "−ln p" }
  var outputs: Int { likelihood.outputs }
  var longestSignedStep: Double { 1 }
  var refreshesBetweenTrees: Bool { step == .cyclic }

  func minGain(of output: Int) -> Double? { minGains[output] }
  func start(targets: [Float], weights: [Float]) throws -> [Double] { likelihood.start }
  func updateDerivatives(_ rows: [ScoredRows]) -> Double { likelihood.updateDerivatives(rows) }
}
