import WinnowCore
import WinnowMath

/// A formula with its fitted parameters, one set for each output.
public struct FDAModel: ErrorEstimating {
  static let response = "response"

  public let schema: Schema
  public let record: TrainingRecord
  public let outputs: [String]
  /// `[output][parameter]`, in the order of `names`.
  public let values: [[Double]]
  /// `[output]`, parameters × parameters, row-major; NaN where there is none.
  public let covariances: [[Double]]
  let formula: FDAFormula

  /// Of the parameters.
  public var names: [String] { formula.unknowns.map(\.name) }

  init(schema: Schema, formula: FDAFormula, outputs: [String], fits: [FormulaFit]) {
    self.init(
      schema: schema, formula: formula, outputs: outputs, values: fits.map(\.values),
      covariances: fits.map(\.covariance),
      remarks: zip(outputs, fits).flatMap { output, fit in
        fit.hasConverged ? [] : ["\(output): the fit did not converge; allow more iterations"]
      })
  }

  private init(
    schema: Schema, formula: FDAFormula, outputs: [String], values: [[Double]],
    covariances: [[Double]], remarks: [String]
  ) {
    self.schema = schema
    self.formula = formula
    self.outputs = outputs
    self.values = values
    self.covariances = covariances
    let names = formula.unknowns.map(\.name)
    record = TrainingRecord(
      remarks: remarks + outputs.indices.flatMap { index in
        FittedParameters(names: names, values: values[index], covariance: covariances[index])
          .sentences(of: outputs[index])
      })
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    map(sample, threads) { output, rows in
      formula.values(of: sample.columns, rows: rows, with: values[output])
    }
  }

  /// √(∂fᵀ C ∂f): the error of the fitted function. NaN where C is not known.
  public func errors(for sample: Sample, threads: Int) throws -> Scores {
    map(sample, threads) { output, rows in
      let slopes = formula.derivatives(of: sample.columns, rows: rows, with: values[output])
      let covariance = covariances[output], count = names.count
      return (0..<rows.count).map { event in
        var variance = 0.0
        for i in 0..<count {
          for j in 0..<count {
            variance += slopes[i][event] * covariance[i * count + j] * slopes[j][event]
          }
        }
        return variance >= 0 ? variance.squareRoot() : .nan
      }
    }
  }

  private func map(
    _ sample: Sample, _ threads: Int, _ figures: (Int, Range<Int>) -> [Double]
  ) -> Scores {
    Scores(
      outputs: outputs,
      values: outputs.indices.map { output in
        chunkedMap(sample.count, threads: threads) { rows in
          figures(output, rows).map { Float($0) }
        }.flatMap(\.self)
      })
  }
}

extension FDAModel {
  public func archive() -> Archive {
    func list(_ texts: [String]) -> Setting { Setting(.list(texts.map { Setting(.text($0)) })) }
    return Archive(
      tensors: [
        "values": Tensor(values.flatMap(\.self)), "covariances": Tensor(covariances.flatMap(\.self)),
      ],
      attributes: [
        "formula": Setting(.text(formula.text)), "names": list(names), "outputs": list(outputs),
        "remarks": list(record.remarks.filter { $0.contains("converge") }),
      ])
  }

  /// - Throws: `badData` where the formula does not fit the inputs, or a size the formula.
  public init(from archive: Archive, schema: Schema) throws {
    func texts(_ name: String) throws -> [String] {
      try archive.setting(name).list().map { try $0.text() }
    }
    let names = try texts("names"), outputs = try texts("outputs")
    let formula: FDAFormula
    do {
      formula = try FDAFormula(
        archive.setting("formula").text(), names.map { FDAParameters.Unknown($0) },
        inputs: schema.names)
    } catch let error as WinnowError {
      throw WinnowError(.badData, error.message)
    }
    guard (1...10_000).contains(outputs.count), formula.unknowns.map(\.name) == names else {
      throw WinnowError(.badData, "the formula and the names of its parameters do not agree")
    }
    let covariances = try archive.float64(
      "covariances", shape: [outputs.count * names.count * names.count])
    self.init(
      schema: schema, formula: formula, outputs: outputs,
      values: try archive.rows("values", outputs.count, of: names.count),
      covariances: outputs.indices.map {
        Array(covariances[$0 * names.count * names.count..<($0 + 1) * names.count * names.count])
      }, remarks: try texts("remarks"))
  }
}
