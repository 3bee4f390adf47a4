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
}
