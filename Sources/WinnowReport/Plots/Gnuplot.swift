import Foundation

/// The program that draws, called directly, without a shell and without the user's start-up files.
public struct Gnuplot: Sendable {
  public let executable: URL

  public init(executable: URL) {
    self.executable = executable
  }

  /// The program found on a search path such as `$PATH`; nil where there is none.
  public static func find(
    on path: String? = ProcessInfo.processInfo.environment["PATH"]
  ) -> Gnuplot? {
    (path ?? "").split(separator: ":").lazy
      .map { URL(fileURLWithPath: String($0)).appendingPathComponent("gnuplot") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
      .map(Gnuplot.init)
  }

  /// Runs scripts one after the other in one process.
  ///
  /// - Returns: whether it went well, and what it said on standard error.
  func run(scripts: [String], in directory: URL) -> Run {
    let process = Process()
    let errors = Pipe()
    process.executableURL = executable
    process.arguments = ["-d"] + scripts
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do {
      try process.run()
    } catch {
      return Run(
        succeeded: false,
        messages: "\(executable.path) does not start: \(error.localizedDescription)")
    }
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      succeeded: process.terminationReason == .exit && process.terminationStatus == 0,
      messages: String(decoding: said, as: UTF8.self))
  }

  struct Run {
    let succeeded: Bool
    let messages: String
  }
}

/// What became of the plots.
public enum PlotOutcome: Sendable, Equatable {
  case drawn(Int)
  /// Scripts and data are written; `winnow report` draws them where gnuplot is installed.
  case gnuplotMissing
  /// Some plots could not be drawn; names, and what gnuplot said.
  case incomplete([String], messages: String)

  /// A sentence for the user; nil where all is well.
  public var remark: String? {
    switch self {
    case .drawn: nil
    case .gnuplotMissing:
      "gnuplot was not found: plots are written as scripts and data, not as pictures; "
        + "`winnow report` draws them where it is installed."
    case .incomplete(let names, let messages):
      "gnuplot could not draw \(names.joined(separator: ", ")): \(messages.plainLine.fitted(to: 400))"
    }
  }
}
