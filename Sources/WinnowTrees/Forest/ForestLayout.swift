import WinnowKernels

/// Consecutive trees of a forest as a kernel wants them.
protocol ForestLayout: Sendable {
  /// Adds the trees' values, tree by tree, to the scores of some blocks of events.
  ///
  /// - Parameter scores: one for each event of all blocks.
  func add(to scores: SharedBuffer<Float>, _ inputs: ForestInputs, blocks: Range<Int>)
}

/// The layouts that suit the shape of a forest, in the order of its trees.
///
/// Trees of up to 256 leaves are decided whole, many events at a time; in larger ones an event walks
/// down its own path, since that is then the smaller part of the tree.
func forestLayouts(_ trees: [ForestTree], features: Int) -> [any ForestLayout] {
  var layouts: [any ForestLayout] = []
  let isRanked = trees.map { $0.nodes.count < 2 * RankedCut.constants }
  var first = 0
  while first < trees.count {
    let end = isRanked[first...].firstIndex { $0 != isRanked[first] } ?? trees.count
    if isRanked[first] {
      layouts += RankedLayout.covering(trees[first..<end], features: features)
    } else {
      layouts.append(WalkedLayout(trees[first..<end]))
    }
    first = end
  }
  return layouts
}

/// The values of one block of events; beyond the last event they are 0.
func withBlock<Result>(
  _ block: Int, of column: [Float], _ body: (Span<Float>) -> Result
) -> Result {
  let first = block * forestBlock
  if first + forestBlock <= column.count {
    return body(column.span.extracting(first..<first + forestBlock))
  }
  let rest = column[first...] + Array(repeating: 0, count: first + forestBlock - column.count)
  return body(Array(rest).span)
}
