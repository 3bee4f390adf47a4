extension PointTree {
  /// The tile that a descent to the nearest box of each group ends in; queries of one tile have much
  /// of their search in common.
  /// - Complexity: O(d log N).
  public func nearestTile(to query: QueryPoint) -> Int {
    var group = 0
    for level in levels.reversed() {
      let start = (level.firstGroup + group) * 2 * dimensions
      let distances = boxDistances(bounds.span, at: start, from: query.coordinates.span)
      let valid = min(Self.groupSize, level.boxes - group * Self.groupSize)
      let lanes = laneBits(distances .<= Lanes(repeating: smallest(distances)))
      // Boxes that do not exist are infinitely far; where all are, the first will do.
      group = group * Self.groupSize + min(lanes.trailingZeroBitCount, valid - 1)
    }
    return group
  }

  /// The largest magnitude of a coordinate; NaN or infinite where one is not finite.
  public var largestCoordinate: Float {
    let rows = rows.span
    var largest = SIMD4<UInt32>.zero
    for row in 0..<rows.count {
      // The bits of magnitudes order as these do, and those of NaN above all.
      let bits = unsafe unsafeBitCast(rows[unchecked: row], to: SIMD4<UInt32>.self) & 0x7FFF_FFFF
      largest.replace(with: bits, where: bits .> largest)
    }
    return Float(bitPattern: largest.max())
  }

  /// The number of tiles.
  public var tileCount: Int { levels[0].boxes }
}

/// The smallest lane, by halves; the standard library's reductions are not inlined.
@inline(__always)
private func smallest(_ lanes: Lanes) -> Float {
  let eights = smaller(lanes.lowHalf, lanes.highHalf)
  let fours = smaller(eights.lowHalf, eights.highHalf)
  return min(min(fours.x, fours.y), min(fours.z, fours.w))
}

@inline(__always)
private func smaller<Vector: SIMD>(_ a: Vector, _ b: Vector) -> Vector where Vector.Scalar == Float {
  a.replacing(with: b, where: b .< a)
}
