import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowLearners

/// `winnow apply --errors`: the statistical error of each score beside it.
struct ScoreErrorsTests {
  private func folder(_ method: String) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    let classifier = try ContractBench(method: Catalog.method(named: method))
      .train(on: ContractBench.train)
    try ModelFile.encode(classifier).write(to: folder.url.appendingPathComponent("m.safetensors"))
    let columns = ContractBench.test.columns, names = ContractBench.test.schema.names
    let rows = (0..<40).map { event in columns.map { "\($0[event])" }.joined(separator: ",") }
    try folder.write("d.csv", ([names.joined(separator: ",")] + rows).joined(separator: "\n") + "\n")
    return folder
  }

  private func apply(in folder: ScratchFolder) throws {
    func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }
    var application = Application(
      model: folder.url.appendingPathComponent("m.safetensors"), input: [path("d.csv")],
      output: path("o.csv"), prior: 0.5, threads: 1)
    application.errors = true
    try application.execute()
  }

  @Test(arguments: ["KNN", "PDERS"])
  func areThoseOfTheModel(method: String) throws {
    let folder = try folder(method)
    try apply(in: folder)
    let text = try String(contentsOf: folder.url.appendingPathComponent("o.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
    let place = try #require(lines[0].firstIndex { $0.hasSuffix("_error") })
    let classifier = try ModelFile.read(folder.url.appendingPathComponent("m.safetensors"))
    let events = ContractBench.test.selecting(Array(0..<40))
    let expected = try classifier.errors(for: events, threads: 2).response
    #expect(lines.dropFirst().map { Float($0[place]) } == expected)
    #expect(expected.contains { $0 > 0 })
  }

  @Test func methodsWithoutErrorsSaySo() throws {
    let folder = try folder("Fisher")
    let error = #expect(throws: WinnowError.self) { try apply(in: folder) }
    #expect(error?.kind == .usage)
    #expect(error?.message.contains("KNN and PDERS") == true)
  }

  private func regression(_ target: String, in folder: ScratchFolder) throws -> [[Float]] {
    try folder.write(
      "a.yaml",
      """
      name: t
      input: {file: t.csv}
      variables: [x, z]
      target: \(target)
      methods: {KNN: {neighbors: 20}}
      """)
    let name = UUID().uuidString
    let run = TrainingRun(
      plan: try AnalysisPlan(file: folder.url.appendingPathComponent("a.yaml")),
      folder: RunFolder(folder.url.appendingPathComponent(name)), options: .init(quiet: true))
    _ = try run.execute()
    let output = folder.url.appendingPathComponent("o.csv").path
    var application = Application(
      model: folder.url.appendingPathComponent("\(name)/models/KNN.safetensors"),
      input: [folder.url.appendingPathComponent("t.csv").path], output: output, prior: 0.5, threads: 1)
    application.errors = true
    try application.execute()
    let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",").map(String.init) }
    let place = try #require(lines[0].firstIndex { $0.hasSuffix("_error") })
    let score = try #require(lines[0].firstIndex { $0.hasPrefix("KNN") && !$0.hasSuffix("_error") })
    return [score, place].map { column in lines.dropFirst().compactMap { Float($0[column]) } }
  }

  /// With σ the error of what is learnt: |r| σ for y/r, and |y| σ for logarithms. The runs without a
  /// transform learn the same numbers, as a target of their own.
  @Test func errorsOfTransformedTargetsArePropagated() throws {
    let folder = try ScratchFolder()
    let rows = (0..<600).map { i in
      let x = Double(i * 37 % 600) / 600, z = Double(i * 53 % 600) / 600, r = 0.5 + z
      return "\(x),\(z),\(r),\(r * exp(x + 0.3 * sin(Double(i))))"
    }
    try folder.write("t.csv", "x,z,r,y\n" + rows.joined(separator: "\n") + "\n")
    let raw = (0..<600).map { 0.5 + Float($0 * 53 % 600) / 600 }
    let ratio = try regression("{name: y, raw: r, transform: ratio}", in: folder)
    let plainRatio = try regression("\"q := y / r\"", in: folder)
    let logarithm = try regression("{name: y, transform: log}", in: folder)
    let plainLogarithm = try regression("\"q := log(y)\"", in: folder)
    #expect(ratio[1].count == 600 && logarithm[1].count == 600)
    for i in 0..<600 {
      #expect(abs(ratio[1][i] - raw[i] * plainRatio[1][i]) < 1e-4 * ratio[1][i])
      #expect(abs(logarithm[1][i] - logarithm[0][i] * plainLogarithm[1][i]) < 1e-4 * logarithm[1][i])
    }
  }
}
