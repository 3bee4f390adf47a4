import Foundation
import WinnowCore
import WinnowInput
import WinnowReport
import WinnowTransforms

/// `winnow inspect`: what a data file or a model file holds.
public enum Inspection {
  /// - Parameter ranges: read all numbers for their extremes.
  /// - Throws: `noInput` and `badData` with the file's name.
  public static func text(of name: String, ranges: Bool) throws -> String {
    if name.hasSuffix(".safetensors") {
      return try ModelDescription(file: name).text()
    }
    let listings = try listing(of: FileReference(parsing: name), ranges: ranges)
    return listings.map { table($0, ranges: ranges) }.joined(separator: "\n")
  }

  private static func table(_ listing: TableListing, ranges: Bool) -> String {
    let showsStorage = listing.columns.contains { $0.storage != nil }
    let rows = listing.columns.map { column in
      [column.name, "\(column.type)"] + (showsStorage ? cells(column.storage) : [])
        + (ranges ? cells(column.range) : [])
    }
    let title = "\(listing.location): \(listing.kind), \(listing.rows) rows, "
      + "\(listing.columns.count) columns"
    return Table(
      title: title,
      columns: [.init("column", .left), .init("type", .left)]
        + (showsStorage ? [.init("compression", .left), .init("bytes"), .init("in file")] : [])
        + (ranges ? [.init("minimum"), .init("maximum"), .init("NaN"), .init("infinite")] : []),
      rows: rows
    ).text(width: TextReport.width)
  }

  private static func cells(_ storage: ColumnStorage?) -> [String] {
    guard let storage else { return ["", "", ""] }
    return [storage.compression, "\(storage.uncompressedBytes)", "\(storage.compressedBytes)"]
  }

  private static func cells(_ range: ColumnRange?) -> [String] {
    guard let range else { return ["", "", "", ""] }
    func number(_ value: Double?) -> String { value.map { String(format: "%.6g", $0) } ?? "–" }
    return [number(range.minimum), number(range.maximum), "\(range.nan)", "\(range.infinite)"]
  }

  /// - Parameter more: facts that depend on the method.
  static func text(
    of classifier: TrainedClassifier, name: String, more: [(String, String)]
  ) -> String {
    let provenance = classifier.provenance
    var facts = [
      ("method", "\(classifier.name) (\(classifier.kind))"),
      ("settings", classifier.settings.compactText),
      ("transforms", classifier.pipelines[0].transforms.description),
      ("missing inputs", classifier.missing.rawValue),
      ("trained by", "Winnow \(provenance.version), analysis “\(provenance.analysis)”, "
        + "seed \(provenance.seed)"),
      ("trained on", "\(provenance.trainingEvents) events, digest \(provenance.trainingDigest)"),
      ("test vectors", "\(classifier.testVectors?.responses.count ?? 0)"),
    ] + more
    if classifier.task != .classification {
      facts.append((classifier.task.rawValue, classifier.outputs.joined(separator: ", ")))
    }
    if let rule = classifier.foldRule {
      facts.append(("folds", "\(rule.count) by \(rule.identifier)"))
    }
    let inputs = zip(classifier.schema.features, classifier.ranges).map { feature, range in
      [feature.name, feature.expression, feature.unit ?? "", "\(range.minimum)", "\(range.maximum)"]
    }
    let table = Table(
      title: "Inputs",
      columns: [
        .init("name", .left), .init("expression", .left), .init("unit", .left), .init("minimum"),
        .init("maximum"),
      ], rows: inputs)
    return ([name] + facts.map { "  \($0.0.padded(to: 15)) \($0.1)" }).joined(separator: "\n")
      + "\n\n" + table.text(width: TextReport.width)
  }
}
