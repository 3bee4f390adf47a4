import WinnowMath

/// Point sets that are hard for one reason or another: `[dimension][point]`.
enum PointSet: String, CaseIterable, Sendable {
  case gaussian, clustered, duplicated, lattice, collinear, constantColumns, offset, denormal
  case enormous, mixedScales, identical

  func columns(_ count: Int, _ dimensions: Int, seed: UInt64 = 1) -> [[Float]] {
    (0..<dimensions).map { j in
      var random = CounterRandom(seed: seed, stream: UInt64(j))
      var shared = CounterRandom(seed: seed, stream: 1000)
      return (0..<count).map { _ in
        let line = shared.normal(), x = random.normal()
        return value(x, line, j)
      }
    }
  }

  private func value(_ x: Double, _ line: Double, _ j: Int) -> Float {
    switch self {
    case .gaussian: Float(x)
    case .clustered: Float((line * 2).rounded() * 1000 + x * 1e-3)
    case .duplicated: Float((line * 3).rounded() * Double(j + 1))
    case .lattice: Float((x * 1.5).rounded() * 0.1)
    case .collinear: Float(line * Double(j + 1))
    case .constantColumns: j % 2 == 0 ? Float(x) : 7.25
    case .offset: Float(1_000_000 + x)
    case .denormal: Float((x * 3).rounded()) * .leastNonzeroMagnitude
    case .enormous: Float(x * 1e30)
    case .mixedScales: Float(x) * (j % 3 == 0 ? 1e-20 : j % 3 == 1 ? 1 : 1e20)
    case .identical: -3.5
    }
  }
}
