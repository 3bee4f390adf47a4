import WinnowCore
import WinnowMath

/// A trained linear model: y(x) = F₀ + Σ c_i x_i for each output. That of a discriminant is positive for
/// events more like signal.
public struct LinearModel: Model {
  /// One output.
  public struct Row: Sendable, Hashable {
    public let output: String
    /// F₀.
    public let offset: Double
    /// c, one per input.
    public let coefficients: [Double]
  }

  public let schema: Schema
  public let record: TrainingRecord
  /// At least one.
  public let rows: [Row]

  /// Of the first output.
  public var offset: Double { rows[0].offset }
  public var coefficients: [Double] { rows[0].coefficients }

  init(schema: Schema, rows: [Row], record: TrainingRecord) {
    self.schema = schema
    self.rows = rows
    self.record = record
  }

  init(
    schema: Schema, offset: Double, coefficients: [Double], record: TrainingRecord
  ) {
    let row = Row(output: Self.response, offset: offset, coefficients: coefficients)
    self.init(schema: schema, rows: [row], record: record)
  }

  private static let response = "response"

  /// - Complexity: O(events × inputs × outputs / threads).
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    Scores(
      outputs: rows.map(\.output),
      values: rows.map { row in
        chunkedMap(sample.count, threads: threads) { range in
          var sums = [Double](repeating: row.offset, count: range.count)
          for (column, coefficient) in zip(sample.columns, row.coefficients) {
            for i in sums.indices { sums[i] += coefficient * Double(column[range.lowerBound + i]) }
          }
          return sums.map { Float($0) }
        }.flatMap(\.self)
      })
  }

  /// Coefficients lie row by row; the names of outputs stand where there is more than a response.
  public func archive() -> Archive {
    var archive = Archive(
      tensors: [
        "offset": Tensor(rows.map(\.offset)), "coefficients": Tensor(rows.flatMap(\.coefficients)),
        "importance": Tensor(record.importance),
      ],
      attributes: ["importance_name": Setting(.text(record.importanceName))])
    let names = rows.map(\.output)
    if names != [Self.response] {
      archive.store("outputs", Setting(.list(names.map { Setting(.text($0)) })))
    }
    return archive
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
    let names = try archive.attributes["outputs"]?.list().map { try $0.text() } ?? [Self.response]
    guard (1...10_000).contains(names.count) else {
      throw WinnowError(.badData, "a linear model with \(names.count) outputs")
    }
    let record = TrainingRecord(
      importance: try finite("importance", schema.count), importanceName: importanceName)
    let offsets = try finite("offset", names.count)
    let flat = try finite("coefficients", names.count * schema.count)
    self.init(
      schema: schema,
      rows: names.indices.map { index in
        Row(
          output: names[index], offset: offsets[index],
          coefficients: Array(flat[index * schema.count..<(index + 1) * schema.count]))
      }, record: record)
  }
}
