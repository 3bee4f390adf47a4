import Foundation
import Testing
import WinnowAnalysis

/// Programs killed in mid-training, and gone on.
@Suite(.serialized) struct CheckpointTests {
  private static let models = ["BDT", "Ada"]

  private func bench(split: String = "{mode: alternate}") throws -> ScratchFolder {
    let folder = try ScratchFolder()
    let events = ["generate", "gauss", "--events", "3000", "--set", "dimensions=3", "--output", "d.csv"]
    try #require(try CommandLineTool.run(events, in: folder.url).code == 0)
    try folder.write(
      "a.yaml",
      """
      name: t
      input: {file: d.csv, label: class, signal: signal, background: background}
      variables: [x1, x2, x3]
      spectators: [event_number]
      split: \(split)
      methods:
        BDT: {trees: 200, early_stopping: 0}
        Ada: {method: BDT, preset: BDT, trees: 200}
      """)
    return folder
  }

  private func training(_ output: String, _ more: [String] = []) -> [String] {
    ["train", "a.yaml", "--output", output, "--threads", "2", "--checkpoint-interval", "0.003"] + more
  }

  /// Ends the program without warning, some time after its first checkpoint.
  private func kill(_ arguments: [String], after delay: Double, _ folder: ScratchFolder) throws {
    let process = Process()
    process.executableURL = CommandLineTool.program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let checkpoints = folder.url.appendingPathComponent("run/checkpoints")
    while process.isRunning, files(checkpoints).isEmpty { usleep(500) }
    Thread.sleep(forTimeInterval: delay)
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
  }

  private func files(_ folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".safetensors") }
  }

  private func expectSameModels(_ folder: ScratchFolder) throws {
    for name in Self.models {
      let data = try ["whole", "run"].map { run in
        try Data(contentsOf: folder.url.appendingPathComponent("\(run)/models/\(name).safetensors"))
      }
      #expect(data[0] == data[1], "\(name)")
    }
  }

  @Test(arguments: ["{mode: alternate}", "{mode: folds, folds: 2, by: event_number}"])
  func aKilledTrainingGoesOnWithTheSameBits(split: String) throws {
    let folder = try bench(split: split)
    let whole = training("whole", ["--quiet"])
    try #require(try CommandLineTool.run(whole, in: folder.url).code == 0)
    // Killed three times, the last two while going on.
    for delay in [0.002, 0.03, 0.06] {
      try kill(training("run", delay > 0.01 ? ["--resume"] : []), after: delay, folder)
      #expect(files(folder.url.appendingPathComponent("run/models")).count < 2)
    }
    let last = try CommandLineTool.run(training("run", ["--resume"]), in: folder.url)
    try #require(last.code == 0, "\(last.errors)")
    #expect(last.errors.contains("goes on from a checkpoint"))
    try expectSameModels(folder)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/run")
    #expect(!left.contains("checkpoints"))
    #expect(!left.contains { $0.hasPrefix(".dat") })
  }

  /// Other events under the same names: the old state is not theirs.
  @Test func aStateOfOtherEventsIsNotTaken() throws {
    let folder = try bench()
    try kill(training("run"), after: 0.01, folder)
    let events = [
      "generate", "gauss", "--events", "3000", "--seed", "2", "--set", "dimensions=3", "--output",
      "d.csv",
    ]
    try #require(try CommandLineTool.run(events, in: folder.url).code == 0)
    let resumed = try CommandLineTool.run(training("run", ["--resume"]), in: folder.url)
    try #require(resumed.code == 0, "\(resumed.errors)")
    #expect(!resumed.errors.contains("goes on from a checkpoint"))
    let whole = training("whole", ["--quiet"])
    try #require(try CommandLineTool.run(whole, in: folder.url).code == 0)
    try expectSameModels(folder)
  }

  @Test func aDamagedStateIsAnErrorThatSaysWhatToDo() throws {
    let folder = try bench()
    try kill(training("run"), after: 0.01, folder)
    let checkpoints = folder.url.appendingPathComponent("run/checkpoints")
    for name in files(checkpoints) {
      let file = checkpoints.appendingPathComponent(name)
      var data = try Data(contentsOf: file)
      data[data.count - 3] ^= 1
      try data.write(to: file)
    }
    let resumed = try CommandLineTool.run(training("run", ["--resume"]), in: folder.url)
    #expect(resumed.code == 65)
    #expect(resumed.errors.contains("checkpoint") && resumed.errors.contains("remove it"))
  }

  @Test func theIntervalIsChecked() throws {
    let result = try CommandLineTool.run(["train", "a.yaml", "--checkpoint-interval", "-1"])
    #expect(result.code == 64 && result.errors.contains("--checkpoint-interval"))
  }
}
