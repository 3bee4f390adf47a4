import WinnowKernels

/// Gradient histograms of the nodes of one tree: built from rows, or as parent minus sibling.
///
/// Histograms are sums of integers, so their bits do not depend on how the work is shared out.
final class NodeHistograms {
  private let sample: BinnedSample
  private let team: ThreadTeam
  /// `wide[(slot · features + feature) · wideStride + …]`.
  private let wide: SharedBuffer<Int64>
  /// Scratch of each task; zero between uses.
  private let narrow: SharedBuffer<Int64>
  /// Further stretches of the rows of a node, where there are more threads than stripes.
  private let partial: SharedBuffer<Int64>
  private let maximumSlabs: Int
  private let format: BinFormat

  /// Rows of a stretch, at least: below that threads share out the blocks instead.
  private static let slabRows = 4096

  init(sample: BinnedSample, slots: Int, team: ThreadTeam) {
    self.sample = sample
    self.team = team
    format = sample.format
    maximumSlabs = sample.stripes.count % team.threads == 0 ? 1 : team.threads
    let size = sample.edges.count * format.wideStride
    wide = SharedBuffer(repeating: 0, count: slots * size)
    narrow = SharedBuffer(
      repeating: 0,
      count: sample.blocks.count * maximumSlabs * HistogramLayout.blockWidth * format.slots)
    partial = SharedBuffer(repeating: 0, count: (maximumSlabs - 1) * size)
  }

  /// Sums up rows into a slot, for some features; the slot's others stay as they are.
  func build(
    _ slot: Int, from list: SharedBuffer<RowEntry>, rows: Range<Int>, features: FeatureSet
  ) {
    if features.isEmpty { return }
    let work = Work(histograms: self, list: list, rows: rows, slot: slot, features: features)
    let slabs = maximumSlabs
    if slabs > 1 && rows.count < slabs * Self.slabRows {
      team.run(sample.blocks.count, on: work) { work, block in
        work.accumulate(work.rows, blocks: block..<block + 1, slab: 0)
      }
      return
    }
    team.run(sample.stripes.count * slabs, on: work) { $0.accumulate(task: $1) }
    if slabs > 1 {
      team.run(features.list.count, on: work) { $0.histograms.join($0.features.list[$1], slot: $0.slot) }
    }
  }

  /// a ← a − b for one feature: turns the parent's histogram into that of the larger child.
  func subtract(_ b: Int, from a: Int, feature: Int) {
    wide.read(place(b, feature..<feature + 1)) { b in
      wide.write(place(a, feature..<feature + 1)) { subtractHistogram(b, from: &$0) }
    }
  }

  /// Lends the histogram of one feature.
  func feature<Result>(
    _ feature: Int, of slot: Int, _ body: (Span<Int64>) -> Result
  ) -> Result {
    wide.read(place(slot, feature..<feature + 1), body)
  }

  /// What one call of `build` does: lent to all threads, so that no step allocates.
  private struct Work {
    let histograms: NodeHistograms
    let list: SharedBuffer<RowEntry>
    let rows: Range<Int>
    let slot: Int
    /// Those asked for.
    let features: FeatureSet

    /// A stretch of the rows for the blocks of a stripe.
    func accumulate(task: Int) {
      let slabs = histograms.maximumSlabs, slab = task % slabs
      let size = (rows.count + slabs - 1) / slabs
      let first = min(rows.upperBound, rows.lowerBound + slab * size)
      accumulate(
        first..<min(rows.upperBound, first + size), blocks: histograms.blocks(of: task / slabs), slab: slab)
    }

    func accumulate(_ rows: Range<Int>, blocks: Range<Int>, slab: Int) {
      histograms.accumulate(self, rows, blocks: blocks, slab: slab)
    }
  }

  /// The places of a block's features among those asked for.
  private func drawn(_ work: Work, _ block: Int) -> Range<Int> {
    work.features.places(of: sample.blocks[block].features)
  }

  private func blocks(of stripe: Int) -> Range<Int> {
    let first = sample.blocks.firstIndex { $0.stripe == stripe } ?? 0
    return first..<first + sample.blocks[first...].prefix { $0.stripe == stripe }.count
  }

  /// One stretch of rows for some blocks of a stripe; the first stretch goes to the slot, others to
  /// `partial`.
  private func accumulate(_ work: Work, _ rows: Range<Int>, blocks: Range<Int>, slab: Int) {
    if rows.isEmpty {
      for block in blocks { clear(work, block, slab) }
    }
    forEachPart(of: rows, HistogramLayout.narrowRows) { chunk in
      forEachPart(of: chunk, HistogramLayout.batchRows) { batch in
        for block in blocks { add(work, batch, block, slab) }
      }
      for block in blocks { flush(work, block, slab, isFirst: chunk.lowerBound == rows.lowerBound) }
    }
  }

  private func forEachPart(of rows: Range<Int>, _ size: Int, _ body: (Range<Int>) -> Void) {
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
      body(first..<min(rows.upperBound, first + size))
    }
  }

  private func clear(_ work: Work, _ block: Int, _ slab: Int) {
    let (buffer, slot) = target(work, slab)
    for feature in work.features.list[drawn(work, block)] {
      buffer.write(place(slot, feature..<feature + 1)) { $0.update(repeating: 0) }
    }
  }

  private func add(_ work: Work, _ rows: Range<Int>, _ block: Int, _ slab: Int) {
    let lanes = sample.blocks[block].lanes, drawn = drawn(work, block)
    if drawn.isEmpty { return }
    sample.stripe(sample.blocks[block].stripe) { bins in
      work.list.read(rows) { rows in
        narrow.write(scratch(block, slab)) { narrow in
          // Filling all features of a block costs half as much for each.
          if 2 * drawn.count > lanes.count {
            accumulateHistogram(rows, bins: bins, lanes: lanes, into: &narrow)
          } else {
            let first = sample.blocks[block].features.lowerBound
            accumulateHistogram(
              rows, bins: bins, lanes: lanes,
              drawn: DrawnFeatures(work.features.list.span.extracting(drawn), first: first),
              into: &narrow)
          }
        }
      }
    }
  }

  /// - Parameter isFirst: whether these are the first rows of the stretch: what was there before is forgotten.
  private func flush(_ work: Work, _ block: Int, _ slab: Int, isFirst: Bool) {
    let (buffer, slot) = target(work, slab)
    let features = sample.blocks[block].features, scratch = scratch(block, slab)
    let drawn = drawn(work, block), slots = format.slots
    if drawn.count == features.count {
      narrow.write(scratch) { narrow in
        buffer.write(place(slot, features)) {
          flushHistogram(&narrow, format: format, replaces: isFirst, into: &$0)
        }
      }
      return
    }
    if drawn.isEmpty { return }
    for feature in work.features.list[drawn] {
      let first = scratch.lowerBound + (feature - features.lowerBound) * slots
      narrow.write(first..<first + slots) { narrow in
        buffer.write(place(slot, feature..<feature + 1)) {
          flushHistogram(&narrow, format: format, replaces: isFirst, into: &$0)
        }
      }
    }
    narrow.write(scratch) { $0.update(repeating: 0) }
  }

  private func join(_ feature: Int, slot: Int) {
    wide.write(place(slot, feature..<feature + 1)) { wide in
      for slab in 1..<maximumSlabs {
        partial.read(place(slab - 1, feature..<feature + 1)) { addHistogram($0, to: &wide) }
      }
    }
  }

  private func target(_ work: Work, _ slab: Int) -> (SharedBuffer<Int64>, slot: Int) {
    slab == 0 ? (wide, work.slot) : (partial, slab - 1)
  }

  /// The narrow words of a block.
  private func scratch(_ block: Int, _ slab: Int) -> Range<Int> {
    let size = HistogramLayout.blockWidth * format.slots
    let first = (slab * sample.blocks.count + block) * size
    return first..<first + sample.blocks[block].features.count * format.slots
  }

  private func place(_ slot: Int, _ features: Range<Int>) -> Range<Int> {
    let start = slot * sample.edges.count, size = format.wideStride
    return (start + features.lowerBound) * size..<(start + features.upperBound) * size
  }
}
