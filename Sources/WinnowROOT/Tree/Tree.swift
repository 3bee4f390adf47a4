import WinnowCore
import WinnowKernels

/// A TTree: its branches as columns.
public struct Tree: EventTable {
  public let name: String
  public let title: String
  public let className: String
  public let entries: Int
  public let columns: [ColumnDescription]
  public let refused: [RefusedColumn]
  public let location: SourceLocation
  /// The trees that were attached as friends: their names and files, the file empty if the same.
  public let friends: [FriendTree]

  let image: FileImage
  let branches: [Branch]
  /// The column number of each path, into `readings`.
  private let numbers: [String: Int]
  private let readings: [(branch: Int, layout: EntryLayout)]
  /// The branch that each leaf belongs to.
  private let leafOwners: [Int: Int]

  init(_ key: Key, path: String, image: FileImage, streamers: StreamerTable) throws {
    let graph = try GraphReader.read(key, in: image, streamers: streamers)
    self.image = image
    name = path
    title = key.title
    className = key.className
    location = SourceLocation(file: image.path, object: path)
    entries = graph.integer("fEntries", of: 0) ?? -1
    guard entries >= 0, entries < 1 << 56, graph.object("fBranches", of: 0) != nil else {
      throw WinnowError(
        .badData, "the tree's record is damaged, or none that is known", at: location)
    }
    friends = FriendTree.list(of: graph)
    branches = try Self.branches(of: graph, location)
    leafOwners = Dictionary(
      branches.enumerated().flatMap { number, branch in branch.leafNumbers.map { ($0, number) } },
      uniquingKeysWith: { first, _ in first })
    let catalogue = ColumnCatalogue(branches, BranchInterpreter(streamers: streamers, entries: entries))
    (columns, refused, readings) = (catalogue.columns, catalogue.refused, catalogue.readings)
    numbers = Dictionary(
      zip(columns.map(\.path), columns.indices), uniquingKeysWith: { first, _ in first })
  }

  /// All branches from the top down, each before its children.
  private static func branches(
    of graph: ObjectGraph, _ location: SourceLocation
  ) throws -> [Branch] {
    var branches: [Branch] = []
    var seen: Set<Int> = []
    func visit(_ list: [Int?], _ parentPath: String?) throws {
      for case let number? in list {
        guard seen.insert(number).inserted else {
          throw WinnowError(.badData, "a branch stands in the tree twice", at: location)
        }
        let branch = Branch(graph, number, parentPath: parentPath)
        branches.append(branch)
        try visit(graph.list("fBranches", of: number), branch.path)
      }
    }
    try visit(graph.list("fBranches", of: 0), nil)
    return branches
  }

  public func read(
    _ column: ColumnDescription, entries range: Range<Int>, team: ThreadTeam
  ) throws -> Column {
    precondition(range.lowerBound >= 0 && range.upperBound <= entries, "entries of this tree")
    guard let number = numbers[column.path] else {
      preconditionFailure("“\(column.path)” is no column of this tree")
    }
    return try read(readings[number].branch, readings[number].layout, range, column.path, team)
  }

  private func read(
    _ number: Int, _ layout: EntryLayout, _ range: Range<Int>, _ path: String, _ team: ThreadTeam
  ) throws -> Column {
    let branch = branches[number]
    var place = location
    place.field = path
    do {
      let baskets = try branch.baskets.overlapping(range, treeEntries: entries, in: image)
      let sizes = try counterSizes(of: branch, layout, range, team)
      let reader = BasketReader(
        image: image, layout: layout, range: range, baskets: baskets, itemCounts: sizes, team: team)
      return try reader.read()
    } catch let error as WinnowError {
      throw error.located(at: place)
    }
  }

  /// The values of the branch's counter, which give the sizes of entries where offsets are not stored.
  private func counterSizes(
    of branch: Branch, _ layout: EntryLayout, _ range: Range<Int>, _ team: ThreadTeam
  ) throws -> CounterSizes? {
    guard layout.isVariable, layout.header == 0, let leaf = branch.leaves.first?.counter,
      let owner = leafOwners[leaf], branches[owner].path != branch.path
    else { return nil }
    return CounterSizes { [branches, entries, image] basketRange in
      let counter = branches[owner]
      let position = branches[owner].leafNumbers.firstIndex(of: leaf) ?? 0
      guard case .columns(let parts) = BranchInterpreter(
        streamers: StreamerTable(), entries: entries
      ).interpret(counter), parts.indices.contains(position), parts[position].layout.depth == 0
      else { throw WinnowError(.badData, "the branch that counts its items cannot be read") }
      let baskets = try counter.baskets.overlapping(basketRange, treeEntries: entries, in: image)
      let column = try BasketReader(
        image: image, layout: parts[position].layout, range: basketRange, baskets: baskets,
        itemCounts: nil, team: ThreadTeam(threads: 1)
      ).read()
      return column.values.doubles?.map { Int($0) } ?? []
    }
  }
}

/// Reads how many items each entry of a range has.
struct CounterSizes: Sendable {
  let sizes: @Sendable (Range<Int>) throws -> [Int]
}

/// A tree that another one names as its friend.
public struct FriendTree: Sendable, Equatable {
  public let alias: String
  public let treeName: String
  /// Empty where the friend is in the same file.
  public let fileName: String

  static func list(of graph: ObjectGraph) -> [FriendTree] {
    graph.list("fFriends", of: 0).compactMap { $0 }.map { number in
      FriendTree(
        alias: graph.text("fName", of: number),
        treeName: graph.text("fTreeName", of: number).isEmpty
          ? graph.text("fName", of: number) : graph.text("fTreeName", of: number),
        fileName: graph.text("fTitle", of: number))
    }
  }
}
