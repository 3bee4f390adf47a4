import Testing
import WinnowKernels
import WinnowNeighbours

/// Every search against a sorted double loop, bit for bit.
struct ExactnessTests {
  @Test(arguments: PointSet.allCases, [1, 2, 3, 4, 5, 8, 11, 17, 28, 40])
  func nearestEqualNaive(set: PointSet, dimensions: Int) throws {
    let points = set.columns(700, dimensions)
    let queries = set.columns(24, dimensions, seed: 2)
    let index = try NeighbourIndex(points)
    let table = try index.nearest(9, to: queries)
    for query in 0..<table.count {
      let naive = naiveNeighbours(of: points, from: event(query, of: queries))
      #expect(Array(table[query]) == Array(naive.prefix(9)))
    }
  }

  /// Many points in many dimensions, which is where products rule points out.
  @Test(arguments: PointSet.allCases, [12, 15, 28, 40])
  func nearestByProductsEqualNaive(set: PointSet, dimensions: Int) throws {
    let points = set.columns(1500, dimensions)
    let queries = set.columns(19, dimensions, seed: 2)
    let index = try NeighbourIndex(points)
    let table = try index.nearest(9, to: queries, leavingOut: (0..<19).map { $0 * 77 })
    for query in 0..<table.count {
      let naive = naiveNeighbours(
        of: points, from: event(query, of: queries), leavingOut: Int32(query * 77))
      #expect(Array(table[query]) == Array(naive.prefix(9)))
    }
  }

  /// As many as products take, and more.
  @Test(arguments: PointSet.allCases, [1100, 2100])
  func allPointsByProducts(set: PointSet, count: Int) throws {
    let points = set.columns(count, 14)
    let index = try NeighbourIndex(points)
    let query = event(550, of: points)
    let table = try index.nearest(count, to: query.map { [$0] })
    #expect(Array(table[0]) == naiveNeighbours(of: points, from: query))
  }

  /// Products for many neighbours of many queries, where limits come down again and again.
  @Test(arguments: [PointSet.gaussian, .clustered, .duplicated, .offset], [50, 200])
  func longRowsByProducts(set: PointSet, k: Int) throws {
    let points = set.columns(2500, 13), queries = set.columns(9, 13, seed: 2)
    let table = try NeighbourIndex(points).nearest(k, to: queries, leavingOut: (0..<9).map { $0 * 99 })
    for query in 0..<table.count {
      let naive = naiveNeighbours(
        of: points, from: event(query, of: queries), leavingOut: Int32(query * 99))
      #expect(Array(table[query]) == Array(naive.prefix(k)))
    }
  }

  @Test(arguments: PointSet.allCases, [1, 31, 32, 33, 512, 513, 600])
  func allPointsInOrder(set: PointSet, count: Int) throws {
    let points = set.columns(count, 3)
    let index = try NeighbourIndex(points)
    let query = event(count / 2, of: points)
    let table = try index.nearest(count, to: query.map { [$0] })
    #expect(Array(table[0]) == naiveNeighbours(of: points, from: query))
  }

  @Test(arguments: PointSet.allCases, [2, 6, 20])
  func leaveOneOutEqualNaive(set: PointSet, dimensions: Int) throws {
    let points = set.columns(300, dimensions)
    let own = (0..<300).map { Int32($0) }
    let table = try NeighbourIndex(points).nearest(5, to: points, leavingOut: own)
    for query in 0..<300 {
      let naive = naiveNeighbours(
        of: points, from: event(query, of: points), leavingOut: own[query])
      #expect(Array(table[query]) == Array(naive.prefix(5)))
    }
  }

  @Test(arguments: PointSet.allCases, [1, 4, 28])
  func radiusEqualNaive(set: PointSet, dimensions: Int) throws {
    let points = set.columns(400, dimensions)
    let queries = set.columns(10, dimensions, seed: 3)
    let index = try NeighbourIndex(points)
    for query in 0..<10 {
      let naive = naiveNeighbours(of: points, from: event(query, of: queries))
      for rank in [0, 7, 100, 399] {
        let radius = naive[rank].squaredDistance.squareRoot()
        let lists = try index.within(radius, of: event(query, of: queries).map { [$0] })
        #expect(Array(lists[0]) == naive.filter { $0.squaredDistance <= radius * radius })
      }
    }
  }

  /// Rows that candidates fill, up to the longest and beyond, and trees made by several threads.
  @Test(arguments: PointSet.allCases, [1, 20, 63, 64, 65])
  func rowsOfAllLengths(set: PointSet, k: Int) throws {
    let points = set.columns(3000, 4), queries = set.columns(12, 4, seed: 2)
    let index = try NeighbourIndex(points, threads: 3)
    #expect(try index.order == NeighbourIndex(points).order)
    let table = try index.nearest(k, to: queries, leavingOut: (0..<12).map { $0 * 200 })
    for query in 0..<table.count {
      let naive = naiveNeighbours(
        of: points, from: event(query, of: queries), leavingOut: Int32(query * 200))
      #expect(Array(table[query]) == Array(naive.prefix(k)))
    }
  }

  @Test func farQueriesFindTheSame() throws {
    let points = PointSet.gaussian.columns(1200, 20)
    let index = try NeighbourIndex(points)
    for far: Float in [1e4, -1e10, 1e19, 3e38] {
      let query = [Float](repeating: far, count: 20)
      let table = try index.nearest(10, to: query.map { [$0] })
      #expect(Array(table[0]) == Array(naiveNeighbours(of: points, from: query).prefix(10)))
    }
  }
}
