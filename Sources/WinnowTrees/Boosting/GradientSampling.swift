import WinnowKernels

/// Which rows gradient-based one-side sampling takes; see `GradientDraw`.
public struct GradientSampling: Sendable, Hashable {
  /// Fraction of the rows, those with the largest gradients, that all count.
  public var topRate = 0.2
  /// Fraction of all rows that is drawn from the others.
  public var otherRate = 0.1

  public init() {}
}

extension ScoredRows {
  /// Multiplies the derivatives of each row by how often it counts.
  func resample(by sampling: GradientSampling, key: UInt32, team: ThreadTeam) {
    let draw = GradientDraw(
      counts: magnitudeCounts(team), top: sampling.topRate, other: sampling.otherRate, key: key)
    team.run(over: count, chunk: Self.chunk) { _, range in
      gradients.write(range) { gradients in
        hessians.write(range) { hessians in
          resampleDerivatives(&gradients, &hessians, firstRow: range.lowerBound, by: draw)
        }
      }
    }
  }

  /// Rows by the bucket of |g|: whole numbers, so stretches of any size add up alike.
  private func magnitudeCounts(_ team: ThreadTeam) -> [Int] {
    let parts = team.threads, buckets = GradientDraw.buckets
    let counts = SharedBuffer(repeating: 0, count: parts * buckets)
    team.run(parts) { part in
      counts.write(part * buckets..<(part + 1) * buckets) { counts in
        gradients.read(part * count / parts..<(part + 1) * count / parts) {
          countMagnitudes($0, into: &counts)
        }
      }
    }
    return (0..<buckets).map { bucket in
      (0..<parts).reduce(0) { $0 + counts[$1 * buckets + bucket] }
    }
  }
}
