import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct SummaryCodingTests {
  static func summary() throws -> RunSummary {
    let sample = Samples.gaussians(events: 300, negativeShare: 0.1)
    let test = try ScoredEvents(response: sample.columns[0], of: sample)
    let figures = try MethodFigures(test: test, train: test, inputs: sample)
    let weights = sample.weights
    return RunSummary(
      facts: RunFacts(
        task: nil, version: "1.0", analysis: "toy", created: "2026-01-01T00:00:00Z", seed: 1,
        threads: 1,
        events: [
          ClassEvents(name: "signal", train: .init(weights: weights), test: .init(weights: []))
        ],
        split: "random", weightNormalization: "none", remarks: ["ä “quoted” /path"]),
      inputs: try InputFigures(
        sample,
        transformed: [TransformedInputs(chain: "normalize", methods: ["MLP"], sample: sample)]),
      methods: [
        MethodSummary(
          identity: .init(
            name: "BDT", kind: "BDT", settings: "trees: 4", transforms: "", inputs: ["x0"],
            negativeWeights: "kept"),
          figures: figures,
          cost: .init(trainSeconds: 1, applySeconds: 2, applyNsPerEvent: 3, modelBytes: 4),
          record: TrainingRecord(history: [.init(step: 1, trainingLoss: 0.5)]))
      ],
      comparisons: MethodComparison.all([
        ("BDT", AUCInfluence(test)), ("again", AUCInfluence(test)),
      ]))
  }

  @Test func roundTripsToTheSameText() throws {
    let text = try SummaryCoding.encode(try Self.summary())
    let again = try SummaryCoding.encode(try SummaryCoding.decode(text))
    #expect(text == again)
    #expect(text == (try SummaryCoding.encode(try Self.summary())))
  }

  /// Summaries from before these figures existed lack their keys.
  @Test func olderSummariesAreRead() throws {
    let data = try SummaryCoding.encode(try Self.summary())
    let added: Set = [
      "optimal_cuts", "calibrations", "rarity", "partial_auc", "closure", "efficiency_loss",
      "anderson_darling", "energy_distance", "permutation_p_value", "redundancy", "errors",
      "information", "equal_methods",
    ]
    func without(_ value: Any) -> Any {
      if let list = value as? [Any] { return list.map(without) }
      guard let table = value as? [String: Any] else { return value }
      return table.filter { !added.contains($0.key) }.mapValues(without)
    }
    let root = try JSONSerialization.jsonObject(with: data)
    let old = try SummaryCoding.decode(try JSONSerialization.data(withJSONObject: without(root)))
    let new = try SummaryCoding.decode(data)
    #expect(old.methods[0].figures.rarity == nil && new.methods[0].figures.rarity != nil)
    #expect(old.methods[0].figures.overtraining.signal.andersonDarling == nil)
    #expect(old.inputs.redundancy == nil && old.equalMethods == nil)
    #expect(new.equalMethods == [["BDT"]])
    #expect(old.methods[0].figures.auc == new.methods[0].figures.auc)
  }

  /// The keys that others rely on.
  @Test func keysAreThoseOfTheManual() throws {
    let data = try SummaryCoding.encode(try Self.summary())
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(root["analysis"] as? String == "toy")
    #expect(root["format"] as? Int == 1)
    #expect(root["version"] is String && root["events"] is [Any])
    let method = try #require((root["methods"] as? [[String: Any]])?.first)
    let expected = [
      "name", "kind", "auc", "auc_train", "efficiency", "separation", "significance",
      "overtraining", "train_seconds", "apply_seconds", "apply_ns_per_event", "model_bytes",
    ]
    for key in expected { #expect(method[key] != nil, "\(key)") }
    let auc = try #require(method["auc"] as? [String: Any])
    #expect(auc["value"] is Double && auc["error"] is Double)
    let points = try #require(method["efficiency"] as? [[String: Any]])
    #expect(points.map { $0["background"] as? Double } == [0.01, 0.1, 0.3])
    #expect(points[0]["signal"] is [String: Any] && points[0]["signal_train"] is [String: Any])
    let overtraining = try #require(method["overtraining"] as? [String: Any])
    #expect(overtraining["verdict"] is String && overtraining["background"] is [String: Any])
  }

  @Test func undefinedFiguresAreNull() throws {
    var summary = try Self.summary()
    summary.methods[0].figures.significance = .undefined
    summary.methods[0].figures.auc = Measured(0.5, .nan)
    let decoded = try SummaryCoding.decode(try SummaryCoding.encode(summary))
    #expect(!decoded.methods[0].figures.significance.isDefined)
    #expect(decoded.methods[0].figures.auc.value == 0.5)
    #expect(decoded.methods[0].figures.auc.error.isNaN)
    let text = String(decoding: try SummaryCoding.encode(summary), as: UTF8.self)
    #expect(text.contains(#""value" : null"#))
  }

  /// Whatever the events, the figures fit into JSON: four events, ties, constants, negative weights.
  @Test(arguments: [
    ([1, 1, 1, 1], [1, 1, 1, 1]), ([4, 3, 2, 1], [1, 1, 1, 1]), ([0, 0, 1, 1], [2, -1, 3, -1]),
    ([.greatestFiniteMagnitude, -3e38, .leastNonzeroMagnitude, 0], [1, 1e-150, 1e100, 1]),
    ([1, 2, 3, 4], [1, 0, 1, 0]),
  ] as [([Float], [Double])])
  func extremeEventsSurvive(response: [Float], weights: [Double]) throws {
    let sample = Samples.literal(["x": response], weights: weights, labels: [0, 0, 1, 1])
    let events = try ScoredEvents(response: response, of: sample)
    var summary = try Self.summary()
    summary.inputs = try InputFigures(sample)
    summary.methods[0].figures = try MethodFigures(test: events, train: events, inputs: sample)
    let text = try SummaryCoding.encode(summary)
    #expect(text == (try SummaryCoding.encode(try SummaryCoding.decode(text))))
  }

  @Test func infiniteLossesAreNamed() throws {
    var summary = try Self.summary()
    summary.methods[0].record.history = [.init(step: 1, trainingLoss: .infinity)]
    let error = #expect(throws: WinnowError.self) { try SummaryCoding.encode(summary) }
    #expect(error?.message.contains("history[0].training_loss is inf") == true)
  }

  @Test(arguments: [
    ("", "is no summary of a run: not a JSON object"),
    ("[1, 2]", "is no summary of a run: not a JSON object"),
    ("{\"name\": 1}", "is no summary of a run: the key “format” is missing"),
    ("{\"format\": 0}", "has format 0; formats start at 1, this version writes 1"),
    ("{\"format\": 1}", "the summary lacks the key version"),
    ("{\"format\": 9}", "(written by a newer version, format 9)"),
  ])
  func otherFilesAreRefused(text: String, message: String) {
    let error = #expect(throws: WinnowError.self) {
      try SummaryCoding.decode(Data(text.utf8), file: "run/summary.json")
    }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(error?.location?.file == "run/summary.json")
  }

  @Test func changedSummariesAreRefused() throws {
    let text = String(decoding: try SummaryCoding.encode(try Self.summary()), as: UTF8.self)
    let missing = text.replacingOccurrences(of: "\"signal_train\"", with: "\"signal_gone\"")
    let lacks = #expect(throws: WinnowError.self) { try SummaryCoding.decode(Data(missing.utf8)) }
    #expect(lacks?.message == "the summary lacks the key methods[0].efficiency[0].signal_train")
    var summary = try Self.summary()
    summary.methods[0].figures.roc.cut.removeLast()
    let data = try SummaryCoding.encode(summary)
    let short = #expect(throws: WinnowError.self) { try SummaryCoding.decode(data) }
    #expect(short?.message.hasPrefix("the arrays of “methods.BDT.roc” have different") == true)
    let unsorted = text.replacingOccurrences(of: #""edges" : ["#, with: #""edges" : [ 1e300,"#)
    let edges = #expect(throws: WinnowError.self) { try SummaryCoding.decode(Data(unsorted.utf8)) }
    #expect(edges?.message.contains("a histogram needs rising edges") == true)
  }
}
