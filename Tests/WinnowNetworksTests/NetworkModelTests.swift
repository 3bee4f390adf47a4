import Testing
import WinnowCore
import WinnowMath
import WinnowNetworks

@Suite struct NetworkModelTests {
  /// Two unit Gaussians two units apart in the first of three inputs; the second is half as telling, the
  /// third only noise.
  static func sample(_ count: Int, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed)
    let labels = (0..<count).map { UInt8($0 % 2) }
    let columns = [1.0, 0.5, 0].map { shift in
      labels.map { Float(random.normal() + ($0 == 0 ? shift : -shift)) }
    }
    return Sample(
      schema: Schema(names: ["a", "b", "noise"]), columns: columns,
      weights: (0..<count).map { _ in 0.5 + random.uniform() },
      truth: .classes(names: ["signal", "background"], labels: labels))
  }

  static let layers: [any Layer] = [
    Dense(12, activation: .relu), BatchNormalization(), Dropout(0.1), Dense(6, activation: .silu),
  ]

  static func train(_ sample: Sample, validation: Sample? = nil) throws -> NetworkModel {
    var phase = TrainingPhase()
    phase.epochs = 5
    phase.learningRate = 0.01
    phase.patience = 3
    return try NetworkModel.train(
      NetworkModel.Recipe(layers: layers, phases: [phase]), on: sample, validation: validation,
      in: RunContext(seed: 2))
  }

  @Test func survivesItsArchive() throws {
    let sample = Self.sample(2000, seed: 1)
    let model = try Self.train(sample, validation: Self.sample(500, seed: 2))
    let again = try NetworkModel(from: model.archive(), schema: model.schema)
    #expect(try again.scores(for: sample, threads: 2) == model.scores(for: sample, threads: 1))
    #expect(again.record == model.record)
    #expect(again.archive() == model.archive())
    let response = try model.scores(for: sample, threads: 1).response
    #expect(response.allSatisfy { (0...1).contains($0) })
  }

  @Test func importanceFollowsTheInputs() throws {
    let record = try Self.train(Self.sample(4000, seed: 3)).record
    #expect(abs(record.importance.reduce(0, +) - 1) < 1e-9)
    #expect(record.importance[0] > record.importance[1])
    #expect(record.importance[1] > record.importance[2])
    #expect(record.importanceName == "mean |slope| × spread")
    #expect(record.remarks.count == 1, "no validation sample, which early stopping would need")
  }

  @Test func eventsOfWeightZeroDoNotMatter() throws {
    let sample = Self.sample(600, seed: 4)
    let padded = Self.sample(1000, seed: 4)
    var weights = padded.weights
    let absent = stride(from: 0, to: 1000, by: 3)
    for index in absent { weights[index] = 0 }
    let rows = (0..<1000).filter { $0 % 3 != 0 }
    let zeroed = padded.replacing(weights: weights)
    let left = padded.selecting(rows)
    #expect(
      try Self.train(zeroed, validation: zeroed).scores(for: sample, threads: 1)
        == Self.train(left, validation: left).scores(for: sample, threads: 1))
    let scaled = padded.replacing(weights: padded.weights.map { $0 * 1024 })
    #expect(
      try Self.train(scaled).scores(for: sample, threads: 1)
        == Self.train(padded).scores(for: sample, threads: 1))
  }

  @Test func impossibleSamplesAreErrors() throws {
    let good = Self.sample(100, seed: 5)
    var infinite = good.columns
    infinite[1][3] = .infinity
    let faults: [(Sample, String)] = [
      (good.selecting((0..<100).filter { $0 % 2 == 0 }), "the class “background” has no events"),
      (good.replacing(weights: good.weights.map { -$0 }), "must be positive"),
      (good.replacing(schema: good.schema, columns: infinite), "the input “b” is inf in event 4"),
      (
        Sample(schema: good.schema, columns: good.columns, weights: good.weights),
        "events with classes or targets"
      ),
    ]
    for (sample, message) in faults {
      let error = #expect(throws: WinnowError.self) { try Self.train(sample) }
      #expect(error?.message.contains(message) == true && error?.kind == .badData)
    }
  }

  /// A change that makes an archive unreadable.
  struct Damage: Sendable, CustomStringConvertible {
    let description: String
    let message: String
    let apply: @Sendable (inout Archive) -> Void
  }

  static let damages = [
    Damage(description: "no tensor", message: "lacks the tensor “dense_1/weight”") { archive in
      let kept = archive.tensors.filter { $0.key != "dense_1/weight" }
      archive = Archive(tensors: kept, attributes: archive.attributes)
    },
    Damage(description: "no layers", message: "lacks the setting “layers”") { archive in
      let kept = archive.attributes.filter { $0.key != "layers" }
      archive = Archive(tensors: archive.tensors, attributes: kept)
    },
    Damage(description: "wrong shape", message: "has shape [2, 18]; wanted 3 × 12") {
      $0.store("dense_1/weight", Tensor(shape: [2, 18], .float32(Array(repeating: 0, count: 36))))
    },
    Damage(description: "wrong type", message: "is not float32") {
      $0.store("dense_1/bias", Tensor([Double](repeating: 0, count: 12)))
    },
    Damage(description: "not finite", message: "the tensor “dense_1/bias” holds nan") {
      $0.store("dense_1/bias", Tensor([Float](repeating: .nan, count: 12)))
    },
    Damage(description: "negative variance", message: "holds -1.0") {
      $0.store("batch_norm_1/running_variance", Tensor([Float](repeating: -1, count: 12)))
    },
    Damage(description: "huge layers", message: "“dense_2/weight” has shape [12, 6]; wanted 12 × 65536") {
      let huge = Setting(.table([Setting.Entry("dense", 65536)]))
      let first = Setting(.table([Setting.Entry("dense", 12)]))
      $0.store("layers", Setting(.list([first] + Array(repeating: huge, count: 100))))
    },
    Damage(description: "unknown layer", message: "names no layer: “dance”") {
      $0.store("layers", [.table(["dance": 3])])
    },
    Damage(description: "unknown head", message: "unknown head “signall”") {
      $0.store("head", "signall")
    },
    Damage(description: "head of another size", message: "has shape [6, 1]; wanted 6 × 3") {
      $0.store("head", "classes")
      $0.store("head/names", ["a", "b", "c"])
    },
    Damage(description: "history", message: "“record/losses” has shape") {
      $0.store("record/losses", Tensor([1.0, 2.0]))
    },
    Damage(description: "importance", message: "“record/importance” has shape") {
      $0.store("record/importance", Tensor([1.0]))
    },
    Damage(description: "no number of the best step", message: "must be a whole number") {
      $0.store("record/best_step", "first")
    },
  ]

  @Test(arguments: damages)
  func damagedArchivesAreErrors(_ damage: Damage) throws {
    var archive = try Self.train(Self.sample(200, seed: 6)).archive()
    damage.apply(&archive)
    let error = #expect(throws: WinnowError.self) {
      try NetworkModel(from: archive, schema: Schema(names: ["a", "b", "noise"]))
    }
    #expect(error?.message.contains(damage.message) == true, "\(error?.message ?? "")")
    #expect(error?.kind == .badData)
  }
}
