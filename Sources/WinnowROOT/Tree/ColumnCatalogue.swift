/// The columns of a tree's branches under names that are unique.
struct ColumnCatalogue {
  private(set) var columns: [ColumnDescription] = []
  private(set) var refused: [RefusedColumn] = []
  private(set) var readings: [(branch: Int, layout: EntryLayout)] = []

  private struct Entry {
    let branch: Int
    let short: String
    let path: String
    let reading: BranchInterpreter.Reading
  }

  init(_ branches: [Branch], _ interpreter: BranchInterpreter) {
    var entries: [Entry] = []
    for (number, branch) in branches.enumerated() {
      switch interpreter.interpret(branch) {
      case .group: break
      case .refused(let typeName, let reason):
        refused.append(RefusedColumn(name: branch.path, typeName: typeName, reason: reason))
      case .columns(let readings):
        for reading in readings {
          let suffix = reading.part.map { ".\($0)" } ?? ""
          entries.append(
            Entry(
              branch: number, short: branch.shortName + suffix, path: branch.path + suffix,
              reading: reading))
        }
      }
    }
    add(entries, of: branches)
  }

  private mutating func add(_ entries: [Entry], of branches: [Branch]) {
    let uses = Dictionary(entries.map { ($0.short, 1) }, uniquingKeysWith: +)
    for entry in entries {
      let layout = entry.reading.layout
      columns.append(
        ColumnDescription(
          name: uses[entry.short] == 1 ? entry.short : entry.path, path: entry.path,
          typeName: entry.reading.typeName, type: layout.type, depth: layout.depth,
          dimensions: layout.dimensions, storage: branches[entry.branch].storage))
      readings.append((entry.branch, layout))
    }
  }
}
