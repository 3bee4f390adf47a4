import Testing
import WinnowKernels
import WinnowMath

@Suite struct TreesSplitTests {
  /// A feature's histogram with random sums; some bins empty, some Hessians negative.
  static func histogram(bins: Int, missing: Bool, negative: Bool, seed: UInt64) -> [BinSums] {
    var random = CounterRandom(seed: seed)
    var sums = [BinSums](repeating: BinSums(), count: 256)
    for bin in Array(0..<bins) + (missing ? [255] : []) {
      let count = Int64.random(in: 0...40, using: &random)
      if count == 0 { continue }
      sums[bin] = BinSums(
        gradient: Int64.random(in: -1000...1000, using: &random) * count,
        hessian: Int64.random(in: (negative ? -100 : 1)...500, using: &random) * count,
        count: count)
    }
    return sums
  }

  static func words(_ sums: [BinSums]) -> [Int64] {
    sums.map(\.gradient) + sums.map { $0.hessian << 28 + $0.count }
  }

  /// Every cut in both directions of missing values, straight from the definition.
  static func naive(_ sums: [BinSums], bins: Int, rule: SplitRule) -> BinSplit? {
    let node = sums.reduce(BinSums(), +), missing = sums[255]
    var best: BinSplit?
    for missingLeft in missing.count > 0 ? [false, true] : [false] {
      for bin in 0..<bins {
        let left = sums[0...bin].reduce(missingLeft ? missing : BinSums(), +)
        let right = node - left
        guard admissible(left, rule), admissible(right, rule) else { continue }
        let gain = reduction(left, rule) + reduction(right, rule) - reduction(node, rule)
        if gain > best?.gain ?? 0 {
          best = BinSplit(gain: gain, bin: bin, missingGoesLeft: missingLeft, left: left)
        }
      }
    }
    return best
  }

  static func admissible(_ side: BinSums, _ rule: SplitRule) -> Bool {
    let hessian = Double(side.hessian) * rule.hessianUnit
    return side.count >= rule.minimumCount && hessian >= rule.minimumHessian
      && hessian + rule.l2 > 0
  }

  static func reduction(_ side: BinSums, _ rule: SplitRule) -> Double {
    let gradient = abs(Double(side.gradient) * rule.gradientUnit)
    let hessian = Double(side.hessian) * rule.hessianUnit + rule.l2
    let pull = gradient > rule.l1 ? gradient - rule.l1 : 0
    return hessian > 0 ? pull * pull / hessian / 2 : 0
  }

  static func best(_ sums: [BinSums], bins: Int, rule: SplitRule) -> BinSplit? {
    bestSplit(words(sums).span, bins: bins, node: sums.reduce(BinSums(), +), rule: rule)
  }

  @Test(arguments: 0..<60)
  func bestSplitEqualsTheNaiveTwin(seed: Int) throws {
    let bins = [1, 2, 7, 60, 254, 255][seed % 6]
    let sums = Self.histogram(
      bins: bins, missing: seed % 2 == 1, negative: seed % 3 == 0, seed: UInt64(seed))
    var rule = SplitRule(gradientUnit: 0.001, hessianUnit: 0.0005)
    rule.l1 = [0, 0.3][seed / 2 % 2]
    rule.l2 = [0, 1][seed / 4 % 2]
    rule.minimumHessian = [0, 0.5][seed / 8 % 2]
    rule.minimumCount = [1, 50][seed / 16 % 2]
    let found = Self.best(sums, bins: bins, rule: rule)
    guard let expected = Self.naive(sums, bins: bins, rule: rule) else {
      #expect(found == nil)
      return
    }
    let split = try #require(found)
    #expect(abs(split.gain - expected.gain) <= 1e-9 * max(1, abs(expected.gain)))
    #expect(split.bin == expected.bin && split.left == expected.left)
    if sums[255].count > 0 { #expect(split.missingGoesLeft == expected.missingGoesLeft) }
  }

  /// The same bins among many empty ones: histograms of two-byte bins are searched in parts.
  @Test(arguments: 0..<12)
  func wideHistogramsHaveTheSameBestCut(seed: Int) throws {
    let sums = Self.histogram(bins: 255, missing: seed % 2 == 1, negative: false, seed: UInt64(seed))
    let slots = 1024, gap = 3
    var spread = [BinSums](repeating: BinSums(), count: slots)
    for bin in 0..<255 { spread[gap * bin] = sums[bin] }
    spread[slots - 1] = sums[255]
    let rule = SplitRule(gradientUnit: 0.001, hessianUnit: 0.0005), node = sums.reduce(BinSums(), +)
    let narrow = try #require(Self.best(sums, bins: 255, rule: rule))
    let words = Self.words(spread)
    let found = bestSplit(words.span, bins: 255 * gap, node: node, rule: rule)
    let wide = try #require(found)
    #expect(wide.bin == gap * narrow.bin && wide.gain == narrow.gain && wide.left == narrow.left)
    #expect(wide.missingGoesLeft == narrow.missingGoesLeft)
  }

  @Test func theTwinFindsSplitsAtAll() {
    var rule = SplitRule(gradientUnit: 0.001, hessianUnit: 0.0005)
    rule.l2 = 1
    let found = (0..<20).compactMap { seed in
      let sums = Self.histogram(bins: 60, missing: true, negative: false, seed: UInt64(seed))
      return Self.naive(sums, bins: 60, rule: rule)
    }
    #expect(found.count == 20)
    #expect(Set(found.map(\.missingGoesLeft)) == [true, false])
  }

  @Test func aSideWithoutPositiveHessianIsRefused() {
    var sums = [BinSums](repeating: BinSums(), count: 256)
    sums[0] = BinSums(gradient: 900, hessian: -400, count: 10)
    sums[1] = BinSums(gradient: -900, hessian: 800, count: 10)
    var rule = SplitRule(gradientUnit: 0.1, hessianUnit: 0.1)
    #expect(Self.best(sums, bins: 2, rule: rule) == nil)
    rule.l2 = 41
    #expect(Self.best(sums, bins: 2, rule: rule) == nil)
    rule.minimumHessian = -1000
    #expect(Self.best(sums, bins: 2, rule: rule) != nil)
  }

  @Test func theMissingCanBePartedFromTheRest() throws {
    var sums = [BinSums](repeating: BinSums(), count: 256)
    sums[0] = BinSums(gradient: 500, hessian: 100, count: 10)
    sums[1] = BinSums(gradient: 500, hessian: 100, count: 10)
    sums[255] = BinSums(gradient: -1000, hessian: 200, count: 20)
    let rule = SplitRule(gradientUnit: 1, hessianUnit: 1)
    let split = try #require(Self.best(sums, bins: 2, rule: rule))
    #expect(split.bin == 1 && !split.missingGoesLeft && split.left.count == 20)
    // ½ (1000²/200 + 1000²/200 − 0)
    #expect(split.gain == 5000)
  }
}
