import Foundation
import Logging
import WinnowCore
import WinnowInput
import WinnowToys

/// `winnow generate`: events of a toy, written as a file that an analysis can read.
///
/// HDF5 gets a group and ROOT a tree per class, so that `file.h5:signal` names the signal; files of one
/// table get a column `class`. Events with targets instead of classes are one table, `events`, with a
/// column per target.
public struct Generation: Sendable {
  public let toy: String
  /// `name=value` of the toy's options.
  public let options: [String]
  public let events: Int
  public let seed: UInt64
  public let output: String
  public let threads: Int

  public init(
    toy: String, options: [String], events: Int, seed: UInt64, output: String, threads: Int
  ) {
    self.toy = toy
    self.options = options
    self.events = events
    self.seed = seed
    self.output = output
    self.threads = threads
  }

  public func execute() throws {
    let toy = try ToyCatalog.toy(named: toy, options: settings())
    let namesTables = try checkedEnding()
    let sample = toy.generate(events: events, seed: seed, threads: threads)
    if namesTables {
      try writeTables(Self.tables(sample), to: output)
    } else {
      try writeTable(Self.table(sample), to: FileReference(file: output))
    }
    let console = Console(log: Logger(label: "winnow") { _ in SwiftLogNoOpLogHandler() })
    console.say("\(events) events written to \(output). \(toy.truth.text)")
  }

  /// Whether the file holds several tables.
  private func checkedEnding() throws -> Bool {
    do {
      return try TableFiles.namesTables(output)
    } catch {
      throw WinnowError(
        .usage, "cannot write “\(output)”: the name must end in "
          + TableFiles.endings.joined(separator: ", "))
    }
  }

  /// Values are read as YAML reads them: numbers, true and false, words.
  private func settings() throws -> Setting {
    let entries = try options.map { option in
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw WinnowError(.usage, "--set takes name=value; got “\(option)”")
      }
      let value = try YAMLReader.read(text: String(parts[1]), name: "--set \(option)")
      return Setting.Entry(String(parts[0]), Setting(value.value))
    }
    return Setting(.table(entries))
  }

  /// One table per class, or one of all events.
  private static func tables(_ sample: Sample) -> [OutputTable] {
    guard sample.labels != nil else { return [OutputTable("events", columns(sample))] }
    return sample.classNames.enumerated().map { index, name in
      OutputTable(name, columns(sample.selecting(sample.rows(ofClass: index))))
    }
  }

  private static func table(_ sample: Sample) -> [OutputColumn] {
    guard let labels = sample.labels else { return columns(sample) }
    let names = labels.map { sample.classNames[Int($0)] }
    return columns(sample) + [OutputColumn("class", OutputColumn.Values.text(names))]
  }

  private static func columns(_ sample: Sample) -> [OutputColumn] {
    zip(sample.schema.names, sample.columns).map { OutputColumn($0, $1) }
      + targets(sample)
      + [OutputColumn("weight", OutputColumn.Values.real(sample.weights))]
      + sample.spectators.map { OutputColumn($0) }
  }

  private static func targets(_ sample: Sample) -> [OutputColumn] {
    guard case .targets(let names, let values) = sample.truth else { return [] }
    return zip(names, values).map { OutputColumn($0, $1) }
  }
}
