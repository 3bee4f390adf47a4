import WinnowKernels

/// Cuts on categories are evaluated as cuts on more columns: the sides of each subset.
extension Forest {
  /// The trees with sides as features after the inputs.
  static func unfolded(_ trees: [ForestTree], features: Int) -> [ForestTree] {
    var next = features
    return trees.map { tree in
      if tree.subsets.isEmpty { return tree }
      defer { next += tree.subsets.count }
      return ForestTree(
        tree.nodes.map { node in
          guard case .cut(let feature, let threshold, let missingGoesLeft, let left, let right) =
            node, feature < 0
          else { return node }
          return .cut(
            feature: next - 1 - feature, threshold: threshold, missingGoesLeft: missingGoesLeft,
            left: left, right: right)
        })
    }
  }
}

/// The subsets of a forest, and the lists of categories that they are made of.
struct CategorySides: Sendable {
  private struct List {
    let feature: Int
    /// Filled up with NaN.
    let padded: [Float]
  }

  /// Side k is that of subset k.
  let subsets: [CategorySubset]
  /// The list of each subset.
  private var numbers: [Int] = []
  private var lists: [List] = []

  init(_ subsets: [CategorySubset]) {
    self.subsets = subsets
    var first: [CategorySubset] = []
    for subset in subsets {
      // Subsets of one training share their categories, which then compare at once.
      let known = first.firstIndex {
        $0.feature == subset.feature && $0.categories == subset.categories
      }
      numbers.append(known ?? lists.count)
      if known != nil { continue }
      first.append(subset)
      let fill = Array(repeating: Float.nan, count: 255 - subset.categories.count)
      lists.append(List(feature: subset.feature, padded: subset.categories + fill))
    }
  }

  /// The categories of all events, list by list, each filled up to whole blocks.
  func codes(of columns: [[Float]], blocks: Int, _ team: ThreadTeam) -> SharedBuffer<UInt8> {
    let codes = SharedBuffer<UInt8>(repeating: 255, count: lists.count * blocks * forestBlock)
    team.run(lists.count * blocks) { task in
      let list = lists[task / blocks]
      codes.write(task * forestBlock..<(task + 1) * forestBlock) { codes in
        withBlock(task % blocks, of: columns[list.feature]) {
          findCategories($0, categories: list.padded.span, into: &codes)
        }
      }
    }
    return codes
  }

  /// Where the codes of a block stand that a subset looks at.
  func place(_ subset: Int, block: Int, of blocks: Int) -> Range<Int> {
    let first = (numbers[subset] * blocks + block) * forestBlock
    return first..<first + forestBlock
  }
}

/// What the layouts of a forest read, block by block: the inputs, and after them the sides of subsets.
struct ForestInputs {
  private let columns: [[Float]]
  private let sides: CategorySides
  private let blocks: Int
  private let codes: SharedBuffer<UInt8>

  init(_ columns: [[Float]], _ sides: CategorySides, blocks: Int, _ team: ThreadTeam) {
    self.columns = columns
    self.sides = sides
    self.blocks = blocks
    codes = sides.codes(of: columns, blocks: blocks, team)
  }

  var count: Int { columns.count + sides.subsets.count }

  /// The ranks of a block as a column of a layout wants them.
  func rank(
    _ block: Int, by column: RankColumn, table: Span<Float>, into ranks: inout MutableSpan<UInt8>
  ) {
    let feature = Int(column.feature)
    if feature < columns.count {
      withBlock(block, of: columns[feature]) {
        rankValues($0, by: column, table: table, into: &ranks)
      }
    } else {
      let subset = feature - columns.count
      let left = sides.subsets[subset].leftCodes(missingGoesLeft: column.missingGoesLeft)
      codes.read(sides.place(subset, block: block, of: blocks)) {
        rankSides($0, left: left, into: &ranks)
      }
    }
  }

  /// Lends the values of a block.
  func value(_ block: Int, of feature: Int, _ body: (Span<Float>) -> Void) {
    if feature < columns.count { return withBlock(block, of: columns[feature], body) }
    let subset = feature - columns.count, left = sides.subsets[subset]
    codes.read(sides.place(subset, block: block, of: blocks)) { codes in
      body(codes.indices.map { left.side(ofCode: codes[$0]) }.span)
    }
  }
}
