import Foundation
import WinnowCore
import WinnowKernels

/// Writes a ROOT file with flat trees and ntuples, which ROOT and uproot read.
///
/// ```swift
/// let writer = try ROOTFileWriter("scores.root")
/// try writer.addTree("TestTree", columns: [OutputColumn("BDT", .float(scores))], team: team)
/// try writer.close()
/// ```
/// The file appears under its name when it is closed; equal content gives equal bytes.
public final class ROOTFileWriter {
  private let path: String
  private let assembler: FileAssembler
  private let setting: CompressionSetting
  private var names: Set<String> = []
  private var isClosed = false

  /// - Throws: where the file cannot be created.
  public init(_ path: String, compression: CompressionSetting = .standard) throws {
    self.path = path
    setting = compression
    assembler = try FileAssembler(path: path, setting: compression.number)
  }

  deinit { if !isClosed { assembler.abandon() } }

  /// Adds a TTree with one branch per column.
  /// - Throws: for columns of unequal length, names that are empty or there twice, or a full disk.
  public func addTree(
    _ name: String, title: String = "", columns: [OutputColumn], team: ThreadTeam
  ) throws {
    let entries = try check(name, columns)
    var tree = TreeWriter(name: name, title: title, setting: setting, assembler: assembler)
    try tree.write(columns, entries: entries, team: team)
  }

  /// Adds an RNTuple with one field per column.
  /// - Throws: as `addTree`, and for names with characters that fields cannot have (“.”, “/”, …).
  public func addNTuple(
    _ name: String, title: String = "", columns: [OutputColumn], team: ThreadTeam
  ) throws {
    let entries = try check(name, columns)
    for column in [name] + columns.map(\.name) {
      let isBad = column.unicodeScalars.contains { $0.value < 32 || ". \\/".unicodeScalars.contains($0) }
      if isBad {
        throw fault("“\(column)” is no name for a field: no “.”, “/”, “\\” or spaces")
      }
    }
    var ntuple = NTupleWriter(name: name, title: title, setting: setting, assembler: assembler)
    try ntuple.write(columns, entries: entries, team: team)
  }

  /// Completes the file and gives it its name.
  public func close() throws {
    precondition(!isClosed, "closed once")
    try assembler.close()
    isClosed = true
  }

  private func check(_ name: String, _ columns: [OutputColumn]) throws -> Int {
    precondition(!isClosed, "the file is closed")
    if name.isEmpty || name.contains("/") { throw fault("“\(name)” is no name for a tree") }
    if !names.insert(name).inserted { throw fault("“\(name)” is there twice") }
    guard let first = columns.first else { throw fault("“\(name)” has no columns") }
    var seen: Set<String> = []
    for column in columns {
      if column.name.isEmpty { throw fault("a column of “\(name)” has no name") }
      if !seen.insert(column.name).inserted { throw fault("column “\(column.name)” is there twice") }
      if column.values.count != first.values.count {
        throw fault(
          "“\(column.name)” has \(column.values.count) entries, “\(first.name)” \(first.values.count)")
      }
    }
    return first.values.count
  }

  private func fault(_ text: String) -> WinnowError {
    WinnowError(.badConfiguration, text, at: SourceLocation(file: path))
  }
}
