import WinnowKernels

extension BoostingRun {
  /// Whether no tree of a density found a split in three rounds.
  var isIdle: Bool {
    guard objective is DensityObjective else { return false }
    let last = fitter.trees.suffix(3 * objective.outputs)
    return last.count == 3 * objective.outputs && last.allSatisfy { $0.nodes.count == 1 }
  }

  /// A round of density boosting whose trees step together. - Returns: whether the objective wants it so.
  mutating func addJointRound(number: Int) -> Bool {
    guard let objective = objective as? DensityObjective, objective.step == .joint else { return false }
    let outputs = objective.outputs
    let trees = (0..<outputs).map {
      fitter.grow(number * outputs + $0, on: training.rows[$0])
    }
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
