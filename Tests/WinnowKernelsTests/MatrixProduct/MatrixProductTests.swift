import Testing
import WinnowKernels
import WinnowMath

/// A product's sizes; oddly sized ones leave remainders in every blocked loop.
struct ProductShape: Sendable {
  let m: Int, k: Int, n: Int
}

@Suite struct MatrixProductTests {
  static let shapes = [
    ProductShape(m: 1, k: 1, n: 1), ProductShape(m: 64, k: 28, n: 100),
    ProductShape(m: 37, k: 5, n: 3), ProductShape(m: 128, k: 100, n: 17),
    ProductShape(m: 2, k: 129, n: 65),
  ]

  static func random(_ count: Int, _ seed: UInt64) -> [Float] {
    var random = CounterRandom(seed: seed)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  /// The definition, in double precision.
  static func naive(
    _ a: [Float], _ ta: Bool, _ b: [Float], _ tb: Bool, _ s: ProductShape
  ) -> [Float] {
    var c = [Float](repeating: 0, count: s.m * s.n)
    for i in 0..<s.m {
      for j in 0..<s.n {
        var sum = 0.0
        for p in 0..<s.k {
          let left = Double(ta ? a[p * s.m + i] : a[i * s.k + p])
          sum += left * Double(tb ? b[j * s.k + p] : b[p * s.n + j])
        }
        c[i * s.n + j] = Float(sum)
      }
    }
    return c
  }

  @Test(arguments: shapes, [(false, false), (true, false), (false, true), (true, true)])
  func agreesWithTheDefinition(_ s: ProductShape, _ transposed: (Bool, Bool)) {
    let a = Self.random(s.m * s.k, 1), b = Self.random(s.k * s.n, 2)
    let start = Self.random(s.m * s.n, 3)
    var c = start
    var span = c.mutableSpan
    matrixProduct(
      a.span, transposed.0 ? .transposed : .plain, b.span, transposed.1 ? .transposed : .plain,
      into: &span, rows: s.m, inner: s.k, columns: s.n, alpha: 2, beta: 1)
    let exact = Self.naive(a, transposed.0, b, transposed.1, s)
    for index in c.indices {
      let wanted = start[index] + 2 * exact[index]
      #expect(abs(c[index] - wanted) <= 2e-5 * (1 + Float(s.k).squareRoot() + abs(wanted)))
    }
  }

  @Test func narrowProductsAgreeWithTheDefinition() {
    let (rows, width) = (37, 21)
    let matrix = Self.random(rows * width, 4), vector = Self.random(width, 5)
    let factors = Self.random(rows, 6)
    var products = [Float](repeating: 0, count: rows)
    var productSpan = products.mutableSpan
    multiplyRows(matrix.span, by: vector.span, into: &productSpan)
    let exact = Self.naive(matrix, false, vector, false, ProductShape(m: rows, k: width, n: 1))
    #expect(zip(products, exact).allSatisfy { abs($0 - $1) < 1e-5 })

    var sums = [Float](repeating: 0, count: width)
    var sumSpan = sums.mutableSpan
    sumRows(matrix.span, times: factors.span, into: &sumSpan)
    let wanted = Self.naive(matrix, true, factors, false, ProductShape(m: width, k: rows, n: 1))
    #expect(zip(sums, wanted).allSatisfy { abs($0 - $1) < 1e-4 })

    var outer = [Float](repeating: 0, count: rows * width)
    var outerSpan = outer.mutableSpan
    multiplyOuter(factors.span, vector.span, into: &outerSpan)
    #expect(outer.indices.allSatisfy { outer[$0] == factors[$0 / width] * vector[$0 % width] })
  }
}
