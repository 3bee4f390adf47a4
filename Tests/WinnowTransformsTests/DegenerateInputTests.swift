import Testing
import WinnowCore
import WinnowTestSupport
import WinnowTransforms

/// Events that cannot be learnt from, and archives that cannot be read.
@Suite struct DegenerateInputTests {
  private func failure(_ name: String, _ sample: Sample) -> String {
    let error = #expect(throws: WinnowError.self) {
      try TransformChain(reading: Setting(.text(name))).fit(to: sample)
    }
    #expect(error?.kind == .badData)
    return error?.message ?? ""
  }

  private static let all = TransformCatalog.all.map { $0.identifier }

  @Test(arguments: all) func constantColumnsAreNamed(_ name: String) {
    let text = failure(name, Samples.literal(["x": [1, 2, 3], "flat": [0.1, 0.1, 0.1]]))
    #expect(text.contains("constant") && text.contains("“flat”") && !text.contains("“x”"))
  }

  @Test(arguments: all) func noEventsAreAnError(_ name: String) {
    #expect(!failure(name, Samples.literal(["x": []])).isEmpty)
  }

  @Test(arguments: all) func infinityIsAnError(_ name: String) {
    let text = failure(name, Samples.literal(["x": [1, 2, .infinity], "y": [3, 1, 2]]))
    #expect(text.contains("infinite") && text.contains("event 3") && text.contains("“x”"))
  }

  @Test(arguments: ["standardize", "decorrelate", "pca", "uniform", "gauss", "autoencoder"])
  func weightsWithoutPositiveSumAreAnError(_ name: String) {
    let sample = Samples.literal(["x": [1, 2, 3], "y": [2, 1, 5]], weights: [1, -2, 1])
    #expect(failure(name, sample).contains("positive sum"))
  }

  @Test(arguments: ["decorrelate", "pca"]) func dependentVariablesAreNamed(_ name: String) {
    let sample = Samples.literal([
      "a": [1, 2, 4, 7, 5], "b": [3, 1, 5, 2, 2], "twice": [2, 4, 8, 14, 10],
    ])
    let text = failure(name, sample)
    #expect(text.contains("linearly dependent: “a”, “twice”"), "\(text)")
  }

  @Test(arguments: ["decorrelate", "pca"]) func negativeVarianceIsAnError(_ name: String) {
    let sample = Samples.literal(
      ["x": [0, 10, 1, 2], "y": [1, 2, 5, 3]], weights: [1, -0.5, 1, 1])
    #expect(failure(name, sample).contains("negative weights"))
  }

  @Test(arguments: ["decorrelate", "pca", "autoencoder"]) func missingValuesCannotBeMixed(_ name: String) throws {
    let good = Samples.gaussians(events: 50, variables: 2)
    let bad = Samples.literal(["x0": [1, .nan], "x1": [1, 2]])
    let fitted = try TransformChain(reading: Setting(.text(name))).fit(to: good)
    let error = #expect(throws: WinnowError.self) { try fitted.apply(to: bad) }
    #expect(error?.message.contains("“x0” is missing in event 2") == true)
    #expect(failure(name, bad).contains("missing"))
  }

  @Test func damagedArchivesAreErrors() throws {
    let sample = Samples.gaussians(events: 100, variables: 2)
    let chain = try TransformChain(reading: ["gauss", "decorrelate", "normalize"]).fit(to: sample)
    let whole = chain.archive()
    var damaged: [Archive] = []
    for (name, tensor) in whole.tensors {
      var lacking = whole.tensors
      lacking[name] = nil
      damaged.append(Archive(tensors: lacking, attributes: whole.attributes))
      damaged.append(replacing(name, Tensor([1.5, .nan]), in: whole))
      damaged.append(replacing(name, Tensor(shape: [0], .float64([])), in: whole))
      let nan = [Double](repeating: .nan, count: tensor.values.count)
      damaged.append(replacing(name, Tensor(shape: tensor.shape, .float64(nan)), in: whole))
    }
    for name in whole.attributes.keys {
      for value in [nil, "gibberish", 1_000_000, -1, ["x0", "x0"], ["x0", "x9"]] as [Setting?] {
        var changed = whole.attributes
        changed[name] = value
        damaged.append(Archive(tensors: whole.tensors, attributes: changed))
      }
    }
    for archive in damaged {
      let error = #expect(throws: WinnowError.self) {
        try FittedChain(from: archive, input: sample.schema)
      }
      #expect(error?.kind == .badData)
    }
    #expect(damaged.count > 50)
  }

  private func replacing(_ name: String, _ tensor: Tensor, in archive: Archive) -> Archive {
    var archive = archive
    archive.store(name, tensor)
    return archive
  }

  @Test func numbersThatMakeNoTransformAreErrors() throws {
    let sample = Samples.gaussians(events: 100, variables: 2)
    let chain = try TransformChain(reading: ["gauss", "normalize"]).fit(to: sample)
    let whole = chain.archive()
    let falling = (0..<200).map { 1 - Double($0) / 250 }
    for archive in [
      replacing("0/fitted/shares", Tensor(falling), in: whole),
      replacing("0/fitted/shares", Tensor(falling.reversed().map { 2 * $0 }), in: whole),
      replacing("0/fitted/values", Tensor(falling), in: whole),
      replacing("1/fitted/scales", Tensor([0.0, 1]), in: whole),
    ] {
      #expect(throws: WinnowError.self) { try FittedChain(from: archive, input: sample.schema) }
    }
  }

  @Test func hugeNodeCountsAreErrors() throws {
    let sample = Samples.gaussians(events: 100, variables: 2)
    let whole = try TransformChain(reading: "gauss").fit(to: sample).archive()
    for counts in [[Int64.max, Int64.max], [-1, 201], [0, 200], [199, 1]] as [[Int64]] {
      let archive = replacing("0/fitted/nodes", Tensor(counts), in: whole)
      #expect(throws: WinnowError.self) { try FittedChain(from: archive, input: sample.schema) }
    }
  }
}
