import Testing
import WinnowCore
import WinnowKernels
import WinnowNeighbours

struct NeighbourIndexTests {
  /// Five points on a line, worked by hand; ties by index.
  @Test func handWorked() throws {
    let index = try NeighbourIndex([[3, 1, 5, 1, 9]])
    let table = try index.nearest(4, to: [[3]])
    #expect(table[0].map(\.index) == [0, 1, 2, 3])
    #expect(table[0].map(\.squaredDistance) == [0, 4, 4, 4])
    #expect(table[0].last?.distance == 2)
    let lists = try index.within(2, of: [[3, 8]])
    #expect(lists.count == 2)
    #expect(lists[0].map(\.index) == [0, 1, 2, 3])
    #expect(lists[1].map(\.index) == [4])
  }

  @Test(arguments: [3, 15])
  func threadsAndBatchingDoNotMatter(dimensions: Int) throws {
    let points = PointSet.gaussian.columns(3000, dimensions)
    let queries = PointSet.gaussian.columns(1111, dimensions, seed: 5)
    let index = try NeighbourIndex(points)
    let one = try index.nearest(10, to: queries)
    #expect(try index.nearest(10, to: queries, threads: 4).entries == one.entries)
    let lists = try index.within(1.5, of: queries)
    let again = try index.within(1.5, of: queries, threads: 3)
    #expect(again.entries == lists.entries)
    #expect(again.offsets == lists.offsets)
    let some = try index.nearest(10, to: queries.map { Array($0[500..<503]) })
    #expect(some.entries == Array(one.entries[5000..<5030]))
  }

  @Test func anyOrderOfPointsGivesTheSame() throws {
    let points = PointSet.lattice.columns(900, 3)
    let sorted = try NeighbourIndex(points)
    let again = try NeighbourIndex(points, order: sorted.order)
    let unsorted = try NeighbourIndex(points, order: (0..<900).map { Int32(899 - $0) })
    let expected = try sorted.nearest(20, to: points).entries
    #expect(try again.nearest(20, to: points).entries == expected)
    #expect(again.order == sorted.order)
    #expect(try unsorted.nearest(20, to: points).entries == expected)
  }

  @Test func leavingOutOnlySome() throws {
    let index = try NeighbourIndex([[0, 1, 2]])
    let table = try index.nearest(2, to: [[0, 0]], leavingOut: [0, -1])
    #expect(table.entries.map(\.index) == [1, 2, 0, 1])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func notFiniteIsAnError(bad: Float) throws {
    let error = #expect(throws: WinnowError.self) { try NeighbourIndex([[1, 2], [3, bad]]) }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("column 2, row 2") == true)
    let index = try NeighbourIndex([[1, 2], [3, 4]])
    #expect(throws: WinnowError.self) { try index.nearest(1, to: [[1], [bad]]) }
  }

  @Test(arguments: [0, -1, 4])
  func impossibleCountsAreErrors(k: Int) throws {
    let index = try NeighbourIndex([[1, 2, 3]])
    let error = #expect(throws: WinnowError.self) { try index.nearest(k, to: [[1]]) }
    #expect(error?.kind == .badConfiguration)
    #expect(throws: WinnowError.self) { try index.nearest(3, to: [[1]], leavingOut: [0]) }
  }

  @Test(arguments: [-1.0, .infinity, .nan])
  func impossibleRadiiAreErrors(radius: Double) throws {
    let index = try NeighbourIndex([[1, 2, 3]])
    #expect(throws: WinnowError.self) { try index.within(radius, of: [[1]]) }
  }

  @Test(arguments: [[0, 1], [0, 1, 1], [0, 1, 3], [0, 1, -1]])
  func malformedOrdersAreErrors(order: [Int32]) {
    #expect(throws: WinnowError.self) { try NeighbourIndex([[1, 2, 3]], order: order) }
  }

  @Test func emptyIsAnError() {
    #expect(throws: WinnowError.self) { try NeighbourIndex([]) }
    #expect(throws: WinnowError.self) { try NeighbourIndex([[]]) }
  }
}
