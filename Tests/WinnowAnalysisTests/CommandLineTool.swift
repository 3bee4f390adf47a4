import Foundation
import Testing

/// The built program, run as a process.
struct CommandLineTool {
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The test bundle and the program are built into one folder.
  static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("winnow")

  /// The package's root folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func run(_ arguments: [String], in folder: URL = root) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = Pipe(), errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Both are read to the end before waiting; a full pipe would stop the program.
    let reader = Reader(errors.fileHandleForReading)
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = reader.wait()
    process.waitUntilExit()
    return Result(
      code: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self))
  }

  /// Reads a pipe on a thread of its own.
  private final class Reader: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
      Thread { [self] in
        // Written before `done` is signalled and read after it was waited for.
        data = handle.readDataToEndOfFile()
        done.signal()
      }.start()
    }

    func wait() -> Data {
      done.wait()
      return data
    }
  }
}

/// Runs the program in a folder and requires an exit code.
@discardableResult
func run(
  _ arguments: [String], _ folder: ScratchFolder, code: Int32 = 0
) throws -> CommandLineTool.Result {
  let result = try CommandLineTool.run(arguments, in: folder.url)
  try #require(result.code == code, "\(arguments): \(result.errors)")
  return result
}

/// A folder of its own that is removed at the end.
final class ScratchFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("winnow-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// With events in `d.csv` and their analysis in `a.yaml`.
  convenience init(table: String, analysis: String) throws {
    try self.init()
    try write("d.csv", table)
    try write("a.yaml", analysis)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> URL {
    try write(name, Data(text.utf8))
  }

  @discardableResult
  func write(_ name: String, _ data: Data) throws -> URL {
    let file = url.appendingPathComponent(name)
    try data.write(to: file)
    return file
  }
}
