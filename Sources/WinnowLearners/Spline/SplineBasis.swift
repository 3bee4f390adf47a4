import WinnowCore
import WinnowSplines

/// A constant and the B-splines of all inputs. Those of an input add up to 1, which the constant is
/// already: the first of each is left out.
public struct SplineBasis: BasisExpansion {
  private let vectors: [KnotVector]
  private let settings: SplineParameters
  /// Where the functions of each input start.
  private let starts: [Int]

  public let count: Int

  /// - Throws: `badConfiguration` for too many functions.
  init(_ settings: SplineParameters, of sample: Sample) throws {
    self.init(
      settings,
      sample.columns.map {
        KnotVector($0, weights: sample.weights, degree: settings.degree, quantiles: settings.knots)
      })
    try Self.check(count: count, advice: "fewer knots")
  }

  private init(_ settings: SplineParameters, _ vectors: [KnotVector]) {
    self.settings = settings
    self.vectors = vectors
    var starts: [Int] = [], next = 1
    for vector in vectors {
      starts.append(next)
      next += max(0, vector.count - 1)
    }
    self.starts = starts
    count = next
  }

  public var inputs: [[Int]] {
    [[]] + vectors.indices.flatMap { input in
      Array(repeating: [input], count: max(0, vectors[input].count - 1))
    }
  }

  /// Of the squared second differences; the function left out has the coefficient 0.
  public var penalty: [Double] {
    var matrix = [Double](repeating: 0, count: count * count)
    for (start, vector) in zip(starts, vectors) where vector.count > 2 {
      for middle in 1..<vector.count - 1 {
        // Function k of an input stands at start + k − 1.
        let steps = [(middle - 1, 1.0), (middle, -2), (middle + 1, 1)].filter { $0.0 > 0 }
        for (i, left) in steps {
          for (j, right) in steps {
            matrix[(start + i - 1) * count + start + j - 1] += settings.smoothing * left * right
          }
        }
      }
    }
    return matrix
  }

  public func values(of columns: [[Float]], rows: Range<Int>) -> [Double] {
    var result = [Double](repeating: 0, count: rows.count * count)
    for (input, vector) in vectors.enumerated() where vector.count > 0 {
      for (index, row) in rows.enumerated() {
        let found = vector.values(at: Double(columns[input][row]))
        for k in 0...vector.degree where found.first + k > 0 {
          result[index * count + starts[input] + found.first + k - 1] = found.values[k]
        }
      }
    }
    for index in 0..<rows.count { result[index * count] = 1 }
    return result
  }

  public func archive() -> Archive {
    var archive = Archive()
    for (input, vector) in vectors.enumerated() {
      archive.store("knots/\(input)", Tensor(vector.knots))
    }
    archive.store("settings", settings.settings)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let settings = try SplineParameters(reading: archive.setting("settings"), owner: "Spline")
    self.init(
      settings,
      try (0..<schema.count).map {
        try KnotVector(
          degree: settings.degree, knots: archive.float64("knots/\($0)", shape: [nil]))
      })
  }
}
