import Testing
import WinnowCore
import WinnowMath
import WinnowNetworks
import WinnowTestSupport
import WinnowTransforms

/// Data for autoencoders: six variables made of two hidden ones.
@Suite struct AutoencodeTests {
  private static func ofRankTwo(events: Int = 1500, noise: Double = 0, seed: UInt64 = 1) -> Sample {
    var random = CounterRandom(seed: seed)
    let mixing = [(1.0, 0.2), (0.3, -1), (0.8, 0.8), (-0.5, 1), (1, -0.7), (0.1, 0.9)]
    var columns = [[Float]](repeating: [], count: mixing.count)
    for _ in 0..<events {
      let hidden = (random.normal(), random.normal())
      for (j, factors) in mixing.enumerated() {
        let value = factors.0 * hidden.0 + factors.1 * hidden.1 + noise * random.normal()
        columns[j].append(Float(5 + 3 * value))
      }
    }
    let labels = (0..<events).map { UInt8($0 % 2) }
    return Sample(
      schema: Schema(names: mixing.indices.map { "x\($0)" }), columns: columns,
      weights: Array(repeating: 1, count: events),
      truth: .classes(names: ["signal", "background"], labels: labels))
  }

  private static func setting(_ options: KeyValuePairs<String, Setting>) -> Setting {
    .table(["autoencoder": .table(options)])
  }

  private static let linear = setting(["bottleneck": 2, "hidden": [], "epochs": 80, "batch": 50])
  private static let quick = setting(["bottleneck": 2, "hidden": [8], "epochs": 5])

  /// The mean over variables of the squared difference, in units of each variance.
  private func error(of chain: FittedChain, on sample: Sample) throws -> Double {
    let back = try chain.inverse(chain.apply(to: sample))
    let differences = zip(back.columns, sample.columns).map { got, wanted in
      zip(got, wanted).map { $0 - $1 }
    }
    let widths = WeightedMoments(columns: sample.columns, weights: sample.weights).standardDeviations
    return zip(differences, widths).reduce(0) { sum, part in
      let squares = part.0.reduce(0.0) { $0 + Double($1) * Double($1) }
      return sum + squares / Double(sample.count) / (part.1 * part.1)
    } / Double(sample.columns.count)
  }

  @Test func aBottleneckAsWideAsTheRankLosesNothing() throws {
    let sample = Self.ofRankTwo()
    let chain = try TransformChain(reading: Self.linear).fit(to: sample)
    #expect(chain.output.names == ["latent1", "latent2"])
    #expect(try error(of: chain, on: Self.ofRankTwo(seed: 2)) < 1e-3)
  }

  /// The best that k linear units can do is the sum of the smallest n − k eigenvalues of the correlations.
  @Test func theLinearNetworkReachesThePrincipalComponents() throws {
    let sample = Self.ofRankTwo(noise: 0.5)
    let moments = WeightedMoments(columns: sample.columns, weights: sample.weights)
    let eigenvalues = try #require(moments.correlation.eigen()).values.sorted()
    let bound = eigenvalues.prefix(4).reduce(0, +) / 6
    let chain = try TransformChain(reading: Self.linear).fit(to: sample)
    let reached = try error(of: chain, on: sample)
    #expect(reached > 0.999 * bound && reached < 1.02 * bound, "\(reached), bound \(bound)")
  }

  /// Points on a parabola are one number each, which no straight line shows.
  @Test func hiddenLayersFollowACurve() throws {
    var random = CounterRandom(seed: 3)
    let places = (0..<1500).map { _ in Float(random.normal()) }
    let sample = Sample(
      schema: Schema(names: ["x", "y"]), columns: [places, places.map { $0 * $0 }],
      weights: Array(repeating: 1, count: places.count))
    let setting = Self.setting(["bottleneck": 1, "hidden": [16], "epochs": 60, "batch": 50])
    let chain = try TransformChain(reading: setting).fit(to: sample)
    // x and y are uncorrelated: one principal component leaves half of the variance.
    #expect(try error(of: chain, on: sample) < 0.1)
  }

  @Test func archiveGivesTheSameBits() throws {
    let sample = Self.ofRankTwo(events: 300)
    let chain = try TransformChain(reading: ["gauss", Self.quick]).fit(to: sample)
    let restored = try FittedChain(from: chain.archive(), input: sample.schema)
    #expect(try restored.apply(to: sample).columns == chain.apply(to: sample).columns)
    #expect(try restored.inverse(restored.apply(to: sample)).columns
      == chain.inverse(chain.apply(to: sample)).columns)
    #expect(restored.archive() == chain.archive())
    #expect(restored.settings == chain.settings)
  }

  @Test func seedsAndNotThreadsDecide() throws {
    let sample = Self.ofRankTwo(events: 600)
    func columns(seed: UInt64, threads: Int) throws -> [[Float]] {
      let context = RunContext(seed: seed, threads: threads)
      return try TransformChain(reading: Self.quick).fit(to: sample, in: context).apply(to: sample).columns
    }
    let first = try columns(seed: 1, threads: 1)
    #expect(try columns(seed: 1, threads: 3) == first)
    #expect(try columns(seed: 2, threads: 1) != first)
  }

  @Test func weightsCountAsInEveryTransform() throws {
    let sample = Self.ofRankTwo(events: 400)
    let weights = sample.weights.indices.map { $0 % 10 == 0 ? -0.5 : 1 }
    let signed = sample.replacing(weights: weights)
    func archive(_ sample: Sample) throws -> Archive {
      try TransformChain(reading: Self.quick).fit(to: sample).archive()
    }
    let plain = try archive(signed)
    #expect(try archive(sample) != plain)
    let doubled = sample.selecting((0..<2 * sample.count).map { $0 / 2 })
    let absent = doubled.weights.indices.map { $0 % 2 == 0 ? weights[$0 / 2] : 0 }
    #expect(try archive(doubled.replacing(weights: absent)) == plain)
    #expect(try archive(sample.replacing(weights: weights.map { 4 * $0 })) == plain)
  }

  @Test func outputsTakeThePlacesOfTheFirstInputs() throws {
    let sample = Self.ofRankTwo(events: 200)
    let setting = Self.setting([
      "variables": ["x4", "x1", "x2"], "class": "background", "bottleneck": 2, "epochs": 1,
    ])
    let chain = try TransformChain(reading: [setting, "standardize"]).fit(to: sample)
    #expect(chain.output.names == ["x0", "latent2", "x3", "latent1", "x5"])
    #expect(try chain.inverse(chain.apply(to: sample)).schema == sample.schema)
  }

  @Test func aBottleneckWiderThanTheInputsIsAnError() throws {
    let error = #expect(throws: WinnowError.self) {
      try TransformChain(reading: Self.setting(["bottleneck": 7])).fit(to: Self.ofRankTwo(events: 50))
    }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.message.contains("allowed: 1 … 6") == true, "\(error?.message ?? "")")
  }

  @Test(arguments: AutoencoderSettings.invalidSettings)
  func settingsOutOfRangeAreErrors(_ setting: Setting) throws {
    let error = #expect(throws: WinnowError.self) {
      try TransformChain(reading: .table(["autoencoder": setting]))
    }
    #expect(error?.kind == .badConfiguration)
  }

  @Test func damagedArchivesAreErrors() throws {
    let sample = Self.ofRankTwo(events: 100)
    let whole = try TransformChain(reading: Self.quick).fit(to: sample).archive()
    var damaged: [Archive] = []
    for (name, tensor) in whole.tensors {
      var archive = whole
      archive.store(name, Tensor(shape: [0], .float32([])))
      damaged.append(archive)
      archive.store(
        name, Tensor(shape: tensor.shape, .float32(Array(repeating: .nan, count: tensor.values.count))))
      damaged.append(archive)
    }
    let layers: [(String, Setting)] = [
      ("0/fitted/encoder", []), ("0/fitted/encoder", [.table(["dense": 3])]),
      ("0/fitted/decoder", [.table(["dense": 6])]), ("0/fitted/decoder", [.table(["no_layer": 6])]),
      ("0/fitted/encoder", [.table(["dense": 65536]), .table(["dense": 65536])]),
    ]
    for (name, setting) in layers {
      var archive = whole
      archive.store(name, setting)
      damaged.append(archive)
    }
    for archive in damaged {
      let error = #expect(throws: WinnowError.self) {
        try FittedChain(from: archive, input: sample.schema)
      }
      #expect(error?.kind == .badData)
    }
    #expect(damaged.count > 15)
  }
}
