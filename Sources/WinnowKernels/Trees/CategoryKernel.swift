/// Finds the best parting of categories in two: they are ordered by G / (H + s), s the smoothing, and cut
/// like a number, which without smoothing is the best of all subsets for a quadratic loss and for the
/// convex impurities of two classes.
///
/// Categories that the node does not have go where missing values go. With smoothing, λ + s takes the
/// place of λ in the gain, so that many small categories do not win by chance.
///
/// - Parameters: as `bestSplit`; each bin is a category.
/// - Returns: nil where no admissible split has a positive gain.
/// - Complexity: O(c log c) for c categories.
/// - References: Fisher, J. Am. Stat. Assoc. 53 (1958) 789; Breiman et al., “Classification and Regression
///   Trees” (1984) §9.4; Ke et al., “LightGBM” (NIPS 2017).
public func bestCategorySplit(
  _ wide: Span<Int64>, bins: Int, node: BinSums, rule: SplitRule, draw: UInt32? = nil
) -> BinSplit? {
  precondition(wide.count == HistogramLayout.wideStride && 1...255 ~= bins)
  let order = categoryOrder(wide, bins: bins, rule)
  guard order.count > 0 else { return nil }
  var sorted = InlineArray<512, Int64>(repeating: 0)
  for (place, bin) in (order + [Int(HistogramLayout.missingBin)]).enumerated() {
    let target = place < order.count ? place : bin
    sorted[target] = wide[bin]
    sorted[HistogramLayout.slots + target] = wide[HistogramLayout.slots + bin]
  }
  var rule = rule
  rule.l2 += rule.categorySmoothing
  guard var split = bestSplit(
    sorted.span, bins: order.count, node: node, rule: rule, draw: draw)
  else { return nil }
  var left = BinSet(order[...split.bin])
  if split.missingGoesLeft {
    left = BinSet((0...255).filter { left.contains(UInt8($0)) || !order.contains($0) })
  }
  split.subset = left
  return split
}

/// The categories that the node has, by G / (H + s); of equals the first.
private func categoryOrder(_ wide: Span<Int64>, bins: Int, _ rule: SplitRule) -> [Int] {
  let means = (0..<bins).compactMap { bin -> (mean: Double, bin: Int)? in
    let sums = histogramBin(wide, bin)
    if sums.count == 0 { return nil }
    let hessian = Double(sums.hessian) * rule.hessianUnit + rule.categorySmoothing
    // Where negative weights leave no Hessian the sign alone orders.
    let divisor = max(hessian, rule.hessianUnit)
    return (Double(sums.gradient) * rule.gradientUnit / divisor, bin)
  }
  return means.sorted { ($0.mean, $0.bin) < ($1.mean, $1.bin) }.map(\.bin)
}
