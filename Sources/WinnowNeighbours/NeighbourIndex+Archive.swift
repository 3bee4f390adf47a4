import WinnowCore
import WinnowKernels

extension NeighbourIndex {
  /// The index as it searches, so that a mapped file serves in place: `order` int32 [points],
  /// `first_index` int32, and float32 in tree order, `rows` [points, inputs padded to fours],
  /// `tiles` [tiles, inputs, 32], `bounds` [groups, inputs, 2, 16]; where products are searched also
  /// `lanes` [tiles, inputs + 1, 32], `centres` [blocks, inputs] and, float64, `radii`.
  ///
  /// - Complexity: O(N d).
  public func archive() -> Archive {
    var archive = Archive()
    archive.store("order", Tensor(order))
    archive.store("first_index", Tensor(tree.firstIndex))
    let width = (dimensions + 3) / 4 * 4
    archive.store("rows", tree.rows, shape: [count, width])
    archive.store("tiles", tree.tiles, shape: [tree.tileCount, dimensions, 32])
    archive.store("bounds", tree.bounds, shape: [tree.firstIndex.count / 16, dimensions, 2, 16])
    if let blocks {
      archive.store("lanes", blocks.lanes, shape: [tree.tileCount, dimensions + 1, 32])
      archive.store(
        "centres", Tensor(shape: [blocks.radii.count, dimensions], .float32(blocks.centres)))
      archive.store("radii", Tensor(blocks.radii))
    }
    return archive
  }

  /// An index that was stored.
  ///
  /// - Throws: `badData` where a size, an index or a number does not fit.
  /// - Complexity: O(N) and one look at the points, which are not copied where they lie in a file.
  public init(from archive: Archive, dimensions: Int) throws {
    let order = try archive.int32("order", shape: [nil])
    let tree = PointTree(
      dimensions: dimensions, order: order, rows: try archive.fixed("rows"),
      tiles: try archive.fixed("tiles"),
      boxes: (try archive.fixed("bounds"), try archive.int32("first_index", shape: [nil])))
    guard let tree, order.count < Int(Int32.max) else {
      throw WinnowError(.badData, "the stored index has parts that do not belong together")
    }
    guard tree.largestCoordinate.isFinite else {
      throw WinnowError(.badData, "the stored index has a coordinate that is not finite")
    }
    self.tree = tree
    blocks = try archive.tensors["lanes"].map { _ in try Self.blocks(of: tree, in: archive) }
  }

  private static func blocks(of tree: PointTree, in archive: Archive) throws -> PointBlocks {
    let centres: FixedArray<Float> = try archive.fixed("centres")
    let blocks = PointBlocks(
      of: tree, lanes: try archive.fixed("lanes"), centres: centres.copied(as: Float.self),
      radii: try archive.float64("radii", shape: [nil]))
    guard let blocks, tree.largestCoordinate <= PointBlocks.largestCoordinate else {
      throw WinnowError(.badData, "the stored index has blocks that do not belong to its points")
    }
    return blocks
  }
}

extension Archive {
  fileprivate mutating func store<Element>(
    _ name: String, _ array: FixedArray<Element>, shape: [Int]
  ) {
    store(name, Tensor(shape: shape, .float32(array.copied(as: Float.self))))
  }

  /// Float numbers by whole vectors, in place where they lie in a file.
  fileprivate func fixed<Element>(_ name: String) throws -> FixedArray<Element> {
    let bytes = switch try tensor(name).values {
    case .float32(let values): RawBytes.bytes(of: values)
    case .float32InPlace(let bytes): bytes
    default: throw WinnowError(.badData, "the tensor “\(name)” is not float32")
    }
    guard bytes.count % MemoryLayout<Element>.stride == 0 else {
      throw WinnowError(.badData, "the tensor “\(name)” has a size that does not fit")
    }
    return FixedArray(bytes)
  }
}
