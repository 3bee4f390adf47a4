import ArgumentParser
import Foundation
import WinnowAnalysis
import WinnowCore

/// A subcommand whose errors are told to the person and end in an exit code after sysexits.
protocol Command: ParsableCommand {
  func execute() throws
}

extension Command {
  func run() throws {
    do {
      try execute()
    } catch let error as WinnowError {
      throw told("\(error)", error.kind)
    } catch {
      throw told("\(error)", .internal)
    }
  }

  private func told(_ text: String, _ kind: WinnowError.Kind) -> ExitCode {
    try? FileHandle.standardError.write(contentsOf: Data("winnow: \(text)\n".utf8))
    return ExitCode(kind.exitCode)
  }
}
