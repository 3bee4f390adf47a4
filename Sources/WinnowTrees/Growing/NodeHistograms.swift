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
  /// Further stretches of the rows of a node, where there are more threads than blocks.
  private let partial: SharedBuffer<Int64>
  private let maximumSlabs: Int

  init(sample: BinnedSample, slots: Int, team: ThreadTeam) {
    self.sample = sample
    self.team = team
    let blocks = sample.blocks.count
    maximumSlabs = blocks % team.threads == 0 ? 1 : team.threads
    wide = SharedBuffer(repeating: 0, count: slots * Self.size(sample.edges.count))
    narrow = SharedBuffer(
      repeating: 0, count: blocks * maximumSlabs * HistogramLayout.blockWidth * 256)
    partial = SharedBuffer(
      repeating: 0, count: (maximumSlabs - 1) * Self.size(sample.edges.count))
  }

  /// Sums up rows into a slot.
  func build(_ slot: Int, from list: SharedBuffer<RowEntry>, rows: Range<Int>) {
    let chunks = (rows.count + HistogramLayout.narrowRows - 1) / HistogramLayout.narrowRows
    let slabs = max(1, min(maximumSlabs, chunks))
    let size = (chunks + slabs - 1) / slabs * HistogramLayout.narrowRows
    let blocks = sample.blocks.count
    team.run(blocks * slabs) { task in
      let first = min(rows.upperBound, rows.lowerBound + task / blocks * size)
      let part = first..<min(rows.upperBound, first + size)
      accumulate(list, part, task: task, slot: slot)
    }
    if slabs > 1 { join(slabs, slot: slot) }
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

  /// One stretch of rows for one block; the first stretch goes to the slot, others to `partial`.
  private func accumulate(
    _ list: SharedBuffer<RowEntry>, _ rows: Range<Int>, task: Int, slot: Int
  ) {
    let block = task % sample.blocks.count, slab = task / sample.blocks.count
    let features = sample.blocks[block]
    let words = HistogramLayout.blockWidth * 256
    let target = slab == 0 ? wide : partial
    let targetPlace = place(slab == 0 ? slot : slab - 1, features)
    narrow.write(task * words..<task * words + features.count * 256) { narrow in
      target.write(targetPlace) { wide in
        wide.update(repeating: 0)
        sample.block(block) { bins in
          for first in stride(
            from: rows.lowerBound, to: rows.upperBound, by: HistogramLayout.narrowRows)
          {
            let last = min(rows.upperBound, first + HistogramLayout.narrowRows)
            list.read(first..<last) {
              accumulateHistogram($0, bins: bins, width: features.count, into: &narrow)
            }
            flushHistogram(&narrow, into: &wide)
          }
        }
      }
    }
  }

  private func join(_ slabs: Int, slot: Int) {
    team.run(sample.blocks.count) { block in
      let features = sample.blocks[block]
      wide.write(place(slot, features)) { wide in
        for slab in 1..<slabs {
          partial.read(place(slab - 1, features)) { addHistogram($0, to: &wide) }
        }
      }
    }
  }

  private func place(_ slot: Int, _ features: Range<Int>) -> Range<Int> {
    let start = slot * Self.size(sample.edges.count)
    return start + Self.size(features.lowerBound)..<start + Self.size(features.upperBound)
  }

  private static func size(_ features: Int) -> Int { features * HistogramLayout.wideStride }
}
