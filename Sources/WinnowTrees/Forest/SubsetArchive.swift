import WinnowCore
import WinnowKernels

/// The cuts on categories of a forest in a model file.
///
/// Tensors: `categories/feature` and `categories/size` for each list of categories, `categories/value`,
/// their values in order; `trees/subsets`, the subsets of each tree, and for all in order `subsets/list`
/// (the number of the list) and `subsets/left` (32 bytes each: bit k of byte j for category 8 j + k).
struct SubsetArchive {
  /// Of each tree.
  private(set) var trees: [[CategorySubset]]

  private struct List: Hashable {
    let feature: Int
    let categories: [Float]
  }

  static func store(_ trees: [ForestTree], in archive: inout Archive) {
    let subsets = trees.flatMap(\.subsets)
    if subsets.isEmpty { return }
    var lists: [List] = [], numbers: [List: Int32] = [:]
    for subset in subsets {
      let list = List(feature: subset.feature, categories: subset.categories)
      if numbers.updateValue(numbers[list] ?? Int32(lists.count), forKey: list) == nil {
        lists.append(list)
      }
    }
    archive.store("categories/feature", Tensor(lists.map { Int32($0.feature) }))
    archive.store("categories/size", Tensor(lists.map { Int32($0.categories.count) }))
    archive.store("categories/value", Tensor(lists.flatMap(\.categories)))
    archive.store("trees/subsets", Tensor(trees.map { Int32($0.subsets.count) }))
    archive.store(
      "subsets/list",
      Tensor(subsets.map { numbers[List(feature: $0.feature, categories: $0.categories)] ?? 0 }))
    archive.store("subsets/left", Tensor(subsets.flatMap { Self.bytes($0.left) }))
  }

  private static func bytes(_ set: BinSet) -> [UInt8] {
    set.words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }

  /// - Parameter trees: their number.
  /// - Throws: `badData` where sizes, numbers or values do not fit.
  init(_ archive: Archive, trees count: Int, features: Int) throws {
    trees = Array(repeating: [], count: count)
    guard archive.tensors["trees/subsets"] != nil else { return }
    let lists = try Self.lists(archive, features: features)
    let sizes = try archive.int32("trees/subsets", shape: [count])
    let numbers = try archive.int32("subsets/list", shape: [nil])
    let left = try archive.uint8("subsets/left", shape: [32 * numbers.count])
    guard numbers.allSatisfy({ lists.indices ~= Int($0) }), sizes.allSatisfy({ $0 >= 0 }),
      sizes.reduce(0, { $0 + Int($1) }) == numbers.count
    else { throw WinnowError(.badData, "the forest's cuts on categories do not fit its trees") }
    var next = 0
    for (tree, size) in sizes.enumerated() {
      for place in next..<next + Int(size) {
        let list = lists[Int(numbers[place])]
        trees[tree].append(
          CategorySubset(
            feature: list.feature, categories: list.categories,
            left: Self.set(left[32 * place..<32 * (place + 1)])))
      }
      next += Int(size)
    }
  }

  private static func set(_ bytes: ArraySlice<UInt8>) -> BinSet {
    BinSet((0..<256).filter { bytes[bytes.startIndex + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
  }

  private static func lists(_ archive: Archive, features: Int) throws -> [List] {
    let inputs = try archive.int32("categories/feature", shape: [nil])
    let sizes = try archive.int32("categories/size", shape: [inputs.count])
    let values = try archive.float32("categories/value", shape: [nil])
    var next = 0
    let lists = try zip(inputs, sizes).map { input, size in
      guard 0..<features ~= Int(input), 0...values.count - next ~= Int(size) else {
        throw WinnowError(.badData, "the forest has categories of input \(input) of \(features)")
      }
      defer { next += Int(size) }
      let list = List(feature: Int(input), categories: Array(values[next..<next + Int(size)]))
      guard CategorySubset.areCategories(list.categories) else {
        throw WinnowError(.badData, "the categories of input \(input) are no rising numbers")
      }
      return list
    }
    guard next == values.count else {
      throw WinnowError(.badData, "the forest has \(values.count - next) categories of no input")
    }
    return lists
  }
}
