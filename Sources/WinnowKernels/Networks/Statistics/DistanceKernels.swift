/// Σₖ pₖ |xⱼ − xₖ| and the like for one event j, over a run of events: what the weighted distance
/// covariance of x and y is made of.
public struct DistanceSums: Sendable {
  /// Mean distances of the event from the others in x and in y.
  public var x = 0.0, y = 0.0
  /// Means of the products of distances.
  public var xx = 0.0, yy = 0.0, xy = 0.0

  public init() {}

  /// Adds the events of a run. - Complexity: O(n), without allocation.
  public mutating func add(
    _ point: (x: Float, y: Float), xs: Span<Float>, ys: Span<Float>, shares: Span<Float>
  ) {
    precondition(xs.count == ys.count && xs.count == shares.count, "equal sizes")
    var x = Vector(), y = Vector(), xx = Vector(), yy = Vector(), xy = Vector()
    forEachVector(xs.count) { place in
      let share = shares.load(place)
      let a = (xs.load(place) - point.x).magnitudes, b = (ys.load(place) - point.y).magnitudes
      let sharedA = share * a, sharedB = share * b
      x += sharedA
      y += sharedB
      xx.addProduct(sharedA, a)
      yy.addProduct(sharedB, b)
      xy.addProduct(sharedA, b)
    }
    self.x += Double(x.sum())
    self.y += Double(y.sum())
    self.xx += Double(xx.sum())
    self.yy += Double(yy.sum())
    self.xy += Double(xy.sum())
  }

  public func scaled(by factor: Double) -> DistanceSums {
    var sums = self
    sums.x *= factor
    sums.y *= factor
    sums.xx *= factor
    sums.yy *= factor
    sums.xy *= factor
    return sums
  }
}

/// Σₖ pₖ sign(xⱼ − xₖ) (u Bⱼₖ − v Aⱼₖ) for one event j over a run of events, with the centred distances
/// Aⱼₖ = |xⱼ − xₖ| − āⱼ − āₖ + ā and B of y likewise.
public struct DistanceSlope: Sendable {
  /// xⱼ and yⱼ; āⱼ − ā and b̄ⱼ − b̄.
  public let point, offset: SIMD2<Float>
  /// v and u.
  public let factors: SIMD2<Float>

  public init(point: SIMD2<Float>, offset: SIMD2<Float>, factors: SIMD2<Float>) {
    self.point = point
    self.offset = offset
    self.factors = factors
  }

  /// - Parameters: x, y and p of the run, and the mean distances ā and b̄ of its events.
  public func sum(
    xs: Span<Float>, ys: Span<Float>, shares: Span<Float>, means: (x: Span<Float>, y: Span<Float>)
  ) -> Float {
    precondition(xs.count == ys.count && xs.count == shares.count, "equal sizes")
    precondition(xs.count == means.x.count && xs.count == means.y.count, "equal sizes")
    var total = Vector()
    forEachVector(xs.count) { place in
      let difference = point.x - xs.load(place)
      let a = difference.magnitudes - offset.x - means.x.load(place)
      let b = (ys.load(place) - point.y).magnitudes - offset.y - means.y.load(place)
      let sign = Vector(1).withSigns(of: difference).replacing(with: 0, where: difference .== 0)
      total += shares.load(place) * sign * (factors.y * b - factors.x * a)
    }
    return total.sum()
  }
}
