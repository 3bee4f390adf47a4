import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowTestSupport
import WinnowToys

/// The physics of the calorimeter toy, and that its truth is exact.
@Suite struct CalorimeterTests {
  private static let sample = CalorimeterToy(.init()).generate(events: 60_000, seed: 3, threads: 2)
  private let photons = CalorimeterColumns(sample)

  @Test func columnsAreTwentyTwo() throws {
    let names = Self.sample.schema.names
    #expect(names.count == 22)
    for name in ["raw_energy", "energy_3x3", "energy_5x5", "r9", "local_eta", "rho", "vertices"] {
      #expect(names.contains(name))
    }
    #expect(photons.trueEnergy.allSatisfy { $0 > 0 && $0.isFinite })
    #expect(Self.sample.spectator(named: "event_number")?.values == .integer(Array(1...60_000)))
  }

  @Test func theResponseFollowsTheStatedDensity() {
    let transforms = photons.indices.map { photons.density($0).cumulative(photons.response($0)) }
    #expect(distanceFromUniform(transforms) < 1.63 / 60_000.0.squareRoot(), "1 % of all seeds")
    // The same where things are difficult: near the ends of modules, and converted
    for rows in [photons.rows { $0["edge_eta"] < 1 }, photons.rows { $0["r9"] < 0.85 }] {
      let part = rows.map { transforms[$0] }
      #expect(part.count > 3000)
      #expect(distanceFromUniform(part) < 1.63 / Double(part.count).squareRoot())
    }
  }

  @Test func aWrongWidthIsSeen() {
    let transforms = photons.indices.map { row in
      let truth = photons.density(row)
      let wide = CrystalBall(
        mean: truth.mean, width: 1.1 * truth.width, left: truth.left, right: truth.right)
      return wide.cumulative(photons.response(row))
    }
    #expect(distanceFromUniform(transforms) > 3 / 60_000.0.squareRoot())
  }

  @Test func theMeanColumnIsTheMean() {
    let residuals = photons.indices.map { photons.response($0) - photons.truth("true_mean", $0) }
    let mean = residuals.reduce(0, +) / 60_000
    let square = residuals.reduce(0) { $0 + $1 * $1 } / 60_000
    #expect(abs(mean) < 3 * (square / 60_000).squareRoot())
  }

  @Test func theCorrectedEnergyIsLinear() {
    var raw: [Double] = []
    for (low, high) in [(15.0, 25.0), (25, 50), (50, 100), (100, 180)] {
      let rows = photons.rows { (low..<high).contains($0.trueEnergy) }
      let scale = { (row: Int) in photons.truth("true_mean", row) / photons.response(row) }
      raw.append(average(rows.map { 1 / photons.response($0) }))
      #expect(isClose(average(rows.map(scale)), 1, absolute: 0.006), "\(low) to \(high) GeV")
    }
    // Pile-up adds as much as is lost near 20 GeV.
    #expect(raw.allSatisfy { (0.95...1.005).contains($0) } && raw[3] < 0.985, "\(raw)")
  }

  /// Central, unconverted, away from the ends of modules: half of the central 68.3 % against a/√E ⊕ b/E ⊕ c.
  @Test func theResolutionCurveIsThatOfTheOptions() throws {
    let toy = CalorimeterToy.Parameters().quiet
    let photons = CalorimeterColumns(
      CalorimeterToy(toy).generate(events: 200_000, seed: 8, threads: 2))
    let clean = photons.rows { $0["r9"] > 0.94 && min($0["edge_eta"], $0["edge_phi"]) > 4 }
    var normal = NormalEquations()
    for (low, high) in [(10.0, 14.0), (14, 20), (20, 30), (30, 45), (45, 70), (70, 120), (120, 300)] {
      let rows = clean.filter { (low..<high).contains(photons.scaled($0)) }
      let width = centralWidth(rows.map { photons.response($0) / photons.truth("true_mu", $0) })
      let inverse = average(rows.map { 1 / photons.scaled($0) })
      let squared = average(rows.map { pow(photons.scaled($0), -2) })
      // Var(ŝ²) ∝ s⁴/n
      normal.add([inverse, squared, 1], value: width * width, weight: Double(rows.count) / pow(width, 4))
    }
    let terms = try #require(normal.solution()).map { $0.squareRoot() }
    #expect(isClose(terms[0], 0.028, relative: 0.08), "a = \(terms[0])")
    #expect(isClose(terms[1], 0.12, relative: 0.2), "b = \(terms[1])")
    #expect(isClose(terms[2], 0.004, relative: 0.2), "c = \(terms[2])")
  }

  @Test func tailsPointToLowMeasuredEnergy() {
    let pulls = photons.indices.map {
      (photons.response($0) - photons.truth("true_mu", $0)) / photons.truth("true_sigma", $0)
    }
    let (above, below) = (pulls.count { $0 > 4 }, pulls.count { $0 < -4 })
    #expect(above > 4 * below && above > 300, "\(above) above, \(below) below")
  }

  @Test func pileUpAndMaterialDoWhatTheyShould() {
    let central = photons.rows { abs($0["eta"]) < 0.4 }, outer = photons.rows { abs($0["eta"]) > 1.1 }
    let converted = [central, outer].map { rows in
      Double(rows.count { photons["r9", $0] < 0.9 }) / Double(rows.count)
    }
    #expect(converted[0] > 0.1 && converted[1] > 2 * converted[0], "\(converted)")
    #expect(isClose(average(photons.indices.map { photons["vertices", $0] }), 29, absolute: 0.1))
    #expect(isClose(average(photons.indices.map { photons["rho", $0] }), 22, absolute: 0.1))
  }
}

/// Columns by name.
struct CalorimeterColumns {
  private let inputs: [String: [Float]]
  private let truths: [String: [Double]]
  let trueEnergy: [Double]

  init(_ sample: Sample) {
    inputs = Dictionary(uniqueKeysWithValues: zip(sample.schema.names, sample.columns))
    truths = Dictionary(
      uniqueKeysWithValues: sample.spectators.compactMap { spectator in
        guard case .real(let values) = spectator.values else { return nil }
        return (spectator.name, values)
      })
    guard case .targets(_, let values) = sample.truth else {
      trueEnergy = []
      return
    }
    trueEnergy = values[0].map(Double.init)
  }

  struct Row {
    let columns: CalorimeterColumns
    let index: Int

    subscript(name: String) -> Double { columns[name, index] }
    var trueEnergy: Double { columns.trueEnergy[index] }
  }

  var indices: Range<Int> { trueEnergy.indices }
  subscript(name: String, row: Int) -> Double { inputs[name].map { Double($0[row]) } ?? .nan }
  func truth(_ name: String, _ row: Int) -> Double { truths[name]?[row] ?? .nan }
  func rows(_ accept: (Row) -> Bool) -> [Int] { indices.filter { accept(Row(columns: self, index: $0)) } }
  /// E_true/E_raw.
  func response(_ row: Int) -> Double { trueEnergy[row] / self["raw_energy", row] }
  /// μ E_raw.
  func scaled(_ row: Int) -> Double { truth("true_mu", row) * self["raw_energy", row] }

  func density(_ row: Int) -> CrystalBall {
    CrystalBall(
      mean: truth("true_mu", row), width: truth("true_sigma", row),
      left: .init(alpha: truth("true_alpha_left", row), power: truth("true_n_left", row)),
      right: .init(alpha: truth("true_alpha_right", row), power: truth("true_n_right", row)))
  }
}

extension CalorimeterToy.Parameters {
  /// Without pile-up, and with a constant term that is easy to see.
  fileprivate var quiet: Self {
    var parameters = self
    parameters.pileUp = 0
    parameters.constant = 0.004
    return parameters
  }
}

/// Normal equations of three unknowns.
private struct NormalEquations {
  private var products = [Double](repeating: 0, count: 9)
  private var right = [Double](repeating: 0, count: 3)

  mutating func add(_ terms: [Double], value: Double, weight: Double) {
    for i in 0..<3 {
      right[i] += weight * terms[i] * value
      for j in 0..<3 { products[3 * i + j] += weight * terms[i] * terms[j] }
    }
  }

  func solution() -> [Double]? {
    SymmetricMatrix(order: 3) { products[3 * $0 + $1] }.solve(right)
  }
}

private func average(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}

private func centralWidth(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let at = { (share: Double) in sorted[Int(share * Double(sorted.count - 1))] }
  return (at(0.8413) - at(0.1587)) / 2
}

/// The largest distance of the empirical distribution from the uniform one.
private func distanceFromUniform(_ values: [Double]) -> Double {
  let count = Double(values.count)
  return values.sorted().enumerated().reduce(0) { largest, item in
    max(largest, abs(item.element - (Double(item.offset) + 0.5) / count) + 0.5 / count)
  }
}
