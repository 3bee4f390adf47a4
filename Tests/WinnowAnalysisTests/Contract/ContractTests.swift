import Foundation
import Testing
import WinnowAnalysis
import WinnowCore

/// What holds for every method of signal and background: a new line in the catalogue is tested the day it is added.
@Suite(.serialized) struct ContractTests {
  static let names = Catalog.methods
    .filter { $0.traits.tasks.contains(.classification) }.map(\.identifier)

  private func bench(_ name: String, threads: Int = 1) throws -> ContractBench {
    ContractBench(method: try Catalog.method(named: name), threads: threads)
  }

  /// The area under the ROC curve that a method reaches at least, `margin` below the optimum. What knows no
  /// classes only has to see that signal is unusual: how much, depends on the plane that it keeps.
  private func floor(_ name: String, margin: Double) throws -> Double {
    try Catalog.method(named: name).traits.supervised ? ContractBench.optimum - margin : 0.51
  }

  @Test(arguments: names)
  func reachesTheOptimumWithinReason(_ name: String) throws {
    let classifier = try bench(name).train(on: ContractBench.train)
    let auc = try ContractBench.auc(classifier)
    #expect(try auc > floor(name, margin: 0.02) && auc < ContractBench.optimum + 0.015, "\(auc)")
  }

  @Test(arguments: names)
  func givesTheSameBitsAtAnyThreadCount(_ name: String) throws {
    let one = try bench(name, threads: 1).train(on: ContractBench.train)
    let three = try bench(name, threads: 3).train(on: ContractBench.train)
    #expect(try ModelFile.encode(one) == ModelFile.encode(three))
    #expect(
      try ContractBench.responses(one, threads: 1) == ContractBench.responses(three, threads: 3))
  }

  @Test(arguments: names)
  func survivesSavingAndLoading(_ name: String) throws {
    var classifier = try bench(name).train(on: ContractBench.train)
    classifier.testVectors = try classifier.makeTestVectors(from: ContractBench.test, folds: nil)
    let again = try ModelFile.decode(ModelFile.encode(classifier))
    #expect(try ContractBench.responses(again) == ContractBench.responses(classifier))
    #expect(try ModelFile.encode(again) == ModelFile.encode(classifier))
    #expect(try again.verify().passed)
  }

  @Test(arguments: names)
  func ignoresEventsOfWeightZero(_ name: String) throws {
    let sample = ContractBench.train
    let doubled = sample.selecting(Array(0..<sample.count) + Array(0..<500))
    let weights = Array(repeating: 1.0, count: sample.count) + Array(repeating: 0, count: 500)
    let without = try bench(name).train(on: sample)
    let with = try bench(name).train(on: doubled.replacing(weights: weights))
    #expect(try ContractBench.responses(with) == ContractBench.responses(without))
  }

  @Test(arguments: names)
  func ignoresACommonWeightFactor(_ name: String) throws {
    let sample = ContractBench.train
    let scaled = sample.replacing(weights: sample.weights.map { $0 * 1024 })
    #expect(
      try ContractBench.responses(bench(name).train(on: scaled))
        == ContractBench.responses(bench(name).train(on: sample)))
  }

  @Test(arguments: names)
  func scoresEachEventByItself(_ name: String) throws {
    let classifier = try bench(name).train(on: ContractBench.train)
    let all = try ContractBench.responses(classifier)
    let rows = Array((0..<ContractBench.test.count).reversed())
    let reversed = try ContractBench.responses(classifier, ContractBench.test.selecting(rows))
    #expect(reversed == rows.map { all[$0] })
    for count in [1, 7, 130] {
      let part = ContractBench.test.selecting(Array(0..<count))
      #expect(try ContractBench.responses(classifier, part) == Array(all.prefix(count)))
    }
    #expect(try ContractBench.responses(classifier, ContractBench.test.selecting([])).isEmpty)
  }

  @Test(arguments: names)
  func findsColumnsByName(_ name: String) throws {
    let classifier = try bench(name).train(on: ContractBench.train)
    let test = ContractBench.test
    let order = Array(test.columns.indices.reversed())
    let shuffled = test.replacing(
      schema: Schema(order.map { test.schema.features[$0] } + [Feature("more")]),
      columns: order.map { test.columns[$0] } + [test.columns[0]])
    #expect(
      try ContractBench.responses(classifier, shuffled) == ContractBench.responses(classifier))
    let error = #expect(throws: WinnowError.self) {
      let lacking = test.replacing(
        schema: Schema(Array(test.schema.features.dropFirst())),
        columns: Array(test.columns.dropFirst()))
      return try ContractBench.responses(classifier, lacking)
    }
    #expect(error?.kind == .badData)
  }

  @Test(arguments: names)
  func livesWithNegativeWeights(_ name: String) throws {
    let sample = ContractBench.train
    let weights = (0..<sample.count).map { $0 % 10 == 3 ? -1.0 : 1.0 }
    let classifier = try bench(name).train(on: sample.replacing(weights: weights))
    let responses = try ContractBench.responses(classifier)
    #expect(!responses.contains { !$0.isFinite })
    #expect(try ContractBench.auc(classifier) > floor(name, margin: 0.06))
  }

  @Test(arguments: names)
  func refusesAnEmptyClass(_ name: String) throws {
    let signal = ContractBench.train.selecting(ContractBench.train.rows(ofClass: 0))
    let error = #expect(throws: WinnowError.self) {
      try bench(name).train(on: signal)
    }
    #expect(error?.kind == .badData)
  }

  @Test(arguments: names)
  func missingValuesAreTakenOrRefused(_ name: String) throws {
    let train = ContractBench.train
    var columns = train.columns
    for row in stride(from: 0, to: train.count, by: 17) { columns[1][row] = .nan }
    let sample = train.replacing(schema: train.schema, columns: columns)
    let method = try Catalog.method(named: name)
    if method.traits.missingValues {
      let classifier = try bench(name).train(on: sample)
      #expect(try ContractBench.auc(classifier) > floor(name, margin: 0.04))
    } else {
      let error = #expect(throws: WinnowError.self) { try bench(name).train(on: sample) }
      #expect(error?.kind == .badData || error?.kind == .badConfiguration)
    }
  }

  @Test(arguments: names)
  func leavesTheKeysOfEveryEntryAlone(_ name: String) throws {
    let options = try Catalog.method(named: name).manual.map(\.name)
    #expect(Set(options).isDisjoint(with: MethodPlan.ownKeys))
    #expect(Set(options).count == options.count)
  }

  @Test(arguments: names)
  func refusesSettingsOutOfRange(_ name: String) throws {
    let method = try Catalog.method(named: name)
    #expect(!method.invalidSettings.isEmpty || method.manual.isEmpty)
    for setting in method.invalidSettings {
      let error = #expect(throws: WinnowError.self, "\(setting.compactText)") {
        try method.learner(setting, "methods.\(name)")
      }
      #expect(error?.kind == .badConfiguration)
      #expect(error?.message.contains("methods.\(name)") == true, "\(error?.message ?? "")")
    }
  }
}
