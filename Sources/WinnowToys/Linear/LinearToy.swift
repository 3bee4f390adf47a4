import WinnowCore
import WinnowMath

/// The toy of TMVA's tutorial (`createData.C`, `create_lin_Nvar`): four correlated Gaussians.
///
/// The correlations declared there are no covariance matrix (its determinant is −0.0319); the generator
/// takes the root of the absolute value of the last pivot in its Cholesky step. What it generates is
/// therefore the declared matrix with Var(var4) = 1.1954, and this toy does the same. The best
/// classifier is linear: area 0.96140, signal efficiency 0.5686, 0.8883 and 0.9759 at background
/// efficiency 0.01, 0.10 and 0.30.
public struct LinearToy: Toy {
  public struct Parameters: RuledParameters, SignalFraction {
    public var signalFraction = 0.5

    public init() {}

    public static let rules: [ParameterRule<Self>] = [.signalFraction]
  }

  public static let identifier = "linear"
  public static let summary = "TMVA's four correlated Gaussians; the optimum is linear, area 0.96140"

  public let parameters: Parameters

  public init(_ parameters: Parameters) { self.parameters = parameters }

  static let signalMeans = [0.2, 0.3, 0.5, 0.9]
  static let backgroundMeans = [-0.2, -0.3, -0.5, -0.6]

  /// Lower triangle of the declared correlations.
  private static let declared = [[1], [0.4, 1], [0.6, 0.7, 1], [0.9, 0.8, 0.93, 1]]

  /// L of the generator, lower triangle: L Lᵀ is the covariance of the events.
  static let factor: [[Double]] = {
    var factor: [[Double]] = []
    for i in 0..<4 {
      var line: [Double] = []
      for j in 0..<i {
        let known = (0..<j).reduce(0) { $0 + line[$1] * factor[j][$1] }
        line.append((declared[i][j] - known) / factor[j][j])
      }
      let pivot = declared[i][i] - line.reduce(0) { $0 + $1 * $1 }
      factor.append(line + [abs(pivot).squareRoot()])
    }
    return factor
  }()

  /// The covariance of the events in either class.
  public static let covariance = SymmetricMatrix(order: 4) { i, j in
    (0...j).reduce(0) { $0 + factor[i][$1] * factor[j][$1] }
  }

  public var truth: ToyTruth {
    let difference = zip(Self.signalMeans, Self.backgroundMeans).map { $0 - $1 }
    guard let coefficients = Self.covariance.solve(difference) else {
      preconditionFailure("L Lᵀ with positive pivots is positive definite")
    }
    let squaredDistance = zip(coefficients, difference).reduce(0) { $0 + $1.0 * $1.1 }
    let centre = zip(Self.signalMeans, Self.backgroundMeans).map { ($0 + $1) / 2 }
    return .gaussians(
      distance: squaredDistance.squareRoot(),
      text: "Four Gaussians of one covariance; the best classifier is linear, with an area of 0.96140.",
      logLikelihoodRatio: { row in
        row.indices.reduce(0) { $0 + coefficients[$1] * (Double(row[$1]) - centre[$1]) }
      })
  }

  public func generate(events: Int, seed: UInt64, threads: Int) -> Sample {
    let assembly = EventAssembly(
      features: (1...4).map { Feature("var\($0)") }, signalFraction: parameters.signalFraction)
    let factor = Self.factor, signal = Self.signalMeans, background = Self.backgroundMeans
    return assembly.sample(events: events, seed: seed, threads: threads) { event, row in
      var random = event.random(.inputs)
      let z = (0..<4).map { _ in random.normal() }
      let means = event.isSignal ? signal : background
      for i in 0..<4 {
        row[i] = Float((0...i).reduce(means[i]) { $0 + factor[i][$1] * z[$1] })
      }
      return 1
    }
  }
}
