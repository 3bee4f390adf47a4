import WinnowCore

/// Polynomials of one input that are orthonormal over the training events.
///
/// With u = x mapped from the training range to [−1, 1], p_0 = 1 and
/// s_{k+1} p_{k+1}(u) = (u − a_k) p_k(u) − s_k p_{k−1}(u), where a_k = ⟨u p_k²⟩ and s makes ⟨p²⟩ = 1, all
/// means with |w|. Reference: W. Gautschi, Orthogonal Polynomials (2004), §2.2.3 (Stieltjes).
struct OrthogonalPolynomials: Sendable, Hashable {
  let range: ClosedRange<Double>
  /// a_k.
  let centres: [Double]
  /// s_{k+1}; 0 from where the training events have no more different values.
  let scales: [Double]

  var degree: Int { centres.count }

  /// Below this share of the range a polynomial is rounding.
  private static let smallestScale = 1e-7

  /// - Complexity: O(events × degree).
  init(_ column: [Float], weights: [Double], degree: Int) {
    let ends = column.reduce(into: (low: Float.infinity, high: -Float.infinity)) {
      $0 = (min($0.low, $1), max($0.high, $1))
    }
    let range = Double(min(ends.low, ends.high))...Double(max(ends.low, ends.high))
    let sizes = weights.map(abs), total = sizes.reduce(0, +)
    let points = column.map { Self.mapped(Double($0), from: range) }
    var before = [Double](repeating: 0, count: points.count)
    var present = [Double](repeating: 1, count: points.count)
    var centres: [Double] = [], scales: [Double] = []
    for step in 0..<degree {
      var centre = 0.0
      for i in points.indices { centre += sizes[i] * points[i] * present[i] * present[i] }
      centre /= total
      var square = 0.0
      for i in points.indices {
        let next = (points[i] - centre) * present[i] - (step > 0 ? scales[step - 1] : 0) * before[i]
        before[i] = present[i]
        present[i] = next
        square += sizes[i] * next * next
      }
      let scale = (square / total).squareRoot()
      let isReal = scale > Self.smallestScale
      for i in points.indices { present[i] = isReal ? present[i] / scale : 0 }
      centres.append(centre)
      scales.append(isReal ? scale : 0)
    }
    self.range = range
    self.centres = centres
    self.scales = scales
  }

  /// Appends p_0 … p_degree at x.
  func append(at x: Double, to values: inout [Double]) {
    let u = Self.mapped(x, from: range)
    let first = values.count
    values.append(1)
    for k in centres.indices {
      let raw =
        (u - centres[k]) * values[first + k] - (k > 0 ? scales[k - 1] * values[first + k - 1] : 0)
      values.append(scales[k] > 0 ? raw / scales[k] : 0)
    }
  }

  private static func mapped(_ x: Double, from range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0 else { return 0 }
    let inside = min(max(x, range.lowerBound), range.upperBound)
    return (2 * inside - range.lowerBound - range.upperBound) / width
  }

  /// Lower end, upper end, a, s.
  var numbers: [Double] { [range.lowerBound, range.upperBound] + centres + scales }

  /// - Throws: `badData` where the numbers are no such polynomials.
  init(numbers: [Double], degree: Int) throws {
    guard numbers.count == 2 + 2 * degree, numbers[0] <= numbers[1],
      numbers[(2 + degree)...].allSatisfy({ $0 >= 0 })
    else { throw WinnowError(.badData, "the tensor “polynomials” holds no polynomials") }
    range = numbers[0]...numbers[1]
    centres = Array(numbers[2..<2 + degree])
    scales = Array(numbers[(2 + degree)...])
  }
}
