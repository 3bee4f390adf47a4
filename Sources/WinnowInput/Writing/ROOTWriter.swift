import WinnowCore
import WinnowKernels
import WinnowROOT

/// Writes ROOT files: each table a TTree with one branch per column.
enum ROOTWriter: TableWriter {
  static let name = "ROOT"
  static let extensions = ["root"]
  static let namesTables = true

  private static let usualName = "events"

  static func write(_ tables: [OutputTable], to file: String) throws {
    let writer = try ROOTFileWriter(file)
    let team = ThreadTeam(threads: 1)
    for table in tables {
      try writer.addTree(
        table.name ?? usualName, columns: table.columns.map { column in
          WinnowROOT.OutputColumn(column.name, column.values.branch)
        }, team: team)
    }
    try writer.close()
  }
}

extension OutputColumn.Values {
  fileprivate var branch: WinnowROOT.ColumnValues {
    switch self {
    case .float(let values): .float(values)
    case .real(let values): .double(values)
    case .integer(let values): .int64(values)
    case .byte(let values): .int32(values.map(Int32.init))  // ROOT takes bytes for letters
    case .text(let values): .string(values)
    }
  }
}
