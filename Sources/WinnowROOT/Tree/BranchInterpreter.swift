/// Finds out which columns a branch holds, and how; or why it holds none.
struct BranchInterpreter {
  let streamers: StreamerTable
  /// Entries of the tree, which its branches should have.
  let entries: Int

  /// A column of a branch: the branch itself, or one leaf or member of it.
  struct Reading: Sendable {
    /// The leaf or member; nil where the branch is one column.
    var part: String?
    let typeName: String
    let layout: EntryLayout
  }

  enum Outcome {
    case columns([Reading])
    case refused(typeName: String, reason: String)
    /// A branch that only holds other branches.
    case group
  }

  func interpret(_ branch: Branch) -> Outcome {
    if !branch.fileName.isEmpty {
      return .refused(
        typeName: typeName(branch), reason: "its baskets are in another file, “\(branch.fileName)”")
    }
    if branch.hasChildren, branch.member.map({ ![3, 4].contains($0.branchType) }) ?? true {
      return .group
    }
    if branch.baskets.entries != entries {
      return .refused(
        typeName: typeName(branch),
        reason: "it holds \(branch.baskets.entries) entries, its tree \(entries)")
    }
    if branch.hasChildren { return collectionSize(branch) }
    if branch.className == "TBranchObject" || branch.className == "TBranchRef" {
      return .refused(typeName: branch.objectClass, reason: "objects of any class may stand there")
    }
    if branch.leaves.isEmpty {
      return .refused(typeName: typeName(branch), reason: "it has no leaves")
    }
    if branch.leaves.count > 1 { return record(branch) }
    let leaf = branch.leaves[0]
    if let format = format(leaf, of: branch) { return number(format, leaf, of: branch) }
    if leaf.className == "TLeafC" || branch.member?.streamerType == MemberType.string {
      return single("string", EntryLayout(content: .items(.string)))
    }
    return object(branch, leaf)
  }

  /// The number of elements, which the branch of a split collection itself holds.
  private func collectionSize(_ branch: Branch) -> Outcome {
    let run = EntryLayout.NumberRun(NumberFormat(type: .int32))
    return single("int", EntryLayout(content: .numbers(run)))
  }

  private func single(_ typeName: String, _ layout: EntryLayout) -> Outcome {
    guard layout.isPlausible else {
      return .refused(typeName: typeName, reason: "the sizes of its array make no sense")
    }
    return .columns([Reading(typeName: typeName, layout: layout)])
  }

  private func number(_ format: NumberFormat, _ leaf: Leaf, of branch: Branch) -> Outcome {
    let run = EntryLayout.NumberRun(format, dimensions: leaf.dimensions)
    return single(
      typeName(branch), EntryLayout(isVariable: leaf.counter != nil, content: .numbers(run)))
  }

  /// Several leaves: each is a column, inside a record that may itself stand in an array.
  private func record(_ branch: Branch) -> Outcome {
    let type = "struct of \(branch.leaves.count) leaves"
    if branch.leaves.contains(where: { $0.counter != nil }) {
      return .refused(typeName: type, reason: "one of its leaves has a varying length")
    }
    var runs: [EntryLayout.NumberRun] = []
    for leaf in branch.leaves {
      guard let format = format(leaf, of: branch) else {
        return .refused(typeName: type, reason: "leaf “\(leaf.name)” is no number")
      }
      runs.append(EntryLayout.NumberRun(format, dimensions: leaf.dimensions))
    }
    guard runs.allSatisfy({ EntryLayout(content: .numbers($0)).isPlausible }) else {
      return .refused(typeName: type, reason: "the sizes of its arrays make no sense")
    }
    let stride = runs.reduce(0) { $0 + $1.runBytes }
    var offset = 0
    let readings = zip(branch.leaves, runs).map { leaf, run in
      var run = run
      (run.offset, run.stride) = (offset, stride)
      offset += run.runBytes
      return Reading(
        part: leaf.name, typeName: run.format.type.rawValue,
        layout: EntryLayout(content: .numbers(run)))
    }
    return .columns(readings)
  }

  /// Strings, containers and pointers to arrays, by the name of their class.
  private func object(_ branch: Branch, _ leaf: Leaf) -> Outcome {
    let name = typeName(branch)
    guard let member = branch.member else {
      return .refused(typeName: leaf.className, reason: "leaves of this class are no numbers")
    }
    if name.hasSuffix("*"), let format = format(memberType: member.streamerType % 20, branch),
      member.streamerType > MemberType.pointer, member.streamerType < 60, !member.isInCollection
    {
      let run = EntryLayout.NumberRun(format)
      return single(name, EntryLayout(header: 1, isVariable: true, content: .numbers(run)))
    }
    let type = CppType(name)
    if let part = type.unreadablePart {
      return .refused(
        typeName: name, reason: part == name ? "it is an object" : "\(part) is an object")
    }
    return single(name, layout(of: type, member))
  }

  private func layout(of type: CppType, _ member: BranchMember) -> EntryLayout {
    if member.isInCollection {
      return EntryLayout(header: 6, isVariable: true, content: .items(type))
    }
    switch type {
    case .list(.number(let format)):
      return EntryLayout(header: 10, isVariable: true, content: .numbers(.init(format)))
    case .list(let item):
      return EntryLayout(header: 10, isVariable: true, content: .items(item))
    default:
      // A std::string that is a member stands behind a byte count and a version.
      return EntryLayout(header: member.memberIndex < 0 ? 0 : 6, content: .items(type))
    }
  }

  /// The type of the branch as the file names it.
  private func typeName(_ branch: Branch) -> String {
    guard let member = branch.member else {
      guard branch.leaves.count == 1 else { return branch.objectClass }
      return format(branch.leaves[0], of: branch)?.type.rawValue ?? branch.leaves[0].className
    }
    guard let element = element(branch) else { return member.className }
    return element.typeName == "BASE" ? element.name : element.typeName
  }

  /// The class member that the branch holds.
  private func element(_ branch: Branch) -> StreamerElement? {
    guard let member = branch.member, member.memberIndex >= 0,
      let info = streamers.info(
        member.className, version: member.classVersion, checksum: member.checksum)
    else { return nil }
    let last = branch.shortName.split(separator: ".").last.map(String.init) ?? branch.name
    if info.elements.indices.contains(member.memberIndex),
      info.elements[member.memberIndex].name == last
    {
      return info.elements[member.memberIndex]
    }
    return info.elements.first { $0.name == last }
      ?? (info.elements.indices.contains(member.memberIndex)
        ? info.elements[member.memberIndex] : nil)
  }

  private func format(_ leaf: Leaf, of branch: Branch) -> NumberFormat? {
    switch leaf.className {
    case "TLeafO": NumberFormat(type: .bool)
    case "TLeafB": NumberFormat(type: leaf.isUnsigned ? .uint8 : .int8)
    case "TLeafS": NumberFormat(type: leaf.isUnsigned ? .uint16 : .int16)
    case "TLeafI": NumberFormat(type: leaf.isUnsigned ? .uint32 : .int32)
    case "TLeafL", "TLeafG": NumberFormat(type: leaf.isUnsigned ? .uint64 : .int64)
    case "TLeafF": NumberFormat(type: .float)
    case "TLeafD": NumberFormat(type: .double)
    case "TLeafF16": packed(.float, title: leaf.title)
    case "TLeafD32": packed(.double, title: leaf.title)
    case "TLeafElement": leaf.memberType.flatMap { format(memberType: $0, branch) }
    default: nil
    }
  }

  private func format(memberType: Int, _ branch: Branch) -> NumberFormat? {
    let array = memberType > MemberType.array && memberType < MemberType.pointer
    switch array ? memberType - MemberType.array : memberType {
    case MemberType.bool: return NumberFormat(type: .bool)
    case MemberType.char: return NumberFormat(type: .int8)
    case MemberType.uchar: return NumberFormat(type: .uint8)
    case MemberType.short: return NumberFormat(type: .int16)
    case MemberType.ushort: return NumberFormat(type: .uint16)
    case MemberType.int: return NumberFormat(type: .int32)
    case MemberType.uint, MemberType.bits, MemberType.counter: return NumberFormat(type: .uint32)
    case MemberType.long, MemberType.long64: return NumberFormat(type: .int64)
    case MemberType.ulong, MemberType.ulong64: return NumberFormat(type: .uint64)
    case MemberType.float: return NumberFormat(type: .float)
    case MemberType.double: return NumberFormat(type: .double)
    case MemberType.double32: return packed(.double, title: element(branch)?.title ?? "")
    case MemberType.float16: return packed(.float, title: element(branch)?.title ?? "")
    default: return nil
    }
  }

  private func packed(_ type: ElementType, title: String) -> NumberFormat {
    let plain: NumberEncoding = type == .double ? .single : .truncated(bits: 12)
    return NumberFormat(
      type: type, encoding: PackedRange(title: title)?.encoding(without: plain) ?? plain)
  }
}

extension EntryLayout {
  /// Whether the sizes of the arrays are ones that a basket can hold.
  var isPlausible: Bool {
    (1...1 << 24).contains(dimensions.boundedProduct)
  }
}
