import WinnowCore
import WinnowMath

/// A trained linear discriminant: y(x) = F₀ + Σ c_i x_i, positive for events more like signal.
public struct LinearModel: Model {
  public let schema: Schema
  public let record: TrainingRecord
  /// F₀.
  public let offset: Double
  /// c, one per input.
  public let coefficients: [Double]

  init(
    schema: Schema, offset: Double, coefficients: [Double], record: TrainingRecord
  ) {
    self.schema = schema
    self.offset = offset
    self.coefficients = coefficients
    self.record = record
  }

  /// - Complexity: O(events × inputs / threads).
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    let parts = chunkedMap(sample.count, threads: threads) { range in
      var sums = [Double](repeating: offset, count: range.count)
      for (column, coefficient) in zip(sample.columns, coefficients) {
        for i in sums.indices { sums[i] += coefficient * Double(column[range.lowerBound + i]) }
      }
      return sums.map { Float($0) }
    }
    return Scores(response: parts.flatMap(\.self))
  }

  public func archive() -> Archive {
    Archive(
      tensors: [
        "offset": Tensor([offset]), "coefficients": Tensor(coefficients),
        "importance": Tensor(record.importance),
      ],
      attributes: ["importance_name": Setting(.text(record.importanceName))])
  }

  /// - Throws: `badData` where a tensor does not have one finite number per input.
  public init(from archive: Archive, schema: Schema) throws {
    func finite(_ name: String, _ count: Int) throws -> [Double] {
      let values = try archive.float64(name, shape: [count])
      guard values.allSatisfy(\.isFinite) else {
        throw WinnowError(.badData, "the tensor “\(name)” holds numbers that are not finite")
      }
      return values
    }
    guard case .text(let importanceName) = try archive.setting("importance_name").value else {
      throw WinnowError(.badData, "the setting “importance_name” is no text")
    }
    let record = TrainingRecord(
      importance: try finite("importance", schema.count), importanceName: importanceName)
    self.init(
      schema: schema, offset: try finite("offset", 1)[0],
      coefficients: try finite("coefficients", schema.count), record: record)
  }
}
