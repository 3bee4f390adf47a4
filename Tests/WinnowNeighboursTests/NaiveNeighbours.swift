import WinnowKernels

/// The distance that results are documented to carry: Σ (a − b)² in Double, four partial sums.
func naiveSquaredDistance(_ a: [Float], _ b: [Float]) -> Double {
  var sums = [0.0, 0.0, 0.0, 0.0]
  for j in a.indices {
    let difference = Double(a[j]) - Double(b[j])
    sums[j % 4] += difference * difference
  }
  return (sums[0] + sums[2]) + (sums[1] + sums[3])
}

/// All points ordered by distance from one query, one left out where wanted.
func naiveNeighbours(
  of points: [[Float]], from query: [Float], leavingOut own: Int32 = -1
) -> [Neighbour] {
  points[0].indices.filter { $0 != Int(own) }.map { index in
    let point = points.map { $0[index] }
    return Neighbour(
      squaredDistance: naiveSquaredDistance(point, query), index: Int32(index))
  }.sorted()
}

func event(_ index: Int, of columns: [[Float]]) -> [Float] { columns.map { $0[index] } }
