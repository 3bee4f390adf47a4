import WinnowKernels

extension BoostingRun {
  /// A round of density boosting whose trees step together. - Returns: whether the objective wants it so.
  mutating func addJointRound(number: Int) -> Bool {
    guard let objective = objective as? DensityObjective, objective.step == .joint else { return false }
    let outputs = objective.outputs
    let trees = (0..<outputs).map {
      fitter.grow(number * outputs + $0, on: training.rows[$0])
    }
    idleRounds = trees.allSatisfy { $0.leaves.count == 1 } ? idleRounds + 1 : 0
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
