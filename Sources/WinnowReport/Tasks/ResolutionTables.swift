import WinnowEvaluation

/// A method, or the raw estimate, with what it makes of an energy.
struct ResolutionEntry {
  let name: String
  let ink: Ink
  let curve: ResolutionCurve

  /// Methods in their order, then the raw estimate.
  static func all(_ summary: RegressionSummary, target index: Int) -> [ResolutionEntry] {
    let name = summary.targets[index].name
    let methods = summary.methods.enumerated().compactMap { place, method in
      method.targets[index].resolution.map {
        ResolutionEntry(name: method.name, ink: .method(place), curve: $0)
      }
    }
    let raw = summary.raw.first { $0.target == name }?.resolution
    return methods + (raw.map { [ResolutionEntry(name: "raw estimate", ink: .raw, curve: $0)] } ?? [])
  }
}

/// The resolution curves of energies in numbers.
struct ResolutionTables {
  let tables: [Table]

  static let text = """
    Is the energy scale right at all energies, and how does the resolution fall? r is the prediction over \
    the true energy. Near the ends of the spectrum the mean of r in bins of the true energy is pulled \
    inwards, because deviations of one sign lead out of the sample.
    """

  init(_ summary: RegressionSummary) {
    tables = summary.targets.indices.compactMap { index in
      let entries = ResolutionEntry.all(summary, target: index)
      return entries.isEmpty ? nil : Self.table(summary.targets[index], entries)
    }
  }

  private static func table(_ target: TargetFigures, _ entries: [ResolutionEntry]) -> Table {
    let unit = target.unit ?? ""
    return Table(
      title: "Resolution σ/E = a/√E ⊕ b/E ⊕ c: \(target.name)",
      columns: [
        .init("Method", .left), .init("a [√\(unit)]"), .init("b [\(unit)]"), .init("c"),
        .init("χ²/ndf"), .init("Response from"), .init("to"),
      ],
      rows: entries.map { entry in
        let curve = entry.curve
        let responses = curve.response.filter(\.isDefined).sorted { $0.value < $1.value }
        return [
          entry.name, FigureFormat.measured(curve.stochastic), FigureFormat.measured(curve.noise),
          FigureFormat.measured(curve.constant),
          "\(FigureFormat.number(curve.chiSquare))/\(curve.degreesOfFreedom)",
          responses.first.map(FigureFormat.measured) ?? "",
          responses.last.map(FigureFormat.measured) ?? "",
        ]
      },
      note: "Fitted to σ_eff of prediction/target over its mean in bins of the target. Response: smallest "
        + "and largest mean of prediction/target in a bin.")
  }
}
