import WinnowEvaluation

/// Tables of a classification with three classes or more.
struct MulticlassTables {
  let summary: MulticlassSummary

  init(_ summary: MulticlassSummary) { self.summary = summary }

  private var classes: [String] { summary.methods.first?.figures.classes ?? [] }

  var ranking: Table {
    Table(
      title: "Methods ranked by the mean one-against-rest AUC (test sample)",
      columns: [
        .init("Method", .left), .init("Mean AUC"), .init("Accuracy"), .init("Balanced accuracy"),
        .init("Train"), .init("Apply"), .init("Model"),
      ],
      rows: summary.methods.map { method in
        [
          method.name, FigureFormat.measured(method.test.auc),
          FigureFormat.measured(method.test.accuracy),
          FigureFormat.measured(method.test.balancedAccuracy),
          FigureFormat.duration(seconds: method.cost.trainSeconds),
          FigureFormat.duration(nanoseconds: method.cost.applyNsPerEvent),
          FigureFormat.size(bytes: method.cost.modelBytes),
        ]
      },
      note: "Accuracy: fraction of events whose largest output is that of their class. Balanced: its mean "
        + "over classes. Apply: per event.")
  }

  /// Training sample against test sample.
  var overtraining: Table {
    Table(
      title: "Training sample against test sample",
      columns: [
        .init("Method", .left), .init("Mean AUC (train)"), .init("Mean AUC (test)"),
        .init("Accuracy (train)"), .init("Accuracy (test)"),
      ],
      rows: summary.methods.map { method in
        [method.name]
          + [method.training.auc, method.test.auc, method.training.accuracy, method.test.accuracy]
          .map(FigureFormat.measured)
      })
  }

  /// AUC of each class against all others.
  var oneAgainstRest: Table {
    Table(
      title: "AUC of each class against all others (test sample)",
      columns: [.init("Method", .left)] + classes.map { .init($0) },
      rows: summary.methods.map { method in
        [method.name] + method.figures.oneAgainstRest.map { FigureFormat.measured($0.auc) }
      })
  }

  /// Efficiency of each class where a given fraction of all others passes.
  var efficiencies: Table {
    let points = summary.methods.first?.figures.oneAgainstRest.first?.efficiency ?? []
    return Table(
      title: "Efficiency of each class at given efficiency of all others (test sample)",
      columns: [.init("Method", .left), .init("Class", .left)]
        + points.map { .init("rest = \(FigureFormat.fixed($0.background, 2))") },
      rows: summary.methods.flatMap { method in
        method.figures.oneAgainstRest.map { contrast in
          [method.name, contrast.name] + contrast.efficiency.map { FigureFormat.measured($0.signal) }
        }
      })
  }

  /// AUC of each class against each other.
  var pairs: Table {
    Table(
      title: "AUC of each class (row) against each other (test sample)",
      columns: [.init("Method", .left), .init("Class", .left)] + classes.map { .init($0) },
      rows: summary.methods.flatMap { method in
        classes.map { name in
          [method.name, name] + classes.map { other in
            method.figures.pairwise.first { $0.name == name && $0.against == other }
              .map { FigureFormat.measured($0.auc) } ?? ""
          }
        }
      })
  }

  /// One matrix per method.
  var confusion: [Table] {
    summary.methods.map { method in
      Table(
        title: "Confusion matrix of \(method.name): decision (column) for each class (row)",
        columns: [.init("Class", .left)] + classes.map { .init($0) },
        rows: zip(classes, method.figures.confusion).map { name, row in
          [name] + row.map(FigureFormat.measured)
        })
    }
  }

  var differences: Table? { RunTables.differences(of: summary.comparisons, in: "mean AUC") }

  var differencesFromBest: Table? {
    RunTables.differences(of: summary.comparisons.with(summary.methods.first?.name), in: "mean AUC")
  }

  /// Input variables ranked by the separation of the first class from all others.
  var inputs: Table {
    let variables = summary.inputs.variables.rankedBySeparation
    return Table(
      title: "Input variables ranked by separation of \(classes.first ?? "the first class") from the rest",
      columns: [.init("Variable", .left), .init("Unit", .left), .init("⟨S²⟩")]
        + classes.map { .init("Mean (\($0))") },
      rows: variables.map { variable in
        [variable.name, variable.unit ?? "", FigureFormat.measured(variable.separation)]
          + variable.classes.map { FigureFormat.measured($0.mean) }
      })
  }
}
