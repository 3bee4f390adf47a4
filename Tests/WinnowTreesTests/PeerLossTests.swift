import Foundation
import Testing
import WinnowCore
import WinnowTrees

/// What LightGBM and scikit-learn make of one sample (Fixtures/losses.py).
struct LossesFixture: Decodable {
  struct Outcome: Decodable {
    enum Scores: Decodable {
      case one([Float])
      case several([[Float]])

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode([Float].self) {
          self = .one(one)
        } else {
          self = .several(try container.decode([[Float]].self))
        }
      }

      /// `[output][event]`.
      var byOutput: [[Float]] {
        switch self {
        case .one(let scores): [scores]
        case .several(let rows): rows[0].indices.map { output in rows.map { $0[output] } }
        }
      }
    }

    var target: String
    var scores: Scores
  }

  var columns: [[Float]]
  var weights: [Double]
  var targets: [String: [Float]]
  var losses: [String: Outcome]

  static func read() throws -> LossesFixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/losses.json")
    return try JSONDecoder().decode(LossesFixture.self, from: Data(contentsOf: file))
  }

  func sample(_ target: String) throws -> BoostingSample {
    BoostingSample(columns: columns, targets: try #require(targets[target]), weights: weights)
  }
}

@Suite struct PeerLossTests {
  static func options(l2: Double) -> BoostingOptions {
    var options = quickOptions(trees: 4, leaves: 5)
    options.learningRate = 0.3
    options.growth.minNodeSize = 10
    options.growth.l2 = l2
    return options
  }

  static func expectEqual(_ found: [[Float]], _ outcome: LossesFixture.Outcome, _ name: String) {
    for (found, expected) in zip(found, outcome.scores.byOutput) {
      let mean = expected.reduce(0, +) / 40
      let spread = (expected.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40).squareRoot()
      let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-4 * spread, "\(name): off by \(worst) of \(spread)")
    }
  }

  static let losses: [(name: String, loss: any Loss, l2: Double)] = [
    ("huber", HuberLoss(width: 0.8), 0.5), ("poisson", PoissonLoss(), 0.5),
    ("gamma", GammaLoss(), 0.5), ("tweedie", TweedieLoss(power: 1.4), 0.5),
    ("absolute", AbsoluteLoss(), 0), ("quantile", QuantileLoss(level: 0.8), 0),
  ]

  @Test(arguments: losses.map(\.name))
  func scoresAreThoseOfThePeer(name: String) throws {
    let fixture = try LossesFixture.read()
    let outcome = try #require(fixture.losses[name])
    let (_, loss, l2) = try #require(Self.losses.first { $0.name == name })
    func scores(_ loss: some Loss) throws -> [Float] {
      try GradientBoosting(loss: loss, options: Self.options(l2: l2))
        .train(on: fixture.sample(outcome.target), in: RunContext()).forest
        .scores(of: fixture.columns.map { Array($0.prefix(40)) }, threads: 1)
    }
    Self.expectEqual([try scores(loss)], outcome, name)
  }

  @Test func softmaxScoresAreThoseOfThePeer() throws {
    let fixture = try LossesFixture.read()
    let forests = try SoftmaxBoosting(classes: 3, options: Self.options(l2: 0.5))
      .train(on: fixture.sample("classes"), in: RunContext()).forests
    let columns = fixture.columns.map { Array($0.prefix(40)) }
    Self.expectEqual(
      forests.map { $0.scores(of: columns, threads: 1) }, try #require(fixture.losses["softmax"]),
      "softmax")
  }
}
