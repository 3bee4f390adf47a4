import WinnowCore
import WinnowMath

/// A fitted sum of functions, y(x) = Σ c_k b_k(x) for each target, with the covariance of c.
public struct BasisModel<Basis: BasisExpansion>: ErrorEstimating {
  public let schema: Schema
  public let record: TrainingRecord
  public let outputs: [String]
  public let basis: Basis
  /// `[target][function]`.
  public let coefficients: [[Double]]
  /// `[target]`, functions × functions, row-major.
  public let covariances: [[Double]]

  /// - Throws: as `BasisFit`.
  init(_ basis: Basis, fittedTo training: Sample, in context: RunContext) throws {
    guard case .targets(let names, let targets) = training.truth else {
      throw WinnowError(.badData, "least squares needs a target")
    }
    let fit = try BasisFit(basis, to: training, targets: targets, context: context)
    context.progress.advance(step: 1, total: 1, events: training.count, note: "")
    schema = training.schema
    outputs = names
    self.basis = basis
    coefficients = fit.coefficients
    covariances = fit.covariances
    record = TrainingRecord(importance: fit.importance, importanceName: "share of the variance")
  }

  /// - Complexity: O(events × functions × targets / threads).
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    figures(of: sample, threads: threads) { target, values in
      zip(coefficients[target], values).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// √(bᵀ C b), C being the covariance of the coefficients: the error of the fitted function, not the
  /// spread of events around it. - Complexity: O(events × functions² × targets / threads).
  public func errors(for sample: Sample, threads: Int) throws -> Scores {
    let order = basis.count
    return figures(of: sample, threads: threads) { target, values in
      let covariance = covariances[target]
      var variance = 0.0
      for (i, left) in values.enumerated() where left != 0 {
        for (j, right) in values.enumerated() {
          variance += left * covariance[i * order + j] * right
        }
      }
      return max(0, variance).squareRoot()
    }
  }

  private func figures(
    of sample: Sample, threads: Int, _ figure: @Sendable (Int, ArraySlice<Double>) -> Double
  ) -> Scores {
    let order = basis.count
    let chunks = chunkedMap(sample.count, chunk: 1024, threads: threads) { rows in
      let values = basis.values(of: sample.columns, rows: rows)
      return outputs.indices.map { target in
        (0..<rows.count).map { Float(figure(target, values[$0 * order..<($0 + 1) * order])) }
      }
    }
    return Scores(
      outputs: outputs, values: outputs.indices.map { target in chunks.flatMap { $0[target] } })
  }
}

extension BasisModel {
  public func archive() -> Archive {
    var archive = Archive(
      tensors: [
        "coefficients": Tensor(coefficients.flatMap(\.self)),
        "covariances": Tensor(covariances.flatMap(\.self)),
        "importance": Tensor(record.importance),
      ],
      attributes: ["outputs": Setting(.list(outputs.map { Setting(.text($0)) }))])
    archive.store("basis", basis.archive())
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    self.schema = schema
    outputs = try archive.setting("outputs").list().map { try $0.text() }
    basis = try Basis(from: archive.inner("basis"), schema: schema)
    guard (1...10_000).contains(outputs.count), basis.count <= Basis.largestCount else {
      throw WinnowError(.badData, "a fit of \(basis.count) functions to \(outputs.count) targets")
    }
    let order = basis.count
    coefficients = try archive.rows("coefficients", outputs.count, of: order)
    covariances = try archive.rows("covariances", outputs.count, of: order * order)
    record = TrainingRecord(
      importance: try archive.rows("importance", 1, of: schema.count)[0],
      importanceName: "share of the variance")
  }
}

extension Archive {
  /// A tensor of finite numbers, cut into rows of one length.
  /// - Throws: `badData`.
  func rows(_ name: String, _ count: Int, of length: Int) throws -> [[Double]] {
    let values = try float64(name, shape: [count * length])
    guard values.allSatisfy(\.isFinite) else {
      throw WinnowError(.badData, "the tensor “\(name)” holds numbers that are not finite")
    }
    return (0..<count).map { Array(values[$0 * length..<($0 + 1) * length]) }
  }
}

extension Sample {
  /// The events that count, so that those of weight 0 change no bit.
  var withoutWeightZero: Sample {
    weights.contains(0) ? selecting(weights.indices.filter { weights[$0] != 0 }) : self
  }
}
