import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowMath
import WinnowTrees

@Suite struct BDTFlatnessTests {
  /// Background uniform in the mass, signal a peak; one variable is nearly the mass.
  static func sample(_ count: Int, seed: UInt64 = 1) -> Sample {
    var random = CounterRandom(seed: seed)
    let labels = (0..<count).map { UInt8($0 % 2) }
    let mass = labels.map { $0 == 0 ? 0.5 + 0.1 * random.normal() : random.uniform() }
    return Sample(
      schema: Schema(names: ["x", "y"]),
      columns: [
        labels.map { Float(random.normal() + ($0 == 0 ? 1.2 : 0)) },
        mass.map { Float($0 + 0.05 * random.normal()) },
      ],
      weights: labels.map { _ in 1 },
      truth: .classes(names: ["signal", "background"], labels: labels),
      spectators: [
        Spectator("mass", .real(mass)), Spectator("run", .integer(labels.map { Int64($0) })),
        Spectator("name", .text(labels.map { "\($0)" })),
      ])
  }

  static func parameters(_ text: KeyValuePairs<String, Setting>) throws -> BDTParameters {
    var parameters = try BDTParameters(reading: .table(text), owner: "methods.BDT")
    parameters.trees = 60
    parameters.learningRate = 0.1
    return parameters
  }

  /// The spread of the background efficiency over five bins of the mass, at 30 % over all.
  static func spread(_ model: BDTModel, _ sample: Sample) throws -> Double {
    let response = try model.scores(for: sample, threads: 2).response
    guard case .real(let mass)? = sample.spectator(named: "mass")?.values else { return .nan }
    let background = sample.rows(ofClass: 1)
    let cut = background.map { response[$0] }.sorted()[background.count * 7 / 10]
    let efficiencies = (0..<5).map { bin in
      let mine = background.filter { min(4, max(0, Int(mass[$0] * 5))) == bin }
      return Double(mine.count { response[$0] > cut }) / Double(mine.count)
    }
    return (efficiencies.max() ?? 0) - (efficiencies.min() ?? 0)
  }

  @Test(arguments: ["bins", "neighbors"])
  func theBackgroundIsNotSculpted(form: String) throws {
    let training = Self.sample(6000), test = Self.sample(6000, seed: 2)
    let plain = try BDT(Self.parameters([:])).train(on: training, validation: nil, in: RunContext())
    let flat = try BDT(
      Self.parameters(["flatness": "mass", "flatness_form": .init(.text(form)), "flatness_strength": 5])
    ).train(on: training, validation: nil, in: RunContext(threads: 2))
    let before = try Self.spread(plain, test), after = try Self.spread(flat, test)
    #expect(before > 0.6 && after < before / 2, "\(before) → \(after)")
    #expect(flat.record.lossName.contains("flatness"))
  }

  @Test func wrongSpectatorsAreErrors() throws {
    func expectError(_ text: KeyValuePairs<String, Setting>, _ words: String) throws {
      let parameters = try Self.parameters(text)
      let error = #expect(throws: WinnowError.self) {
        try BDT(parameters).train(on: Self.sample(100), validation: nil, in: RunContext())
      }
      #expect(error?.kind == .badConfiguration && error?.message.contains(words) == true)
    }
    try expectError(["flatness": "mas"], "mass")
    try expectError(["flatness": "name"], "text")
    try expectError(["flatness_bins": 5], "without flatness")
  }
}
