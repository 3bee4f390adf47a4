/// How categories are parted in two sets. The standard settings are LightGBM's.
public struct CategoryRule: Sendable, Hashable {
  /// Added to the Hessian of each category when they are ordered; one of fewer events stays with the rest.
  public var smoothing = 10.0
  /// Added to λ in the gain of a cut on a set.
  public var l2 = 10.0
  /// Categories of the smaller set, at most.
  public var largestSet = 32
  /// Events by which a set grows between two cuts that are tried, and events of the rest, at least.
  public var leastGroup = 100
  /// Up to so many categories each is tried against the rest, and nothing is added to λ. LightGBM's 4 counts
  /// a bin for unknown values, too.
  public var oneAgainstRest = 3

  public init() {}
}

/// Finds the best parting of categories in two: they are ordered by G / (H + s), s the smoothing, and a
/// set is grown from either end. Without smoothing and limits the best cut of this order is the best of
/// all subsets for a quadratic loss and for the convex impurities of two classes.
///
/// Missing values count as one more category. Categories that the node does not have go where missing
/// values go; where it has none of these either, with the majority.
///
/// The limits keep many small categories from winning by chance: see `CategoryRule`.
///
/// - Parameters: as `bestSplit`; each bin is a category. With `draw` one cut of the order is tried.
/// - Returns: nil where no admissible split has a positive gain.
/// - Complexity: O(c log c) for c categories.
/// - References: Fisher, J. Am. Stat. Assoc. 53 (1958) 789; Breiman et al., “Classification and Regression
///   Trees” (1984) §9.4; Ke et al., “LightGBM” (NIPS 2017) and its documentation of categorical features.
public func bestCategorySplit(
  _ wide: Span<Int64>, bins: Int, node: BinSums, rule: SplitRule, draw: UInt32? = nil
) -> BinSplit? {
  precondition(wide.count % 512 == 0 && 1...255 ~= bins)
  var search = CategorySearch(node: node, rule: rule)
  if bins <= rule.categories.oneAgainstRest && draw == nil {
    search.tryEach(wide, bins: bins)
  } else {
    let order = CategoryOrder(wide, bins: bins, rule)
    search.trySets(wide, order, draw)
  }
  guard let best = search.best else { return nil }
  return best.split(wide, bins: bins, node: node)
}

/// The sums of a category; missing values are category 255.
private func categorySums(_ wide: Span<Int64>, _ category: Int) -> BinSums {
  histogramBin(
    wide, category == Int(HistogramLayout.missingBin) ? wide.count / 2 - 1 : category)
}

/// The categories that the node has enough of, by G / (H + s); of equals the first.
private struct CategoryOrder {
  /// A rising number for the mean, and the category below it.
  private var keys = InlineArray<256, UInt64>(repeating: 0)
  private(set) var count = 0

  init(_ wide: Span<Int64>, bins: Int, _ rule: SplitRule) {
    let smoothing = rule.categories.smoothing
    for place in 0...bins {
      let category = place < bins ? place : Int(HistogramLayout.missingBin)
      let sums = categorySums(wide, category)
      if sums.count == 0 || Double(sums.count) < smoothing { continue }
      let hessian = Double(sums.hessian) * rule.hessianUnit + smoothing
      // Where negative weights leave no Hessian the sign alone orders.
      let mean = Double(sums.gradient) * rule.gradientUnit / max(hessian, rule.hessianUnit)
      let bits = Float(mean).bitPattern
      let rising = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
      keys[count] = UInt64(rising) << 32 | UInt64(category)
      count += 1
    }
    sort()
  }

  subscript(place: Int) -> Int { Int(keys[place] & 0xFFFF_FFFF) }

  /// Shell's sort, with gaps after Ciura (2001): in place.
  private mutating func sort() {
    let gaps: InlineArray<6, Int> = [132, 57, 23, 10, 4, 1]
    for index in gaps.indices where gaps[index] < count {
      let gap = gaps[index]
      for start in gap..<count {
        let key = keys[start]
        var place = start
        while place >= gap, keys[place - gap] > key {
          keys[place] = keys[place - gap]
          place -= gap
        }
        keys[place] = key
      }
    }
  }
}

/// The best cut so far of the categories of one node.
private struct CategorySearch {
  struct Cut {
    let gain: Double
    let left: BinSums
    let set: BinSet
    let addedL2: Double

    /// With the categories that the node does not have.
    func split(_ wide: Span<Int64>, bins: Int, node: BinSums) -> BinSplit {
      let missing = HistogramLayout.missingBin
      let isKnown = categorySums(wide, Int(missing)).count > 0
      let missingGoesLeft = isKnown ? set.contains(missing) : 2 * left.count > node.count
      var split = BinSplit(gain: gain, bin: 0, missingGoesLeft: missingGoesLeft, left: left)
      split.addedL2 = addedL2
      var all = set
      if missingGoesLeft {
        for category in 0...255 where category >= bins || categorySums(wide, category).count == 0 {
          all.insert(category)
        }
      }
      split.subset = all
      return split
    }
  }

  let node: BinSums
  let rule: SplitRule
  private let parent: Double
  private(set) var best: Cut?

  init(node: BinSums, rule: SplitRule) {
    self.node = node
    self.rule = rule
    parent = rule.reduction(node)
  }

  mutating func tryEach(_ wide: Span<Int64>, bins: Int) {
    for place in 0...bins {
      let category = place < bins ? place : Int(HistogramLayout.missingBin)
      let left = categorySums(wide, category)
      if isAdmissible(left) && isAdmissible(node - left) {
        consider(left, BinSet(CollectionOfOne(category)), addedL2: 0)
      }
    }
  }

  mutating func trySets(_ wide: Span<Int64>, _ order: CategoryOrder, _ draw: UInt32?) {
    if order.count == 0 { return }
    if let draw {
      let last = Int((UInt64(draw) * UInt64(max(1, order.count - 1))) >> 32)
      grow(wide, steps: last..<last + 1) { order[$0] }
      return
    }
    let steps = 0..<min(rule.categories.largestSet, (order.count + 1) / 2)
    grow(wide, steps: steps) { order[$0] }
    grow(wide, steps: steps) { order[order.count - 1 - $0] }
  }

  /// Tries the sets of the first categories, for some numbers of them.
  private mutating func grow(_ wide: Span<Int64>, steps: Range<Int>, _ category: (Int) -> Int) {
    var left = BinSums(), set = BinSet(), group: Int64 = 0
    let leastGroup = Int64(rule.categories.leastGroup)
    for step in 0..<steps.upperBound {
      let sums = categorySums(wide, category(step))
      left = left + sums
      group += sums.count
      set.insert(category(step))
      guard step >= steps.lowerBound, isAdmissible(left) else { continue }
      let right = node - left
      if !isAdmissible(right) || right.count < leastGroup { return }
      if group < leastGroup { continue }
      group = 0
      consider(left, set, addedL2: rule.categories.l2)
    }
  }

  private func isAdmissible(_ side: BinSums) -> Bool {
    let hessian = Double(side.hessian) * rule.hessianUnit
    return side.count >= Int64(rule.minimumCount) && hessian >= rule.minimumHessian
      && hessian + rule.l2 > 0
  }

  private mutating func consider(_ left: BinSums, _ set: BinSet, addedL2: Double) {
    var rule = rule
    rule.l2 += addedL2
    let gain = rule.reduction(left) + rule.reduction(node - left) - parent
    if gain > best?.gain ?? 0 {
      best = Cut(gain: gain, left: left, set: set, addedL2: addedL2)
    }
  }
}
