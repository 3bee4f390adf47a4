import WinnowEvaluation

extension RegressionSummary {
  /// What each variable is worth to the methods, target by target, in the order of the targets.
  func permutation(of method: RegressionMethod) -> [PermutationDrawing] {
    zip(targets, method.targets).map {
      PermutationDrawing(
        .width(of: $0), of: method.name, $1.permutation, events: $1.permutedEvents)
    }
  }

  var worthOfVariables: Chapter {
    let methods = methods.map { permutation(of: $0) }
    return .worth(targets.indices.compactMap { target in
      PermutationDrawing.table(methods.compactMap { $0.indices.contains(target) ? $0[target] : nil })
    })
  }
}

extension MulticlassSummary {
  func permutation(of method: MulticlassMethod) -> PermutationDrawing {
    PermutationDrawing(
      .meanArea, of: method.name, method.figures.permutation, events: method.figures.permutedEvents)
  }

  var worthOfVariables: Chapter {
    .worth([PermutationDrawing.table(methods.map { permutation(of: $0) })].compactMap { $0 })
  }
}

extension Chapter {
  fileprivate static func worth(_ tables: [Table]) -> Chapter {
    Chapter(
      id: "variables", title: "Worth of the variables",
      text: "Which variables do the methods look at? The pages of the methods show the same as bars.",
      tables: tables)
  }
}
