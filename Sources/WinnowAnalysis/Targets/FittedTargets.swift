import Foundation
import WinnowCore
import WinnowEvaluation

/// The way from targets to what is learnt, and back.
///
/// With f learnt for ln y, exp(f) is not the mean of y: its expectation is exp(f) ⟨exp(ε)⟩ for residuals ε
/// that do not depend on the inputs. The smearing factor S = Σ w exp(ε)/Σ w estimates it without a
/// distribution for ε (Duan, J. Am. Stat. Assoc. 78 (1983) 605). Its residuals are those of the events
/// held for validation, where there are any, else of the training events; where a method follows its
/// training events too closely, S from these is too small.
struct FittedTargets: Sendable, Hashable {
  let plans: [TargetPlan]
  /// S, one per target; 1 where none is needed.
  var smearing: [Double]

  init(_ plans: [TargetPlan]) {
    self.plans = plans
    smearing = plans.map { _ in 1 }
  }

  var isIdentity: Bool { plans.allSatisfy { $0.transform == .none } }

  /// The events with what is learnt as their targets.
  /// - Throws: `badData` for a target or raw estimate outside the range of the transform.
  func encode(_ sample: Sample) throws -> Sample {
    guard !isIdentity, case .targets(let names, let values) = sample.truth else { return sample }
    let coded = try plans.indices.map { index in
      try encode(values[index], plans[index], raw(plans[index], sample))
    }
    return Sample(
      schema: sample.schema, columns: sample.columns, weights: sample.weights,
      truth: .targets(names: names, values: coded), spectators: sample.spectators)
  }

  /// Predictions of the targets from what a model says.
  /// - Parameter sample: carries the raw estimates.
  /// - Throws: `badData` where the model has another number of outputs, or a raw estimate is missing.
  func decode(_ scores: Scores, of sample: Sample) throws -> Scores {
    guard scores.values.count == plans.count else {
      throw WinnowError(
        .badData, "the model has \(scores.values.count) outputs for \(plans.count) targets")
    }
    let values = try plans.indices.map { index in
      let plan = plans[index], raw = try raw(plan, sample), factor = smearing[index]
      if plan.transform == .none { return scores.values[index] }
      return scores.values[index].indices.map { row in
        let value = Double(scores.values[index][row])
        let scale = plan.transform.needsRaw ? raw[row] : 1
        return Float(scale * (plan.transform.isLogarithmic ? factor * exp(value) : value))
      }
    }
    return Scores(outputs: plans.map(\.name), values: values)
  }

  /// Learns the smearing factors from events and what the model says of them.
  /// - Parameter sample: with what is learnt as targets.
  /// - Throws: `badData` where negative weights leave no positive factor.
  mutating func fitSmearing(_ scores: Scores, to sample: Sample) throws {
    guard case .targets(_, let values) = sample.truth, scores.values.count == plans.count
    else { return }
    for (index, plan) in plans.enumerated() where plan.needsSmearing {
      var sum = 0.0, total = 0.0
      for row in 0..<sample.count {
        let residual = Double(values[index][row]) - Double(scores.values[index][row])
        sum += sample.weights[row] * exp(residual)
        total += sample.weights[row]
      }
      guard sum / total > 0, (sum / total).isFinite else {
        throw WinnowError(
          .badData, "the smearing factor of the target “\(plan.name)” is \(sum / total); use "
            + "“retransform: none”")
      }
      smearing[index] = sum / total
    }
  }

  private func raw(_ plan: TargetPlan, _ sample: Sample) throws -> [Double] {
    guard plan.transform.needsRaw else { return [] }
    guard let values = sample.spectator(named: plan.rawName)?.values.reals else {
      throw WinnowError(
        .badData, "the events lack the raw estimate “\(plan.raw ?? "")” of the target “\(plan.name)”")
    }
    return values
  }

  private func encode(_ values: [Float], _ plan: TargetPlan, _ raw: [Double]) throws -> [Float] {
    try values.indices.map { row in
      let ratio = plan.transform.needsRaw ? Double(values[row]) / raw[row] : Double(values[row])
      let coded = plan.transform.isLogarithmic ? log(ratio) : ratio
      guard Float(coded).isFinite else {
        let estimate = plan.transform.needsRaw ? " with a raw estimate of \(raw[row])" : ""
        throw WinnowError(
          .badData, "the target “\(plan.name)” is \(values[row])\(estimate) in training event "
            + "\(row + 1), where its transform \(plan.transform.rawValue) is undefined")
      }
      return Float(coded)
    }
  }
}
