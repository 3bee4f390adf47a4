/// A leaf: one number, array or string of a branch.
struct Leaf: Sendable {
  let className: String
  let name: String
  let title: String
  let length: Int
  let isUnsigned: Bool
  /// The member type of a TLeafElement.
  let memberType: Int?
  /// The leaf that counts the items, by its number in the object graph.
  let counter: Int?

  init(_ graph: ObjectGraph, _ object: Int) {
    className = graph[object].className
    name = graph.text("fName", of: object)
    title = graph.text("fTitle", of: object)
    length = graph.integer("fLen", of: object) ?? 1
    isUnsigned = graph.integer("fIsUnsigned", of: object) == 1
    memberType = className == "TLeafElement" ? graph.integer("fType", of: object) : nil
    counter = graph.object("fLeafCount", of: object)
  }

  /// The fixed sizes in the title, e.g. [2, 3] of `x[n][2][3]`.
  var dimensions: [Int] {
    var sizes: [Int] = []
    var rest = title[...]
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      if let size = Int(rest[rest.index(after: open)..<close]) { sizes.append(size) }
      rest = rest[rest.index(after: close)...]
    }
    return sizes.isEmpty && length > 1 ? [length] : sizes
  }
}

/// The member of a class that a TBranchElement holds.
struct BranchMember: Sendable {
  /// 0 member, 1 base class, 2 split object, 3 and 4 collection, 31 and 41 member of a collection.
  let branchType: Int
  let streamerType: Int
  let memberIndex: Int
  let className: String
  let classVersion: Int
  let checksum: UInt32

  init?(_ graph: ObjectGraph, _ object: Int) {
    guard let type = graph.integer("fType", of: object) else { return nil }
    branchType = type
    streamerType = graph.integer("fStreamerType", of: object) ?? -1
    memberIndex = graph.integer("fID", of: object) ?? -1
    className = graph.text("fClassName", of: object)
    classVersion = graph.integer("fClassVersion", of: object) ?? 0
    checksum = UInt32(truncatingIfNeeded: graph.integer("fCheckSum", of: object) ?? 0)
  }

  var isInCollection: Bool { branchType == 31 || branchType == 41 }
}

/// A branch of a tree.
struct Branch: Sendable {
  let className: String
  let name: String
  let path: String
  let isTop: Bool
  let hasChildren: Bool
  let leaves: [Leaf]
  /// The leaves by their numbers in the object graph.
  let leafNumbers: [Int]
  let member: BranchMember?
  /// The class of a TBranchObject.
  let objectClass: String
  let baskets: BasketTable
  let storage: ColumnStorage
  /// The file that holds the baskets; empty where it is the tree's own.
  let fileName: String

  init(_ graph: ObjectGraph, _ object: Int, parentPath: String?) {
    className = graph[object].className
    name = graph.text("fName", of: object)
    path = parentPath.map { "\($0)/" + graph.text("fName", of: object) } ?? name
    isTop = parentPath == nil
    hasChildren = !graph.list("fBranches", of: object).isEmpty
    leafNumbers = graph.list("fLeaves", of: object).compactMap { $0 }
    leaves = leafNumbers.map { Leaf(graph, $0) }
    member = className == "TBranchElement" ? BranchMember(graph, object) : nil
    objectClass = graph.text("fClassName", of: object)
    baskets = BasketTable(graph, object)
    storage = ColumnStorage(
      compression: Compression(setting: graph.integer("fCompress", of: object) ?? 0),
      compressedBytes: graph.integer("fZipBytes", of: object) ?? 0,
      uncompressedBytes: graph.integer("fTotBytes", of: object) ?? 0)
    fileName = graph.text("fFileName", of: object)
  }

  /// The name without the sizes of arrays that ROOT appends.
  var shortName: String {
    let bare = name.prefix { $0 != "[" }
    return bare.isEmpty ? name : String(bare)
  }
}

/// Where the baskets of a branch are, and which entries each holds.
struct BasketTable: Sendable {
  let seeks: [Int]
  /// The first entry of each stored basket, and perhaps the one after the last.
  let firstEntries: [Int]
  let embedded: [EmbeddedBasket]
  let entries: Int

  init(_ graph: ObjectGraph, _ object: Int) {
    let written = max(0, graph.integer("fWriteBasket", of: object) ?? 0)
    entries = graph.integer("fEntries", of: object) ?? 0
    seeks = Array(graph.integers("fBasketSeek", of: object).prefix(written).prefix { $0 != 0 })
    firstEntries = Array(graph.integers("fBasketEntry", of: object).prefix(seeks.count + 1))
    let complete = firstEntries.count > seeks.count && firstEntries.last == entries
    embedded =
      complete
      ? []
      : graph.list("fBaskets", of: object).compactMap { $0.flatMap { graph[$0].basket } }
        .filter { $0.entries > 0 }
  }
}
