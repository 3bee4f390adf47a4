import Testing
import WinnowCore
import WinnowLearners

struct KNNArchiveTests {
  private let sample = knnCloud(200, inputs: 3)

  private func trained(_ sample: Sample) throws -> KNNModel {
    var parameters = KNNParameters()
    parameters.neighbors = 6
    parameters.kernel = .gaussian
    return try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
  }

  @Test func roundTripIsExact() throws {
    let model = try trained(sample), other = knnCloud(90, inputs: 3, seed: 4)
    let again = try KNNModel(from: model.archive(), schema: model.schema)
    #expect(again.archive() == model.archive())
    #expect(try again.scores(for: other, threads: 2) == model.scores(for: other, threads: 1))
    #expect(
      try again.trainingScores(for: sample, threads: 1)
        == model.trainingScores(for: sample, threads: 1))
  }

  @Test func regressionRoundTripIsExact() throws {
    let sample = Sample(
      schema: sample.schema, columns: sample.columns, weights: sample.weights,
      truth: .targets(names: ["a", "b"], values: [sample.columns[0], sample.columns[2]]))
    let model = try trained(sample)
    let again = try KNNModel(from: model.archive(), schema: model.schema)
    #expect(try again.scores(for: sample, threads: 1) == model.scores(for: sample, threads: 1))
  }

  /// Models written before the index was stored have the points and their order.
  @Test func earlierModelsAreRead() throws {
    let model = try trained(sample), other = knnCloud(90, inputs: 3, seed: 4)
    let archive = model.archive(), width = 4
    let slots = try archive.int32("index/order", shape: [200])
    let rows = try archive.float32("index/rows", shape: [200, width])
    var points = Self.zeros(600)
    for (slot, point) in slots.enumerated() {
      for j in 0..<3 { points[Int(point) * 3 + j] = rows[slot * width + j] }
    }
    let earlier = Self.earlier(archive, points, inputs: 3, order: slots)
    let again = try KNNModel(from: earlier, schema: model.schema)
    #expect(again.archive() == archive)
    #expect(try again.scores(for: other, threads: 1) == model.scores(for: other, threads: 1))
  }

  private static func earlier(
    _ archive: Archive, _ points: [Float], inputs: Int, order: [Int32]? = nil
  ) -> Archive {
    let events = points.count / inputs
    var earlier = Archive(
      tensors: archive.tensors.filter { !$0.key.hasPrefix("index/") }, attributes: archive.attributes)
    earlier.store("points", Tensor(shape: [events, inputs], .float32(points)))
    earlier.store("order", Tensor(order ?? (0..<events).map { Int32($0) }))
    return earlier
  }

  static let faults: [(String, @Sendable (inout Archive) -> Void)] = [
    ("no points", { $0 = without("index/rows", $0) }),
    ("no settings", { $0 = Archive(tensors: $0.tensors) }),
    ("points of another shape", { $0.store("index/rows", Tensor(zeros(400))) }),
    ("no events", { $0.store("index/order", Tensor([] as [Int32])) }),
    ("points of another type", { $0.store("index/rows", Tensor([Int32](repeating: 1, count: 800))) }),
    ("a point that is not finite", { $0.store("index/rows", Tensor(bad(800))) }),
    ("a short order", { $0.store("index/order", Tensor([Int32(0)])) }),
    ("an order with repeats", { $0.store("index/order", Tensor([Int32](repeating: 0, count: 200))) }),
    ("an order out of range", { $0.store("index/order", Tensor((1...200).map { Int32($0) })) }),
    ("earlier points of another shape", { $0 = earlier($0, zeros(400), inputs: 2) }),
    ("an earlier point that is not finite", { $0 = earlier($0, bad(600), inputs: 3) }),
    ("earlier events that are none", { $0 = earlier($0, [], inputs: 3) }),
    ("weight zero", { $0.store("weights", Tensor([Double](repeating: 0, count: 200))) }),
    ("weight not finite", { $0.store("weights", Tensor([Double](repeating: .nan, count: 200))) }),
    ("few weights", { $0.store("weights", Tensor([1.0])) }),
    ("labels out of range", { $0.store("labels", Tensor([UInt8](repeating: 2, count: 200))) }),
    ("one class alone", { $0.store("labels", Tensor([UInt8](repeating: 0, count: 200))) }),
    ("no class names", { $0.store("classes", names(0)) }),
    ("too many class names", { $0.store("classes", names(300)) }),
    ("width zero", { $0.store("widths", Tensor([1, 0, 1.0])) }),
    ("centre not finite", { $0.store("centres", Tensor([1, .infinity, 1.0])) }),
    ("more neighbours than events", { $0.store("settings", .table(["neighbors": 199])) }),
    ("neighbours out of range", { $0.store("settings", .table(["neighbors": 0])) }),
    ("a kernel unheard of", { $0.store("settings", .table(["kernel": "box"])) }),
    ("targets without names", { $0.store("targets", Tensor(shape: [1, 200], .float32(zeros(200)))) }),
  ]

  @Test(arguments: faults.indices)
  func malformedArchivesAreErrors(fault: Int) throws {
    var archive = try trained(sample).archive()
    Self.faults[fault].1(&archive)
    #expect(throws: WinnowError.self, "\(Self.faults[fault].0)") {
      try KNNModel(from: archive, schema: sample.schema)
    }
  }

  private static func without(_ name: String, _ archive: Archive) -> Archive {
    Archive(
      tensors: archive.tensors.filter { $0.key != name }, attributes: archive.attributes)
  }

  private static func names(_ count: Int) -> Setting {
    Setting(.list((0..<count).map { Setting(.text("\($0)")) }))
  }

  private static func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }
  private static func bad(_ count: Int) -> [Float] { zeros(count - 1) + [.nan] }
}
