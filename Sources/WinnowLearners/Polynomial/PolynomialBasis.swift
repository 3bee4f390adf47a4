import WinnowCore

/// Products of the orthogonal polynomials of the inputs.
public struct PolynomialBasis: BasisExpansion {
  /// One factor of a term: a polynomial of degree ≥ 1 of one input.
  struct Factor: Sendable, Hashable {
    let input: Int
    let degree: Int
  }

  private let polynomials: [OrthogonalPolynomials]
  private let settings: PolynomialParameters
  /// The first has no factor: the constant.
  let terms: [[Factor]]

  /// - Throws: `badConfiguration` for too many terms.
  init(_ settings: PolynomialParameters, of sample: Sample) throws {
    try self.init(
      settings,
      sample.columns.map {
        OrthogonalPolynomials($0, weights: sample.weights, degree: settings.degree)
      })
  }

  private init(_ settings: PolynomialParameters, _ polynomials: [OrthogonalPolynomials]) throws {
    self.settings = settings
    self.polynomials = polynomials
    terms = try Self.terms(settings, inputs: polynomials.count)
  }

  public var count: Int { terms.count }
  public var inputs: [[Int]] { terms.map { $0.map(\.input) } }

  public var penalty: [Double] {
    (0..<count * count).map { $0 % (count + 1) == 0 && $0 > 0 ? settings.ridge : 0 }
  }

  public func values(of columns: [[Float]], rows: Range<Int>) -> [Double] {
    let width = settings.degree + 1, count = terms.count
    let polynomialValues = zip(polynomials, columns).map { polynomial, column in
      var values: [Double] = []
      values.reserveCapacity(rows.count * width)
      for row in rows { polynomial.append(at: Double(column[row]), to: &values) }
      return values
    }
    var products = [Double](repeating: 1, count: rows.count * count)
    for (place, term) in terms.enumerated() {
      for factor in term {
        let values = polynomialValues[factor.input]
        for row in 0..<rows.count {
          products[row * count + place] *= values[row * width + factor.degree]
        }
      }
    }
    return products
  }

  /// Each term once: the factors of a term are in the order of the inputs.
  private static func terms(_ settings: PolynomialParameters, inputs: Int) throws -> [[Factor]] {
    var terms: [[Factor]] = [[]]
    var first = 0
    for _ in 0..<settings.interactions {
      let shorter = terms[first...]
      first = terms.count
      for term in shorter {
        let left = settings.degree - term.reduce(0) { $0 + $1.degree }
        guard left > 0 else { continue }
        for input in (term.last.map { $0.input + 1 } ?? 0)..<inputs {
          terms += (1...left).map { term + [Factor(input: input, degree: $0)] }
        }
        try check(count: terms.count, advice: "lower degree or interactions")
      }
    }
    return terms
  }

  public func archive() -> Archive {
    var archive = Archive(tensors: ["polynomials": Tensor(polynomials.flatMap(\.numbers))])
    archive.store("settings", settings.settings)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let settings = try PolynomialParameters(reading: archive.setting("settings"), owner: "Polynomial")
    let degree = settings.degree
    let rows = try archive.rows("polynomials", schema.count, of: 2 + 2 * degree)
    try self.init(settings, rows.map { try OrthogonalPolynomials(numbers: $0, degree: degree) })
  }
}
