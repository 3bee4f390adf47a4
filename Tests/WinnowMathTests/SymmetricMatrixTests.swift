import Testing
import WinnowCore
import WinnowMath
import WinnowTestSupport

@Suite struct SymmetricMatrixTests {
  private let matrix = SymmetricMatrix(order: 3) { i, j in
    [[4, 1, 0.5], [1, 3, -1], [0.5, -1, 2]][i][j]
  }

  // l, S = np.linalg.eigh(A); S @ np.diag(l ** -0.5) @ S.T; scipy.linalg.sqrtm(A)
  @Test func rootsAgreeWithNumPy() throws {
    let (values, vectors) = try #require(matrix.eigen())
    #expect(isClose(values, [1.0595504397993136, 3.317544438556552, 4.622905121644135]))
    #expect(isClose(matrix * vectors[0], vectors[0].map { values[0] * $0 }, absolute: 1e-13))
    let inverse = try #require(matrix.inverseSquareRoot())
    #expect(
      isClose(
        inverse.elements,
        [
          0.5335739635896645, -0.1139372375799414, -0.1000471836893701,
          -0.1139372375799414, 0.656126914149486, 0.18286294141898046,
          -0.1000471836893701, 0.18286294141898046, 0.795911290669067,
        ]))
    let root = try #require(matrix.squareRoot())
    #expect(
      isClose(
        root.elements,
        [
          1.9703350249340306, 0.2918094345392113, 0.18062985199603476,
          0.2918094345392113, 1.6715805634495366, -0.3473696501014956,
          0.18062985199603476, -0.3473696501014956, 1.3589360480744685,
        ]))
  }

  @Test func arithmeticIsByElement() {
    let sum = matrix + 2 * matrix
    #expect(sum[2, 1] == -3)
    #expect(sum == 3 * matrix)
    #expect(matrix * [1, 0, 2] == [5, -1, 4.5])
  }

  // np.linalg.solve([[4, 1, .5], [1, 3, -1], [.5, -1, 2]], [1, 2, 3])
  @Test func solvesForAnyUnits() throws {
    let solution = try #require(matrix.solve([1, 2, 3]))
    #expect(isClose(solution, [-0.4615384615384615, 1.6307692307692307, 2.4307692307692306]))
    let scales: [Double] = [1e-9, 1, 1e9]
    let scaled = SymmetricMatrix(order: 3) { matrix[$0, $1] * scales[$0] * scales[$1] }
    let other = try #require(scaled.solve(zip([1, 2, 3], scales).map { $0 * $1 }))
    #expect(isClose(zip(other, scales).map { $0 * $1 }, solution))
    #expect(SymmetricMatrix(order: 2) { i, j in i == j ? 1 : 2 }.solve([1, 1]) == nil)
    #expect(SymmetricMatrix(order: 1) { _, _ in -1 }.solve([1]) == nil)
  }

  @Test func indefiniteMatricesHaveNoRoot() {
    let indefinite = SymmetricMatrix(order: 2) { i, j in i == j ? 1 : 2 }
    #expect(indefinite.inverseSquareRoot() == nil)
    #expect(SymmetricMatrix(order: 1) { _, _ in .nan }.eigen() == nil)
  }

  @Test func exactRelationsInSinglePrecisionAreFound() {
    let sample = Samples.gaussians(events: 5000, variables: 4)
    var columns = sample.columns
    columns[2] = zip(columns[0], columns[3]).map { 1000 * $0 - 3 * $1 }
    let singular = WeightedMoments(columns: columns, weights: sample.weights).covariance
    #expect(singular.dependence() == .collinear([0, 2]), "the share of x3 is 3 in 1000")
    let healthy = WeightedMoments(columns: sample.columns, weights: sample.weights).covariance
    #expect(healthy.dependence() == nil)
  }

  @Test func unitsDoNotMakeAMatrixSingular() {
    let scales: [Double] = [1e-9, 1, 1e9]
    let scaled = SymmetricMatrix(order: 3) { matrix[$0, $1] * scales[$0] * scales[$1] }
    #expect(scaled.dependence() == nil)
  }

  @Test func degenerateVariancesAreNamed() {
    let constant = SymmetricMatrix(order: 2) { i, j in i == 0 && j == 0 ? 1 : 0 }
    #expect(constant.dependence() == .constant([1]))
    #expect(SymmetricMatrix(order: 1) { _, _ in -1 }.dependence() == .negativeVariance([0]))
    #expect(SymmetricMatrix(order: 1) { _, _ in .nan }.dependence() == .notFinite)
    let indefinite = SymmetricMatrix(order: 2) { i, j in i == j ? 1 : 2 }
    #expect(indefinite.dependence() == .indefinite([0, 1]))
  }
}
