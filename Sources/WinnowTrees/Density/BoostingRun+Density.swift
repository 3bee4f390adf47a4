import WinnowKernels

extension BoostingRun {
  /// Whether no parameter of a density finds splits any more.
  var isIdle: Bool {
    objective is DensityObjective && (0..<objective.outputs).allSatisfy { isResting($0) }
  }

  /// Whether the last three trees of a parameter found no split.
  private func isResting(_ output: Int) -> Bool {
    let outputs = objective.outputs, trees = fitter.trees
    let last = (1...3).map { trees.count / outputs * outputs - $0 * outputs + output }
    return last.allSatisfy { $0 >= 0 && trees[$0].nodes.count == 1 }
  }

  private func grow(_ output: Int, round: Int) -> GrownTree {
    // Splits of widths and tails may become significant once the location is known better.
    if isResting(output) && round % 10 != 0 { return GrownTree(leafOf: training.rows[output].count) }
    return grow(round * objective.outputs + output)
  }

  /// A round of density boosting whose trees step together. - Returns: whether the objective wants it so.
  mutating func addJointRound(number: Int) -> Bool {
    guard let objective = objective as? DensityObjective, objective.step == .joint else { return false }
    let outputs = objective.outputs
    let trees = (0..<outputs).map { grow($0, round: number) }
    let joint = JointStep(
      objective.likelihood, leaves: trees.map(\.leaves.count), l2: options.growth.l2, team: fitter.team)
    for (output, tree) in trees.enumerated() {
      let numbers = tree.leaves.indices.map { Float($0) }
      joint.route(tree.binned(values: numbers), of: fitter.sample, output: output)
    }
    let steps = joint.solve(rows: training.rows[0].count)
    for (output, tree) in trees.enumerated() {
      let values = steps[output].map { Float(options.learningRate * $0) }
      fitter.keep(tree, values: values)
      let binned = tree.binned(values: values)
      training.add(binned, to: output)
      validation?.add(binned, to: output)
    }
    return true
  }
}
