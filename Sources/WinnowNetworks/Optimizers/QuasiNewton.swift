/// Minimisation of a smooth function with second-order steps from its gradients: BFGS, in the form that
/// keeps the last steps instead of a matrix (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm
/// 7.4), with a line search for the strong Wolfe conditions (algorithms 3.5 and 3.6).
///
/// - Complexity: O(memory · n) for each iteration, and most often one look at the function.
public struct QuasiNewton: Sendable {
  /// The point, the function there and its gradient.
  public struct Place: Sendable {
    public var point: [Double]
    public var value: Double
    public var gradient: [Double]
  }

  /// Value and gradient at a point.
  public typealias Function = ([Double]) throws -> (value: Double, gradient: [Double])

  /// A step s and the change y of the gradient along it.
  struct Pair: Sendable {
    let step: [Double]
    let change: [Double]
    var curvature: Double { dot(step, change) }
  }

  /// How many steps are remembered.
  public let memory: Int
  public internal(set) var place: Place
  var pairs: [Pair] = []

  /// - Precondition: memory > 0.
  public init(memory: Int, start: [Double], _ function: @escaping Function) throws {
    precondition(memory > 0, "some memory")
    self.memory = memory
    let (value, gradient) = try function(start)
    place = Place(point: start, value: value, gradient: gradient)
  }

  init(memory: Int, place: Place, pairs: [Pair]) {
    self.memory = memory
    self.place = place
    self.pairs = pairs
  }

  /// Takes one step. - Returns: false where no step makes the function smaller: at a minimum.
  public mutating func advance(_ function: @escaping Function) throws -> Bool {
    if try step(along: direction(), function) { return true }
    if pairs.isEmpty { return false }
    pairs = []
    return try step(along: direction(), function)
  }

  /// −H g by the two loops; H starts as the unit matrix times yᵀs / yᵀy of the last step.
  private func direction() -> [Double] {
    var q = place.gradient.map { -$0 }
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = dot(pair.step, q) / pair.curvature
      factors.append(factor)
      add(pair.change, times: -factor, to: &q)
    }
    if let last = pairs.last {
      let scale = last.curvature / dot(last.change, last.change)
      for index in q.indices { q[index] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      add(pair.step, times: factor - dot(pair.change, q) / pair.curvature, to: &q)
    }
    return q
  }

  private mutating func step(along direction: [Double], _ function: @escaping Function) throws -> Bool {
    let size = direction.reduce(0) { $0 + abs($1) }
    guard size > 0, size.isFinite else { return false }
    var search = LineSearch(place, direction, function)
    let first = pairs.isEmpty ? min(1, 1 / size) : 1
    guard let next = try search.run(first: first) else { return false }
    remember(from: place, to: next)
    place = next
    return true
  }

  /// Only steps of positive curvature keep H positive definite.
  private mutating func remember(from old: Place, to new: Place) {
    let pair = Pair(
      step: zip(new.point, old.point).map { $0 - $1 },
      change: zip(new.gradient, old.gradient).map { $0 - $1 })
    guard pair.curvature > 1e-10 * dot(pair.change, pair.change) else { return }
    pairs.append(pair)
    if pairs.count > memory { pairs.removeFirst() }
  }
}

/// The search for a step length that lowers the function enough and flattens its slope.
private struct LineSearch {
  private static let decrease = 1e-4
  private static let flatness = 0.9
  private static let looks = 25

  /// A step length with value and slope there.
  private struct Trial {
    let length: Double
    let place: QuasiNewton.Place
    let slope: Double
  }

  private let start: Trial
  private let direction: [Double]
  private let function: QuasiNewton.Function
  private var looks = 0

  init(
    _ place: QuasiNewton.Place, _ direction: [Double], _ function: @escaping QuasiNewton.Function
  ) {
    start = Trial(length: 0, place: place, slope: dot(place.gradient, direction))
    self.direction = direction
    self.function = function
  }

  /// - Returns: nil where the direction does not descend.
  mutating func run(first: Double) throws -> QuasiNewton.Place? {
    guard start.slope < 0 else { return nil }
    var previous = start, length = first
    while looks < Self.looks {
      let trial = try look(length)
      if !descendsEnough(trial) || (looks > 1 && trial.place.value >= previous.place.value) {
        return try zoom(previous, trial)
      }
      if isFlat(trial) { return trial.place }
      if trial.slope >= 0 { return try zoom(trial, previous) }
      previous = trial
      length *= 2
    }
    return previous.length > 0 ? previous.place : nil
  }

  /// Narrows an interval that holds a good length; `low` has the smaller value.
  private mutating func zoom(_ low: Trial, _ high: Trial) throws -> QuasiNewton.Place? {
    var low = low, high = high
    while looks < Self.looks {
      let trial = try look(between(low, high))
      if !descendsEnough(trial) || trial.place.value >= low.place.value {
        high = trial
      } else {
        if isFlat(trial) { return trial.place }
        if trial.slope * (high.length - low.length) >= 0 { high = low }
        low = trial
      }
    }
    return low.length > 0 ? low.place : nil
  }

  /// The minimum of the cubic through both ends, kept off them.
  private func between(_ a: Trial, _ b: Trial) -> Double {
    let width = b.length - a.length
    let d1 = a.slope + b.slope - 3 * (b.place.value - a.place.value) / width
    let square = d1 * d1 - a.slope * b.slope
    guard square >= 0, square.isFinite else { return a.length + width / 2 }
    let d2 = (width < 0 ? -1 : 1) * square.squareRoot()
    let part = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    return a.length + width * (part.isFinite ? min(max(part, 0.1), 0.9) : 0.5)
  }

  private mutating func look(_ length: Double) throws -> Trial {
    looks += 1
    var point = start.place.point
    add(direction, times: length, to: &point)
    let (value, gradient) = try function(point)
    let place = QuasiNewton.Place(
      point: point, value: value.isFinite ? value : .greatestFiniteMagnitude, gradient: gradient)
    return Trial(length: length, place: place, slope: dot(gradient, direction))
  }

  private func descendsEnough(_ trial: Trial) -> Bool {
    trial.place.value <= start.place.value + Self.decrease * trial.length * start.slope
  }

  private func isFlat(_ trial: Trial) -> Bool { abs(trial.slope) <= Self.flatness * -start.slope }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

private func add(_ a: [Double], times factor: Double, to sum: inout [Double]) {
  for index in sum.indices { sum[index] += factor * a[index] }
}
