import Testing
import WinnowCore
import WinnowKernels
import WinnowLearners
import WinnowMath
import WinnowTrees

/// Options that name variables, and sampling by gradients.
@Suite struct BDTVariableTests {
  static let names = ["met", "mass", "charge"]

  static func sample(_ count: Int = 1500) -> Sample {
    var random = CounterRandom(seed: 12)
    let labels = (0..<count).map { UInt8($0 % 2) }
    let columns = names.indices.map { feature in
      labels.map { Float(random.normal() + (feature < 2 && $0 == 0 ? 1 : 0)) }
    }
    return Sample(
      schema: Schema(names: names), columns: columns,
      weights: Array(repeating: 1, count: count),
      truth: .classes(names: ["signal", "background"], labels: labels))
  }

  static func parameters(_ pairs: KeyValuePairs<String, Setting>) throws -> BDTParameters {
    var parameters = try BDTParameters(reading: .table(pairs), owner: "BDT")
    parameters.trees = 5
    return parameters
  }

  static func train(_ pairs: KeyValuePairs<String, Setting>) throws -> BDTModel {
    try BDT(parameters(pairs)).train(on: sample(), validation: nil, in: RunContext())
  }

  @Test func optionsAreReadAndWritten() throws {
    let parameters = try Self.parameters([
      "monotone": .table(["met": 1, "mass": -1]), "interactions": [["met", "mass"], ["charge"]],
      "goss": true, "top_rate": 0.3, "other_rate": 0.2, "column_fraction_level": 0.5,
      "categorical": ["charge"], "category_smoothing": 3, "category_l2": 2, "category_set": 7,
      "category_events": 11, "category_single": 5, "bins": 3000,
    ])
    let rule = parameters.variables.categories
    #expect(rule.smoothing == 3 && rule.l2 == 2 && rule.largestSet == 7)
    #expect(rule.leastGroup == 11 && rule.oneAgainstRest == 5 && parameters.bins == 3000)
    #expect(parameters.variables.monotone == ["met": 1, "mass": -1])
    #expect(parameters.variables.interactions == [["met", "mass"], ["charge"]])
    #expect(parameters.sampling.goss && parameters.sampling.rates.topRate == 0.3)
    var again = try BDTParameters(reading: parameters.settings, owner: "BDT")
    again.trees = parameters.trees
    #expect(again == parameters)
  }

  @Test func theResponseFollowsTheDirection() throws {
    let count = 61
    for (direction, sign) in [(1, Float(1)), (-1, -1)] {
      let model = try Self.train(["monotone": .table(["mass": Setting(.integer(direction))])])
      let columns = [
        [Float](repeating: 0.3, count: count), (0..<count).map { Float($0 - 30) / 10 },
        [Float](repeating: -0.5, count: count),
      ]
      let scores = model.forest.scores(of: columns, threads: 1)
      #expect(zip(scores, scores.dropFirst()).allSatisfy { ($1 - $0) * sign >= 0 })
    }
  }

  /// “charge” is in no group and so meets neither of the others.
  @Test func variablesInNoGroupFormOneMore() throws {
    let model = try Self.train(["interactions": [["met", "mass"]], "max_leaves": 30])
    for tree in model.forest.trees {
      var used: [Int] = []
      for case .cut(let feature, _, _, _, _) in tree.nodes { used.append(feature) }
      #expect(used[0] == 2 ? !used.contains { 0...1 ~= $0 } : !used.contains(2))
    }
  }

  @Test(arguments: [
    ["monotone": .table(["mett": 1])], ["interactions": [["met", "mas"]]],
    ["goss": true, "bootstrap": true], ["goss": true, "subsample": 0.5],
    ["goss": true, "top_rate": 0.6, "other_rate": 0.5], ["top_rate": 0.6], ["category_set": 5],
    ["goss": true, "boosting": "adaboost"], ["monotone": .table(["met": 1]), "boosting": "bagging"],
  ] as [KeyValuePairs<String, Setting>])
  func optionsThatMeanNothingAreRefused(pairs: KeyValuePairs<String, Setting>) throws {
    let error = try #require(throws: WinnowError.self) { try Self.train(pairs) }
    #expect(error.kind == .badConfiguration)
    if pairs[0].key == "monotone", pairs.count == 1 { #expect(error.message.contains("“met”")) }
  }
}
