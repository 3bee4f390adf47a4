import WinnowKernels

/// Gradient histograms of the nodes of one tree: built from rows, or as parent minus sibling.
///
/// Histograms are sums of integers, so their bits do not depend on how the work is shared out.
final class NodeHistograms {
  private let sample: BinnedSample
  private let team: ThreadTeam
  /// `wide[(slot · features + feature) · 512 + …]`.
  private let wide: SharedBuffer<Int64>
  /// Scratch of each task; zero between uses.
  private let narrow: SharedBuffer<Int64>
  /// Further stretches of the rows of a node, where there are more threads than stripes.
  private let partial: SharedBuffer<Int64>
  private let maximumSlabs: Int

  /// Rows of a stretch, at least: below that threads share out the blocks instead.
  private static let slabRows = 4096

  init(sample: BinnedSample, slots: Int, team: ThreadTeam) {
    self.sample = sample
    self.team = team
    maximumSlabs = sample.stripes.count % team.threads == 0 ? 1 : team.threads
    wide = SharedBuffer(repeating: 0, count: slots * Self.size(sample.edges.count))
    narrow = SharedBuffer(
      repeating: 0, count: sample.blocks.count * maximumSlabs * HistogramLayout.blockWidth * 256)
    partial = SharedBuffer(
      repeating: 0, count: (maximumSlabs - 1) * Self.size(sample.edges.count))
  }

  /// Sums up rows into a slot, for some features; the slot's others stay as they are.
  func build(
    _ slot: Int, from list: SharedBuffer<RowEntry>, rows: Range<Int>, features: FeatureSet
  ) {
    if features.list.isEmpty { return }
    let work = Work(list: list, slot: slot, drawn: drawn(features))
    let slabs = maximumSlabs
    if slabs > 1 && rows.count < slabs * Self.slabRows {
      team.run(sample.blocks.count) { accumulate(work, rows, blocks: $0..<$0 + 1, slab: 0) }
      return
    }
    let size = (rows.count + slabs - 1) / slabs
    team.run(sample.stripes.count * slabs) { task in
      let slab = task % slabs, first = min(rows.upperBound, rows.lowerBound + slab * size)
      let part = first..<min(rows.upperBound, first + size)
      accumulate(work, part, blocks: blocks(of: task / slabs), slab: slab)
    }
    if slabs > 1 { join(slabs, slot: slot, features.list) }
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

  /// What one call of `build` does.
  private struct Work {
    let list: SharedBuffer<RowEntry>
    let slot: Int
    /// Of each block, the places of the features asked for.
    let drawn: [[Int]]
  }

  private func drawn(_ features: FeatureSet) -> [[Int]] {
    sample.blocks.map { block in
      block.features.indices.filter { features.contains($0) }
        .map { $0 - block.features.lowerBound }
    }
  }

  private func blocks(of stripe: Int) -> Range<Int> {
    let first = sample.blocks.firstIndex { $0.stripe == stripe } ?? 0
    return first..<first + sample.blocks[first...].prefix { $0.stripe == stripe }.count
  }

  /// One stretch of rows for some blocks of a stripe; the first stretch goes to the slot, others to
  /// `partial`.
  private func accumulate(_ work: Work, _ rows: Range<Int>, blocks: Range<Int>, slab: Int) {
    let blocks = blocks.filter { !work.drawn[$0].isEmpty }
    for block in blocks { clear(work, block, slab) }
    for chunk in parts(of: rows, HistogramLayout.narrowRows) {
      for batch in parts(of: chunk, HistogramLayout.batchRows) {
        for block in blocks { add(work, batch, block, slab) }
      }
      for block in blocks { flush(work, block, slab) }
    }
  }

  private func parts(of rows: Range<Int>, _ size: Int) -> some Sequence<Range<Int>> {
    stride(from: rows.lowerBound, to: rows.upperBound, by: size).lazy.map {
      $0..<min(rows.upperBound, $0 + size)
    }
  }

  private func clear(_ work: Work, _ block: Int, _ slab: Int) {
    let (buffer, slot) = target(work, slab)
    let first = sample.blocks[block].features.lowerBound
    for lane in work.drawn[block] {
      buffer.write(place(slot, first + lane..<first + lane + 1)) { $0.update(repeating: 0) }
    }
  }

  private func add(_ work: Work, _ rows: Range<Int>, _ block: Int, _ slab: Int) {
    let lanes = sample.blocks[block].lanes, drawn = work.drawn[block]
    sample.stripe(sample.blocks[block].stripe) { bins in
      work.list.read(rows) { rows in
        narrow.write(scratch(block, slab)) { narrow in
          // Filling all features of a block costs half as much for each.
          if 2 * drawn.count > lanes.count {
            accumulateHistogram(rows, bins: bins, lanes: lanes, into: &narrow)
          } else {
            accumulateHistogram(
              rows, bins: bins, lanes: lanes, drawn: drawn.span, into: &narrow)
          }
        }
      }
    }
  }

  private func flush(_ work: Work, _ block: Int, _ slab: Int) {
    let (buffer, slot) = target(work, slab)
    let features = sample.blocks[block].features, scratch = scratch(block, slab)
    if work.drawn[block].count == features.count {
      narrow.write(scratch) { narrow in
        buffer.write(place(slot, features)) { flushHistogram(&narrow, into: &$0) }
      }
      return
    }
    for lane in work.drawn[block] {
      let feature = features.lowerBound + lane, first = scratch.lowerBound + lane * 256
      narrow.write(first..<first + 256) { narrow in
        buffer.write(place(slot, feature..<feature + 1)) { flushHistogram(&narrow, into: &$0) }
      }
    }
    narrow.write(scratch) { $0.update(repeating: 0) }
  }

  private func join(_ slabs: Int, slot: Int, _ features: [Int]) {
    team.run(over: features.count, chunk: 8) { _, part in
      for feature in features[part] {
        wide.write(place(slot, feature..<feature + 1)) { wide in
          for slab in 1..<slabs {
            partial.read(place(slab - 1, feature..<feature + 1)) { addHistogram($0, to: &wide) }
          }
        }
      }
    }
  }

  private func target(_ work: Work, _ slab: Int) -> (SharedBuffer<Int64>, slot: Int) {
    slab == 0 ? (wide, work.slot) : (partial, slab - 1)
  }

  /// The narrow words of a block.
  private func scratch(_ block: Int, _ slab: Int) -> Range<Int> {
    let size = HistogramLayout.blockWidth * 256
    let first = (slab * sample.blocks.count + block) * size
    return first..<first + sample.blocks[block].features.count * 256
  }

  private func place(_ slot: Int, _ features: Range<Int>) -> Range<Int> {
    let start = slot * Self.size(sample.edges.count)
    return start + Self.size(features.lowerBound)..<start + Self.size(features.upperBound)
  }

  private static func size(_ features: Int) -> Int { features * HistogramLayout.wideStride }
}
