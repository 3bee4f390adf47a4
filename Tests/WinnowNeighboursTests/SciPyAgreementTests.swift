import Testing
import WinnowKernels
import WinnowNeighbours

/// Neighbours of 200 queries among 1500 points against SciPy 1.17:
///
///     def columns(seed, n, d):  # X[i] = 24 upper bits of a congruential generator
///         ...
///         s = (s * 6364136223846793005 + 1442695040888963407) % 2**64; x = (s >> 40) / 2**24
///     dist, index = scipy.spatial.cKDTree(columns(d, 1500, d).T).query(columns(100 + d, 200, d).T, k=12)
///     h = 14695981039346656037
///     for i in index.ravel(): h = (h ^ i) * 1099511628211 % 2**64
struct SciPyAgreementTests {
  static let expected: [(dimensions: Int, hash: UInt64, sum: Double)] = [
    (1, 0x257F6AD2D576CBC4, 0.0171873672666),
    (2, 0x29825BD8C0C17298, 3.42575359094),
    (3, 0xDF1E9006C1A23BF4, 26.32261223),
    (4, 0x9FBECBE654E5A275, 78.5746354405),
    (5, 0xBDF6CF9A75476AF4, 166.027100449),
    (7, 0xC136E0D0974D11F6, 417.985956144),
    (10, 0x42320EBA6815273C, 962.313275015),
    (13, 0x87C2917F12BA2137, 1553.61813259),
    (16, 0xCF5C25FEBD43F575, 2295.67012219),
    (20, 0x554009736928ADB9, 3295.03068924),
    (28, 0x93293413F6A838E8, 5554.00802848),
    (40, 0x4D422A4FB10D5F9C, 9006.88944156),
  ]

  @Test(arguments: expected)
  func neighboursEqualThoseOfSciPy(dimensions: Int, hash: UInt64, sum: Double) throws {
    let index = try NeighbourIndex(columns(seed: UInt64(dimensions), 1500, dimensions))
    let table = try index.nearest(
      12, to: columns(seed: UInt64(100 + dimensions), 200, dimensions), threads: 2)
    let found = table.entries.reduce(14_695_981_039_346_656_037 as UInt64) {
      ($0 ^ UInt64($1.index)) &* 1_099_511_628_211
    }
    #expect(found == hash)
    let total = table.entries.reduce(0) { $0 + $1.squaredDistance }
    #expect(abs(total - sum) < 1e-10 * sum)
  }

  private func columns(seed: UInt64, _ count: Int, _ dimensions: Int) -> [[Float]] {
    var state = seed
    return (0..<dimensions).map { _ in
      (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(state >> 40) / 0x1p24
      }
    }
  }
}
