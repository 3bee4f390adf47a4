import WinnowCore
import WinnowMath

/// A sum of smooth functions of single inputs, pairs and triples of them: Σ f_t(x_t).
///
/// Reference: Y. Lou, R. Caruana, J. Gehrke, G. Hooker, “Accurate intelligible models with pairwise
/// interactions”, KDD 2013; S. Wood, Generalized Additive Models (2017).
public struct SplineSum: Sendable, Hashable {
  public private(set) var terms: [SplineTerm]
  /// `[term][product]`.
  public private(set) var coefficients: [[Double]]

  private static let mostKnots = 1000

  public init(_ terms: [SplineTerm] = []) {
    self.init(terms, terms.map { [Double](repeating: 0, count: $0.count) })
  }

  /// - Precondition: a coefficient for each product of each term.
  public init(_ terms: [SplineTerm], _ coefficients: [[Double]]) {
    precondition(terms.map(\.count) == coefficients.map(\.count), "a coefficient for each product")
    self.terms = terms
    self.coefficients = coefficients
  }

  /// cᵀPc of a term, P being its penalty.
  func roughness(_ term: Int) -> Double {
    var sum = 0.0
    terms[term].visitPenalty { sum += $2 * coefficients[term][$0] * coefficients[term][$1] }
    return sum
  }

  /// Some of the terms.
  public subscript(range: Range<Int>) -> SplineSum {
    SplineSum(Array(terms[range]), Array(coefficients[range]))
  }

  public mutating func append(_ term: SplineTerm) {
    terms.append(term)
    coefficients.append([Double](repeating: 0, count: term.count))
  }

  public mutating func removeLast() {
    terms.removeLast()
    coefficients.removeLast()
  }

  /// With a multiple of a step of all terms added.
  public func moved(by step: SplineSum, times factor: Double = 1) -> SplineSum {
    var sum = self
    sum.add(step, times: factor, at: 0)
    return sum
  }

  /// Adds a multiple of a step of some terms.
  public mutating func add(_ step: SplineSum, times factor: Double, at first: Int) {
    for (term, own) in step.coefficients.enumerated() {
      for (k, change) in own.enumerated() { coefficients[first + term][k] += factor * change }
    }
  }

  /// - Parameter columns: `columns[input][event]`.
  /// - Complexity: O(events × Σ (degree + 1)^inputs / threads).
  public func values(of columns: [[Float]], events: Int, threads: Int) -> [Float] {
    chunkedMap(events, threads: threads) { rows in
      rows.map { row in
        var sum = 0.0
        for (term, own) in zip(terms, coefficients) {
          term.visit(columns, row) { place, value in sum += own[place] * value }
        }
        return Float(sum)
      }
    }.flatMap(\.self)
  }
}

extension SplineSum {
  /// For each term `0/inputs`, `0/coefficients`, `0/knots/0` …; the settings `terms` and `degree`.
  public func archive() -> Archive {
    var archive = Archive()
    archive.store("terms", Setting(.integer(terms.count)))
    for (number, term) in terms.enumerated() {
      var own = Archive()
      own.store("inputs", Setting(.list(term.inputs.map { Setting(.integer($0)) })))
      own.store("coefficients", Tensor(coefficients[number]))
      for (k, grid) in term.grids.enumerated() {
        own.store("degree \(k)", Setting(.integer(grid.degree)))
        own.store("knots \(k)", Tensor(grid.knots))
      }
      archive.store("\(number)", own)
    }
    return archive
  }

  /// - Throws: `badData` where a size or value does not fit.
  public init(from archive: Archive, inputs count: Int) throws {
    let terms = try archive.setting("terms").integer()
    guard terms >= 0 else { throw WinnowError(.badData, "a sum of \(terms) splines") }
    self.init()
    for number in 0..<terms {
      let own = archive.inner("\(number)")
      let inputs = try own.setting("inputs").list().map { try $0.integer() }
      guard inputs.count <= 3, inputs.allSatisfy({ (0..<count).contains($0) }) else {
        throw WinnowError(.badData, "a spline of the inputs \(inputs), of which there are \(count)")
      }
      let grids = try inputs.indices.map { k in
        try KnotVector(
          degree: own.setting("degree \(k)").integer(), knots: own.float64("knots \(k)", shape: [nil]))
      }
      guard grids.allSatisfy({ $0.count <= Self.mostKnots }) else {
        throw WinnowError(.badData, "more than \(Self.mostKnots) splines of one input")
      }
      let term = SplineTerm(inputs: inputs, grids: grids)
      let values = try own.float64("coefficients", shape: [term.count])
      guard values.allSatisfy(\.isFinite) else {
        throw WinnowError(.badData, "a spline's coefficients are not finite")
      }
      append(term)
      coefficients[number] = values
    }
  }
}
