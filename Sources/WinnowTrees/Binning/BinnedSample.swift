import WinnowKernels

/// A sample as bins: by feature, for cutting, and in blocks of features, for histograms.
public final class BinnedSample: Sendable {
  public let rows: Int
  public let edges: [BinEdges]
  /// `columns[feature · rows + row]`.
  public let columns: SharedBuffer<UInt8>
  /// Features of each block, as even as possible.
  public let blocks: [Range<Int>]
  /// `interleaved[(block · rows + row) · 16 + lane]`; empty unless asked for.
  public let interleaved: SharedBuffer<UInt8>

  private static let chunk = 8192

  /// - Parameters:
  ///   - columns: values by feature.
  ///   - forTraining: whether to lay out blocks for histograms, too.
  /// - Complexity: O(rows × features), in parallel.
  public init(columns values: [[Float]], edges: [BinEdges], forTraining: Bool, team: ThreadTeam) {
    precondition(values.count == edges.count && !values.isEmpty)
    let rows = values[0].count, features = values.count
    self.rows = rows
    self.edges = edges
    let width = HistogramLayout.blockWidth
    let blockCount = (features + width - 1) / width
    blocks = (0..<blockCount).map {
      $0 * features / blockCount..<($0 + 1) * features / blockCount
    }
    columns = SharedBuffer(repeating: 0, count: features * rows)
    interleaved = SharedBuffer(repeating: 0, count: forTraining ? blockCount * rows * width : 0)
    findBins(values, team)
    if forTraining { interleave(team) }
  }

  private func findBins(_ values: [[Float]], _ team: ThreadTeam) {
    let searched = edges.map { edge in
      Array(edge.upper.dropLast()) + Array(repeating: Float.infinity, count: 256 - edge.count)
    }
    let chunks = (rows + Self.chunk - 1) / Self.chunk
    team.run(chunks * edges.count) { task in
      let feature = task / chunks, first = task % chunks * Self.chunk
      let range = first..<min(rows, first + Self.chunk)
      let column = values[feature], inner = searched[feature]
      columns.write(feature * rows + range.lowerBound..<feature * rows + range.upperBound) { bins in
        WinnowKernels.findBins(
          column.span.extracting(range), edges: inner.span, into: &bins)
      }
    }
  }

  private func interleave(_ team: ThreadTeam) {
    let width = HistogramLayout.blockWidth
    let chunks = (rows + Self.chunk - 1) / Self.chunk
    team.run(chunks * blocks.count) { task in
      let block = task / chunks, first = task % chunks * Self.chunk
      let last = min(rows, first + Self.chunk)
      let place = (block * rows + first) * width..<(block * rows + last) * width
      interleaved.write(place) { target in
        for (lane, feature) in blocks[block].enumerated() {
          columns.read(feature * rows + first..<feature * rows + last) { bins in
            interleaveBins(bins, lane: lane, into: &target)
          }
        }
      }
    }
  }

  /// Lends the bins of a feature.
  func column(_ feature: Int, _ body: (Span<UInt8>) -> Void) {
    columns.read(feature * rows..<(feature + 1) * rows, body)
  }

  /// Lends the bins of a block.
  func block(_ block: Int, _ body: (Span<UInt8>) -> Void) {
    let size = rows * HistogramLayout.blockWidth
    interleaved.read(block * size..<(block + 1) * size, body)
  }
}
