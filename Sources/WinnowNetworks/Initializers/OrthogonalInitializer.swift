import WinnowMath

/// A matrix with orthonormal rows or columns, whichever are fewer (Saxe, McClelland and Ganguli,
/// arXiv:1312.6120): normal numbers, made orthogonal by Gram and Schmidt's method, twice for precision.
public struct OrthogonalInitializer: Initializer {
  public let gain: Double
  public init(gain: Double = 1) { self.gain = gain }

  /// - Complexity: O(m n min(m, n)).
  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    let columns = shape.fanOut, rows = shape.count / columns
    let count = min(rows, columns), length = max(rows, columns)
    var vectors: [[Double]] = []
    while vectors.count < count {
      var vector = (0..<length).map { _ in random.normal() }
      for other in vectors + vectors { Self.remove(other, from: &vector) }
      let norm = Self.product(vector, vector).squareRoot()
      // A direction that is nearly used up is drawn again.
      if norm > 1e-6 { vectors.append(vector.map { $0 / norm }) }
    }
    return (0..<rows * columns).map { place in
      let (row, column) = (place / columns, place % columns)
      return Float(gain * (rows <= columns ? vectors[row][column] : vectors[column][row]))
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func remove(_ direction: [Double], from vector: inout [Double]) {
    let part = product(direction, vector)
    for index in vector.indices { vector[index] -= part * direction[index] }
  }
}
