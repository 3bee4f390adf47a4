/// What a split must satisfy and how its gain is computed.
public struct SplitRule: Sendable {
  /// Gradient and Hessian of one quantised unit.
  public var gradientUnit: Double
  public var hessianUnit: Double
  public var l1 = 0.0
  public var l2 = 0.0
  /// Lowest Hessian sum of a child.
  public var minimumHessian = 0.0
  /// Lowest number of events of a child.
  public var minimumCount = 1
  /// Judges nodes by the purity of classes instead, with g = −y w, y = ±1, and h = w; nil: by the loss.
  public var separation: SeparationCriterion?
  /// How categories are parted.
  public var categories = CategoryRule()
  /// What the values of the node and its children must lie between; nil sets no bounds.
  public var bounds: ValueBounds?
  /// +1 where the right child's value must not be below the left one's, −1 where not above, else 0.
  public var direction = 0

  public init(gradientUnit: Double, hessianUnit: Double) {
    self.gradientUnit = gradientUnit
    self.hessianUnit = hessianUnit
  }

  /// The fall of the loss, to second order, when a node takes its best constant:
  /// ½ T(G)² / (H + λ) with the soft threshold T(G) = sign(G) max(|G| − α, 0); 0 for H + λ ≤ 0.
  public func reduction(gradient: Double, hessian: Double) -> Double {
    let pull = max(abs(gradient) - l1, 0)
    let curvature = hessian + l2
    return curvature > 0 ? 0.5 * pull * pull / curvature : 0
  }

  /// The same for a value that is not the best one: −(G v + ½ (H + λ) v² + α |v|).
  @inline(__always)
  func reduction(gradient: Double, hessian: Double, value: Double) -> Double {
    -(gradient + 0.5 * (hessian + l2) * value) * value - l1 * value.magnitude
  }

  /// The best constant within the bounds: −T(G) / (H + λ), clamped; 0, clamped, for H + λ ≤ 0.
  @inline(__always)
  func value(gradient: Double, hessian: Double) -> Double {
    let pull = max(gradient.magnitude - l1, 0), curvature = hessian + l2
    let step = curvature > 0 ? pull / curvature : 0
    let value = gradient < 0 ? step : -step
    return bounds?.clamped(value) ?? value
  }

  public func value(_ sums: BinSums) -> Double {
    value(
      gradient: Double(sums.gradient) * gradientUnit, hessian: Double(sums.hessian) * hessianUnit)
  }

  public func reduction(_ sums: BinSums) -> Double {
    let gradient = Double(sums.gradient) * gradientUnit
    let hessian = Double(sums.hessian) * hessianUnit
    if bounds != nil {
      return reduction(gradient: gradient, hessian: hessian, value: value(sums))
    }
    return separation.map { -$0.impurity(gradient: gradient, hessian: hessian) }
      ?? reduction(gradient: gradient, hessian: hessian)
  }
}

/// The best cut of one feature: events of bins ≤ `bin` go left, or those of `subset`.
public struct BinSplit: BitwiseCopyable, Sendable, Hashable {
  /// Fall of the loss; greater than 0.
  public let gain: Double
  public let bin: Int
  public let missingGoesLeft: Bool
  public let left: BinSums
  /// The bins that go left, the missing one included, where bins are categories.
  public var subset: BinSet?
  /// What the rule for categories adds to λ below this cut.
  public var addedL2 = 0.0

  public init(gain: Double, bin: Int, missingGoesLeft: Bool, left: BinSums) {
    self.gain = gain
    self.bin = bin
    self.missingGoesLeft = missingGoesLeft
    self.left = left
  }
}

/// Finds the best admissible cut of a feature. Both directions of missing values are tried where the
/// node has some. The lowest bin wins among equal gains.
///
/// gain = r(G_L, H_L) + r(G_R, H_R) − r(G, H), r as in `SplitRule.reduction`, or minus the impurity
/// where the rule has a separation criterion. Admissible: both sides have `minimumCount` events, a
/// Hessian sum of at least `minimumHessian` and a positive H + λ; with bounds, values in the direction.
///
/// - Parameters:
///   - wide: the feature's words.
///   - bins: proper bins of the feature, fewer than slots.
///   - draw: a random number that picks the one cut to try, evenly between the lowest and the highest
///     bin that the node fills (extremely randomised trees; Geurts et al., Mach. Learn. 63 (2006) 3);
///     nil tries all.
/// - Returns: nil where no admissible cut has a positive gain.
public func bestSplit(
  _ wide: Span<Int64>, bins: Int, node: BinSums, rule: SplitRule, draw: UInt32? = nil
) -> BinSplit? {
  precondition(wide.count % 512 == 0 && 1..<wide.count / 2 ~= bins)
  let missing = histogramBin(wide, wide.count / 2 - 1)
  var scan = CutScan(node: node, rule: rule)
  if let draw {
    guard let cut = drawnCut(wide, bins: bins, draw) else { return nil }
    let right = scan.best(wide, cuts: cut..<cut + 1, start: BinSums())
    if missing.count == 0 { return right.map { $0.split(missingLeft: nil) } }
    let left = scan.best(wide, cuts: cut..<cut + 1, start: missing)
    if let left, left.gain > right?.gain ?? 0 { return left.split(missingLeft: true) }
    return right.map { $0.split(missingLeft: false) }
  }
  if missing.count == 0 {
    return scan.best(wide, cuts: 0..<bins - 1, start: BinSums()).map { $0.split(missingLeft: nil) }
  }
  // With missing values the last bin is a cut too: it parts the missing from the rest.
  let right = scan.best(wide, cuts: 0..<bins, start: BinSums())
  let left = scan.best(wide, cuts: 0..<bins - 1, start: missing)
  if let left, left.gain > right?.gain ?? 0 { return left.split(missingLeft: true) }
  return right.map { $0.split(missingLeft: false) }
}

/// A cut between the lowest and the highest filled bin; nil where proper values fill one bin alone.
private func drawnCut(_ wide: Span<Int64>, bins: Int, _ draw: UInt32) -> Int? {
  func isFilled(_ bin: Int) -> Bool { histogramBin(wide, bin).count > 0 }
  guard let first = (0..<bins).first(where: isFilled),
    let last = (0..<bins).last(where: isFilled), first < last
  else { return nil }
  return first + Int((UInt64(draw) * UInt64(last - first)) >> 32)
}

/// One pass over the cuts of a feature, 256 at a time.
private struct CutScan {
  private static let part = 256

  struct Cut {
    let gain: Double
    let bin: Int
    let left: BinSums
    let node: BinSums

    /// Where nothing is known of missing values, they follow the majority.
    func split(missingLeft: Bool?) -> BinSplit {
      BinSplit(
        gain: gain, bin: bin, missingGoesLeft: missingLeft ?? (2 * left.count > node.count),
        left: left)
    }
  }

  let node: BinSums
  let rule: SplitRule
  private var gradients = InlineArray<256, Int64>(repeating: 0)
  private var rest = InlineArray<256, Int64>(repeating: 0)
  private var gains = InlineArray<256, Double>(repeating: 0)

  init(node: BinSums, rule: SplitRule) {
    self.node = node
    self.rule = rule
  }

  /// The best of the cuts after some bins, where `start` lies left of all.
  mutating func best(_ wide: Span<Int64>, cuts: Range<Int>, start: BinSums) -> Cut? {
    let parent = rule.reduction(node)
    var best = parent, found: (bin: Int, left: BinSums)?
    var start = start
    for first in stride(from: 0, to: cuts.upperBound, by: Self.part) {
      let end = min(Self.part, cuts.upperBound - first)
      start = sumUp(wide, first..<first + end, start: start)
      let places = max(0, min(end, cuts.lowerBound - first))..<end
      rate(places)
      if let place = largest(places, above: best) {
        best = gains[place]
        found = (first + place, BinSums(gradient: gradients[place], rest: rest[place]))
      }
    }
    return found.map { Cut(gain: best - parent, bin: $0.bin, left: $0.left, node: node) }
  }

  /// The first of the places with the largest gain, where that is above a bound. Whole vectors are compared.
  private mutating func largest(_ places: Range<Int>, above bound: Double) -> Int? {
    let end = (places.upperBound + 7) & ~7
    for place in 0..<places.lowerBound { gains[place] = bound }
    for place in places.upperBound..<end { gains[place] = bound }
    var lanes = SIMD8<Double>(repeating: bound)
    let bytes = gains.span.bytes
    for offset in stride(from: 0, to: end &* 8, by: 64) {
      let some = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
      lanes.replace(with: some, where: some .> lanes)
    }
    let largest = lanes.max()
    return largest > bound ? places.first { gains[unchecked: $0] == largest } : nil
  }

  /// Sets `gains` of some places.
  private mutating func rate(_ places: Range<Int>) {
    if let separation = rule.separation {
      judge(places, by: separation)
    } else if rule.bounds != nil {
      rateBounded(places)
    } else {
      rate(cuts: places.upperBound)
    }
  }

  /// - Returns: the sums up to the last of the bins.
  private mutating func sumUp(
    _ wide: Span<Int64>, _ bins: Range<Int>, start: BinSums
  ) -> BinSums {
    var gradient = start.gradient, rest = start.hessian &<< 28 &+ start.count
    let slots = wide.count / 2
    for place in 0..<bins.count {
      let bin = bins.lowerBound &+ place
      gradient &+= wide[unchecked: bin]
      rest &+= wide[unchecked: slots &+ bin]
      gradients[unchecked: place] = gradient
      self.rest[unchecked: place] = rest
    }
    return BinSums(gradient: gradient, rest: rest)
  }

  /// Sets `gains` to r(left) + r(right); one division per cut: (a²·d + c²·b) / (b·d).
  private mutating func rate(cuts: Int) {
    let totalGradient = Double(node.gradient) * rule.gradientUnit
    let totalHessian = Double(node.hessian) * rule.hessianUnit
    let l1 = rule.l1, l2 = rule.l2
    let lowest = max(rule.minimumHessian, -rule.l2)
    let least = Double(rule.minimumCount), all = Double(node.count)
    let gradientUnit = rule.gradientUnit, hessianUnit = rule.hessianUnit
    for bin in 0..<cuts {
      let word = rest[unchecked: bin]
      let gradient = real(gradients[unchecked: bin]) * gradientUnit
      let hessian = real(highPart: word) * hessianUnit
      let count = real(word & HistogramLayout.countMask)
      let other = totalHessian - hessian
      let pullLeft = max(gradient.magnitude - l1, 0)
      let pullRight = max((totalGradient - gradient).magnitude - l1, 0)
      let b = hessian + l2, d = other + l2
      let value = 0.5 * (pullLeft * pullLeft * d + pullRight * pullRight * b) / (b * d)
      let lightest = min(hessian, other), fewest = min(count, all - count)
      let admissible = lightest >= lowest && min(b, d) > 0 && fewest >= least
      gains[unchecked: bin] = admissible ? value : -1
    }
  }

  /// Sets `gains` to r(left) + r(right) for values within the bounds and in the direction.
  private mutating func rateBounded(_ cuts: Range<Int>) {
    let totalGradient = Double(node.gradient) * rule.gradientUnit
    let totalHessian = Double(node.hessian) * rule.hessianUnit
    for bin in cuts {
      let left = BinSums(gradient: gradients[unchecked: bin], rest: rest[unchecked: bin])
      let gradient = Double(left.gradient) * rule.gradientUnit
      let hessian = Double(left.hessian) * rule.hessianUnit
      let (restGradient, restHessian) = (totalGradient - gradient, totalHessian - hessian)
      let value = rule.value(gradient: gradient, hessian: hessian)
      let other = rule.value(gradient: restGradient, hessian: restHessian)
      let lightest = min(hessian, restHessian)
      let admissible = lightest >= rule.minimumHessian && lightest + rule.l2 > 0
        && min(left.count, node.count - left.count) >= Int64(rule.minimumCount)
        && Double(rule.direction) * (other - value) >= 0
      gains[unchecked: bin] = admissible
        ? rule.reduction(gradient: gradient, hessian: hessian, value: value)
          + rule.reduction(gradient: restGradient, hessian: restHessian, value: other)
        : -.infinity
    }
  }

  /// Sets `gains` to minus the impurities of both sides.
  private mutating func judge(_ cuts: Range<Int>, by separation: SeparationCriterion) {
    let totalGradient = Double(node.gradient) * rule.gradientUnit
    let totalHessian = Double(node.hessian) * rule.hessianUnit
    for bin in cuts {
      let left = BinSums(gradient: gradients[unchecked: bin], rest: rest[unchecked: bin])
      let gradient = Double(left.gradient) * rule.gradientUnit
      let hessian = Double(left.hessian) * rule.hessianUnit
      let other = totalHessian - hessian
      let admissible = min(hessian, other) >= max(rule.minimumHessian, .leastNormalMagnitude)
        && min(left.count, node.count - left.count) >= Int64(rule.minimumCount)
      gains[unchecked: bin] = admissible
        ? -separation.impurity(gradient: gradient, hessian: hessian)
          - separation.impurity(gradient: totalGradient - gradient, hessian: other)
        : -.infinity
    }
  }
}

/// A whole number below 2⁵¹ in magnitude, exactly: added to 1.5 · 2⁵² it stands in the last bits of the
/// significand. Unlike a conversion, this works on whole vectors without AVX-512 too.
@inline(__always)
private func real(_ number: Int64) -> Double {
  Double(bitPattern: UInt64(bitPattern: number &+ 0x4338_0000_0000_0000)) - 0x1.8p52
}

/// The bits of a word above the 28 lowest, with their sign. 2³⁵ is added and taken away again: without
/// AVX-512 vectors of such words cannot be shifted with their sign.
@inline(__always)
private func real(highPart word: Int64) -> Double {
  let shifted = (UInt64(bitPattern: word) &+ 1 << 63) &>> 28
  return Double(bitPattern: shifted | 0x4330_0000_0000_0000) - (0x1p52 + 0x1p35)
}
