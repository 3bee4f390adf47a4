import WinnowMath

/// A board of 4 × 4 fields of side 1: signal on the fields of one colour, background on the others.
struct CheckerboardDensity: PlaneDensity {
  let noise: Double

  var text: String { "Signal and background on the fields of a 4 × 4 board, edges blurred." }
  var extent: Double { 2 + 6 * noise }

  private static let fields = 4

  /// The y index of the k-th field of a colour in column i.
  private func row(_ k: Int, inColumn i: Int, isSignal: Bool) -> Int {
    2 * k + (isSignal ? i % 2 : 1 - i % 2)
  }

  func point(isSignal: Bool, _ random: inout CounterRandom) -> Point {
    let i = Int(random.uniform() * 4), k = Int(random.uniform() * 2)
    let corner = Point(Double(i), Double(row(k, inColumn: i, isSignal: isSignal))) - 2
    let inside = Point(random.uniform(), random.uniform())
    return Smearing(width: noise).point(around: corner + inside, &random)
  }

  func density(at point: Point, isSignal: Bool) -> Double {
    let x = shares(point.x), y = shares(point.y)
    var sum = 0.0
    for i in 0..<Self.fields {
      for k in 0..<2 { sum += x[i] * y[row(k, inColumn: i, isSignal: isSignal)] }
    }
    return sum / 8
  }

  /// A field's side blurred by the Gaussian: Φ((x − a)/σ) − Φ((x − b)/σ) for each of the four.
  private func shares(_ x: Double) -> [Double] {
    let edges = (0...Self.fields).map { SpecialFunctions.normalCDF((x - Double($0) + 2) / noise) }
    return zip(edges, edges.dropFirst()).map { $0 - $1 }
  }
}
