import Foundation
import Logging
import WinnowCore
import WinnowDensities
import WinnowEvaluation
import WinnowExpressions
import WinnowInput
import WinnowReport

/// `winnow fit`: a density fitted to one column of a file, for calibration peaks.
public struct DensityFitting: Sendable {
  public let input: [String]
  /// A column or `name := expression`.
  public let column: String
  public var density = DoubleCrystalBallDensity().name
  /// An expression of the event weights.
  public var weight: String?
  public var cut: String?
  /// A directory for `fit.json` and `plots/`; nil writes nothing.
  public var output: String?
  public var bins = 80
  public var threads = 1

  /// Their names.
  public static var densities: [String] { DensityCatalog.names }

  public init(input: [String], column: String) {
    self.input = input
    self.column = column
  }

  /// - Throws: `badConfiguration` for an unknown density; `badData` for what cannot be fitted; errors of
  ///   files.
  public func execute() throws {
    let family = try DensityCatalog.family(named: density)
    let target = try NamedExpression(parsing: column)
    let sample = try load(target)
    let values = sample.columns[0]
    let fit = try DensityFit(
      family, to: values, weights: sample.weights, name: "“\(target.name)”", threads: threads)
    let report = DensityFitReport(
      DensityFitFigures(fit, of: values, weights: sample.weights, column: target.name, bins: bins))
    let console = Console(log: Logger(label: "winnow") { _ in SwiftLogNoOpLogHandler() })
    console.table(report.text)
    guard let output else { return }
    let directory = URL(fileURLWithPath: output, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw WinnowError(
        .cannotCreate, "cannot be created: \(error.localizedDescription)",
        at: SourceLocation(file: output))
    }
    let outcome = try report.write(into: directory)
    if let remark = outcome.remark { console.warn(remark) }
    console.say("written to \(output)")
  }

  private func load(_ target: NamedExpression) throws -> Sample {
    var request = SampleRequest(
      sources: [.init(try FileSet(patterns: input).files)],
      features: [Feature(target.name, expression: target.expression.text)])
    request.weight = try weight.map { try $0.expression }
    request.cut = try cut.map { try $0.expression }
    request.options.threads = threads
    return try WinnowInput.load(request).sample
  }
}
