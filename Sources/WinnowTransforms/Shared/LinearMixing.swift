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
    let columns = try sample.completeColumns(of: input)
    let nothing = [Double](repeating: 0, count: input.count)
    let mixed = Self.mix(columns, by: matrix, subtracting: centres, adding: nothing)
    return sample.replacing(schema: output, columns: mixed)
  }

  public func inverse(_ sample: Sample) throws -> Sample {
    let columns = try sample.completeColumns(of: output)
    let nothing = [Double](repeating: 0, count: input.count)
    let mixed = Self.mix(columns, by: inverseMatrix, subtracting: nothing, adding: centres)
    return sample.replacing(schema: input, columns: mixed)
  }

  /// Events that are mixed at a time, so that their numbers stay in the cache.
  private static let blockSize = 512

  /// M (x − before) + after. - Complexity: O(events × variables²).
  private static func mix(
    _ columns: [[Float]], by matrix: [Double], subtracting before: [Double], adding after: [Double]
  ) -> [[Float]] {
    let n = columns.count, events = columns.first?.count ?? 0
    var results = [[Float]](repeating: [], count: n)
    for i in 0..<n { results[i].reserveCapacity(events) }
    for start in stride(from: 0, to: events, by: blockSize) {
      let block = start..<min(start + blockSize, events)
      let centred = (0..<n).map { j in columns[j][block].map { Double($0) - before[j] } }
      for i in 0..<n {
        var sums = [Double](repeating: after[i], count: block.count)
        for j in 0..<n {
          let factor = matrix[i * n + j], column = centred[j]
          for event in sums.indices { sums[event] += factor * column[event] }
        }
        for sum in sums { results[i].append(Float(sum)) }
      }
    }
    return results
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
