import WinnowKernels

/// A sample as bins: by feature, for cutting, and in blocks of features, for histograms.
public final class BinnedSample: Sendable {
  public let rows: Int
  public let edges: [BinEdges]
  /// Of the feature with the most bins.
  public let format: BinFormat
  /// The bytes of the bins: bin `feature · rows + row`.
  public let columns: SharedBuffer<UInt8>
  /// Features whose bins stand together in memory.
  let stripes: [BinStripe]
  /// Features whose histograms are filled together.
  let blocks: [BinBlock]
  /// From byte `stripe.start + row · stripe.stride` on the bins of a row; empty unless asked for.
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
    let format = BinFormat(bins: edges.map(\.count).max() ?? 1)
    self.format = format
    let stripes = BinStripe.covering(features: features, rows: rows, format: format)
    self.stripes = stripes
    blocks = stripes.indices.flatMap { BinBlock.covering(stripes, $0, format: format) }
    columns = SharedBuffer(repeating: 0, count: features * rows * format.width)
    let bytes = forTraining ? stripes.reduce(0) { $0 + $1.stride * rows } : 0
    interleaved = SharedBuffer(repeating: 0, count: bytes)
    findBins(zip(edges, values).map { $0.known($1) }, team)
    if forTraining { interleave(team) }
  }

  private func findBins(_ values: [[Float]], _ team: ThreadTeam) {
    let searched = edges.map { edge in
      let bits = format.width == 1 ? 8 : Int.bitWidth - edge.count.leadingZeroBitCount
      return Array(edge.upper.dropLast())
        + Array(repeating: Float.infinity, count: 1 << bits - edge.count)
    }
    let chunks = (rows + Self.chunk - 1) / Self.chunk
    team.run(chunks * edges.count) { task in
      let feature = task / chunks, first = task % chunks * Self.chunk
      let range = first..<min(rows, first + Self.chunk)
      let column = values[feature], inner = searched[feature]
      columns.write(bytes(of: feature, range)) { bins in
        WinnowKernels.findBins(
          column.span.extracting(range), edges: inner.span, format: format, into: &bins)
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
          columns.read(bytes(of: feature, first..<last)) { bins in
            interleaveBins(bins, lane: lane, stride: stripe.stride, format: format, into: &target)
          }
        }
      }
    }
  }

  private func bytes(of feature: Int, _ range: Range<Int>) -> Range<Int> {
    let start = feature * rows
    return (start + range.lowerBound) * format.width..<(start + range.upperBound) * format.width
  }

  /// Lends the bytes of a feature.
  func column(_ feature: Int, _ body: (Span<UInt8>) -> Void) {
    columns.read(bytes(of: feature, 0..<rows), body)
  }

  /// The bin of a feature in a row; missing ones have the largest number.
  func bin(_ feature: Int, _ row: Int) -> Int {
    columns.read { WinnowKernels.bin($0, feature * rows + row, format) }
  }

  /// Lends the bytes of a stripe.
  func stripe(_ index: Int, _ body: (Span<UInt8>) -> Void) {
    let stripe = stripes[index]
    interleaved.read(stripe.start..<stripe.start + rows * stripe.stride, body)
  }
}
