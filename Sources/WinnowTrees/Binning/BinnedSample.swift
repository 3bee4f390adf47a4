import WinnowKernels

/// A sample as bins: by feature, for cutting, and in blocks of features, for histograms.
public final class BinnedSample: Sendable {
  public let rows: Int
  public let edges: [BinEdges]
  /// `columns[feature · rows + row]`.
  public let columns: SharedBuffer<UInt8>
  /// Features whose bins stand together in memory.
  let stripes: [BinStripe]
  /// Features whose histograms are filled together.
  let blocks: [BinBlock]
  /// `interleaved[stripe.start + row · stripe.stride + lane]`; empty unless asked for.
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
    let stripes = BinStripe.covering(features: features, rows: rows)
    self.stripes = stripes
    blocks = stripes.indices.flatMap { BinBlock.covering(stripes, $0) }
    columns = SharedBuffer(repeating: 0, count: features * rows)
    let bytes = forTraining ? stripes.reduce(0) { $0 + $1.stride * rows } : 0
    interleaved = SharedBuffer(repeating: 0, count: bytes)
    findBins(zip(edges, values).map { $0.known($1) }, team)
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
    let chunks = (rows + Self.chunk - 1) / Self.chunk
    team.run(chunks * stripes.count) { task in
      let stripe = stripes[task / chunks], first = task % chunks * Self.chunk
      let last = min(rows, first + Self.chunk)
      let place = stripe.start + first * stripe.stride..<stripe.start + last * stripe.stride
      interleaved.write(place) { target in
        for (lane, feature) in stripe.features.enumerated() {
          columns.read(feature * rows + first..<feature * rows + last) { bins in
            interleaveBins(bins, lane: lane, stride: stripe.stride, into: &target)
          }
        }
      }
    }
  }

  /// Lends the bins of a feature.
  func column(_ feature: Int, _ body: (Span<UInt8>) -> Void) {
    columns.read(feature * rows..<(feature + 1) * rows, body)
  }

  /// Lends the bins of a stripe.
  func stripe(_ index: Int, _ body: (Span<UInt8>) -> Void) {
    let stripe = stripes[index]
    interleaved.read(stripe.start..<stripe.start + rows * stripe.stride, body)
  }
}
