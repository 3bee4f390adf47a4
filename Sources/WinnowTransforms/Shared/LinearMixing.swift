import WinnowCore

/// x′ = A (x − centre): the variables mixed by an invertible matrix.
public struct LinearMixing: InvertibleTransform {
  public let input: Schema
  public let output: Schema
  let centres: [Double]
  /// A, row-major: output × input.
  let matrix: [Double]
  /// A⁻¹.
  let inverseMatrix: [Double]

  init(
    _ input: Schema, to output: Schema, centres: [Double], matrix: [Double],
    inverse inverseMatrix: [Double]
  ) {
    self.input = input
    self.output = output
    self.centres = centres
    self.matrix = matrix
    self.inverseMatrix = inverseMatrix
  }

  /// - Throws: `badData` where a value is missing (NaN).
  public func apply(to sample: Sample) throws -> Sample {
    let columns = try Self.columns(of: sample, input)
    let centred = zip(columns, centres).map { column, centre in column.map { $0 - centre } }
    let mixed = Self.product(matrix, centred).map { $0.map { Float($0) } }
    return sample.replacing(schema: output, columns: mixed)
  }

  public func inverse(_ sample: Sample) throws -> Sample {
    let mixed = Self.product(inverseMatrix, try Self.columns(of: sample, output))
    let columns = zip(mixed, centres).map { column, centre in column.map { Float($0 + centre) } }
    return sample.replacing(schema: input, columns: columns)
  }

  private static func columns(of sample: Sample, _ wanted: Schema) throws -> [[Double]] {
    let columns = try sample.matching(wanted).columns
    for (name, column) in zip(wanted.names, columns) {
      guard let row = column.firstIndex(where: { $0.isNaN }) else { continue }
      throw WinnowError(
        .badData, "the variable “\(name)” is missing in event \(row + 1); a transform that mixes "
          + "variables needs all of them")
    }
    return columns.map { $0.map(Double.init) }
  }

  /// Each output column is a sum of input columns. - Complexity: O(events × variables²).
  private static func product(_ matrix: [Double], _ columns: [[Double]]) -> [[Double]] {
    let n = columns.count
    return (0..<n).map { i in
      var result = [Double](repeating: 0, count: columns.first?.count ?? 0)
      for j in 0..<n {
        let factor = matrix[i * n + j]
        for event in result.indices { result[event] += factor * columns[j][event] }
      }
      return result
    }
  }

  public func archive() -> Archive {
    let shape = [input.count, input.count]
    return Archive(
      tensors: [
        "centres": Tensor(centres),
        "matrix": Tensor(shape: shape, .float64(matrix)),
        "inverse": Tensor(shape: shape, .float64(inverseMatrix)),
      ],
      attributes: ["outputs": Setting(.list(output.names.map { Setting(.text($0)) }))])
  }

  public init(from archive: Archive, input: Schema) throws {
    let n = input.count
    let names = try archive.setting("outputs").list().map { try $0.text() }
    guard names.count == n, Set(names).count == n else {
      throw WinnowError(.badData, "a transform of \(n) variables needs \(n) distinct outputs")
    }
    let output = names == input.names ? input.withoutUnits : Schema(names: names)
    self.init(
      input, to: output, centres: try archive.finite("centres", shape: [n]),
      matrix: try archive.finite("matrix", shape: [n, n]),
      inverse: try archive.finite("inverse", shape: [n, n]))
  }
}
