import Foundation
import Testing
import WinnowCore
import WinnowKernels
import WinnowNeighbours

/// An index in an archive, and its tensors used in place.
struct StoredIndexTests {
  /// As a reader that leaves tensors where they lie gives them.
  private func inPlace(_ archive: Archive) -> Archive {
    Archive(
      tensors: archive.tensors.mapValues { tensor in
        guard case .float32(let values) = tensor.values else { return tensor }
        return Tensor(shape: tensor.shape, .float32InPlace(RawBytes.bytes(of: values)))
      }, attributes: archive.attributes)
  }

  @Test(arguments: [PointSet.gaussian, .clustered, .lattice, .enormous], [3, 14])
  func answersAsTheOneItWasMadeOf(set: PointSet, dimensions: Int) throws {
    let points = set.columns(2100, dimensions), queries = set.columns(150, dimensions, seed: 3)
    let index = try NeighbourIndex(points)
    for archive in [index.archive(), inPlace(index.archive())] {
      let again = try NeighbourIndex(from: archive, dimensions: dimensions)
      #expect(try again.nearest(9, to: queries).entries == index.nearest(9, to: queries).entries)
      #expect(try again.nearest(90, to: queries).entries == index.nearest(90, to: queries).entries)
      #expect(try again.within(1, of: queries).entries == index.within(1, of: queries).entries)
      #expect(again.archive() == index.archive())
    }
    #expect(index.coordinate(dimensions - 1, of: 77) == points[dimensions - 1][77])
  }

  private static let names = [
    "order", "first_index", "rows", "tiles", "bounds", "lanes", "centres", "radii",
  ]

  @Test(arguments: names)
  func tensorsOfAnotherSizeAreErrors(name: String) throws {
    let archive = try NeighbourIndex(PointSet.gaussian.columns(1500, 13)).archive()
    let count = try #require(archive.tensors[name]).values.count
    for wrong in [0, 1, count - 1, count + 1, 2 * count] {
      var changed = archive
      switch name {
      case "order", "first_index": changed.store(name, Tensor([Int32](repeating: 0, count: wrong)))
      case "radii": changed.store(name, Tensor([Double](repeating: 0, count: wrong)))
      default: changed.store(name, Tensor([Float](repeating: 0, count: wrong)))
      }
      #expect(throws: WinnowError.self) { try NeighbourIndex(from: changed, dimensions: 13) }
    }
  }

  /// Numbers that no index has, in tensors whose sizes fit: searches end, with an error or without.
  @Test(
    arguments: ["tiles", "bounds", "lanes", "centres"],
    [Float.nan, .infinity, -.infinity, 0, -3e38])
  func foreignNumbersNeverCrash(name: String, value: Float) throws {
    let points = PointSet.gaussian.columns(1500, 13)
    var archive = try NeighbourIndex(points).archive()
    let tensor = try #require(archive.tensors[name])
    archive.store(
      name,
      Tensor(shape: tensor.shape, .float32([Float](repeating: value, count: tensor.values.count))))
    let index = try NeighbourIndex(from: archive, dimensions: 13)
    for k in [5, 70, 1499] {
      do {
        let table = try index.nearest(k, to: points.map { Array($0[..<70]) })
        #expect(table.entries.allSatisfy { (0..<1500).contains($0.index) })
      } catch let error as WinnowError {
        #expect(error.kind == .badData)
      }
    }
  }

  @Test func coordinatesThatAreNotFiniteAreErrors() throws {
    var archive = try NeighbourIndex(PointSet.gaussian.columns(100, 4)).archive()
    guard case .float32(var rows)? = archive.tensors["rows"]?.values else {
      Issue.record("no rows")
      return
    }
    for bad in [Float.nan, .infinity, -.infinity] {
      rows[17] = bad
      archive.store("rows", Tensor(shape: [100, 4], .float32(rows)))
      #expect(throws: WinnowError.self) { try NeighbourIndex(from: archive, dimensions: 4) }
    }
  }

  /// k ≤ 64 goes from tile to tile or by products as a sample of the queries tells, 64 < k ≤ 2048 by
  /// products alone, more one by one: three ways to the same neighbours.
  @Test(arguments: [PointSet.gaussian, .clustered, .collinear, .duplicated])
  func everyWayFindsTheSame(set: PointSet) throws {
    let index = try NeighbourIndex(set.columns(20_000, 14))
    let queries = set.columns(300, 14, seed: 9)
    let few = try index.nearest(20, to: queries, threads: 2)
    let more = try index.nearest(100, to: queries), most = try index.nearest(2100, to: queries)
    for query in 0..<300 {
      #expect(Array(few[query]) == Array(more[query].prefix(20)))
      #expect(Array(more[query]) == Array(most[query].prefix(100)))
    }
  }
}
