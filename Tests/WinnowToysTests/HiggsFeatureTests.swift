import Testing
import WinnowCore
import WinnowMath
import WinnowTestSupport
import WinnowToys

/// What the higgs toy's columns look like after detector and reconstruction.
@Suite struct HiggsFeatureTests {
  private static let sample = HiggsToy(HiggsToy.Parameters()).generate(
    events: 20_000, seed: 5, threads: 2)

  private func values(_ name: String, ofClass label: Int) throws -> [Float] {
    let column = try #require(Self.sample.schema.index(of: name))
    return Self.sample.rows(ofClass: label).map { Self.sample.columns[column][$0] }
  }

  /// The middle of the fullest bin.
  private func peak(_ name: String, ofClass label: Int) throws -> Double {
    var histogram = Histogram(bins: 120, from: 0, to: 600)
    for value in try values(name, ofClass: label) { histogram.fill(Double(value)) }
    let bin = histogram.contents.indices.max { histogram.contents[$0] < histogram.contents[$1] } ?? 0
    return histogram.edges[bin] + 2.5
  }

  @Test(arguments: [
    ("m_jj", 0, 80.4, 6.0), ("m_jj", 1, 80.4, 6.0), ("m_bb", 0, 125.0, 8.0),
    ("m_jjj", 1, 172.5, 8.0), ("m_jlv", 1, 172.5, 8.0), ("m_lv", 0, 80.4, 3.0),
    ("m_lv", 1, 80.4, 3.0), ("m_wbb", 0, 325.0, 15.0), ("m_wwbb", 0, 425.0, 25.0),
  ])
  func massesPeakWherePhysicsSays(
    _ name: String, _ label: Int, _ wanted: Double, _ tolerance: Double
  ) throws {
    #expect(abs(try peak(name, ofClass: label) - wanted) <= tolerance)
  }

  @Test func signalMassesAreNarrowerThanTheBackgrounds() throws {
    for name in ["m_bb", "m_wbb", "m_wwbb"] {
      let widths = try [0, 1].map { label in
        let sorted = try values(name, ofClass: label).sorted()
        return sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
      }
      #expect(widths[0] < 0.7 * widths[1], "\(name)")
    }
  }

  @Test func columnsAreThoseOfTheUCIData() {
    let names = Self.sample.schema.names
    #expect(names.count == 28)
    #expect(
      names[..<9] == [
        "lepton_pT", "lepton_eta", "lepton_phi", "missing_energy_magnitude",
        "missing_energy_phi", "jet_1_pt", "jet_1_eta", "jet_1_phi", "jet_1_b_tag",
      ])
    #expect(names[21...] == ["m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb"])
    let units = Dictionary(uniqueKeysWithValues: Self.sample.schema.features.map { ($0.name, $0.unit) })
    #expect(units["m_bb"] == "GeV" && units["jet_3_phi"] == "rad" && units["jet_3_eta"] == .some(nil))
  }

  @Test func acceptanceIsRespected() throws {
    for label in [0, 1] {
      #expect(try values("lepton_pT", ofClass: label).allSatisfy { $0 > 20 })
      #expect(try values("lepton_eta", ofClass: label).allSatisfy { abs($0) < 2.5 })
      let jets = try (1...4).map { try values("jet_\($0)_pt", ofClass: label) }
      #expect(jets[3].allSatisfy { $0 > 20 })
      let tags = try (1...4).map { try values("jet_\($0)_b_tag", ofClass: label) }
      for event in jets[0].indices {
        #expect(jets[0][event] >= jets[1][event] && jets[2][event] >= jets[3][event])
        #expect(tags.count { $0[event] > 0 } >= 2)
      }
    }
  }

  @Test func directionsAreSymmetric() throws {
    for label in [0, 1] {
      for name in ["lepton_eta", "jet_1_eta", "lepton_phi", "missing_energy_phi"] {
        let column = try values(name, ofClass: label)
        let mean = column.reduce(0) { $0 + Double($1) } / Double(column.count)
        #expect(abs(mean) < 0.08, "\(name)")
        #expect(column.allSatisfy { abs($0) <= 3.1416 })
      }
    }
  }

  @Test func negativeWeightsKeepTheSum() throws {
    let toy = try ToyCatalog.toy(named: "higgs", options: .table(["negative_fraction": 0.2]))
    let weighted = toy.generate(events: 20_000, seed: 5, threads: 2)
    let negative = weighted.weights.count { $0 < 0 }
    #expect(isClose(Double(negative), 4000, absolute: 200))
    #expect(weighted.weights.allSatisfy { isClose(abs($0), 1 / 0.6) })
    // Three standard deviations of the sum: 3 · 2|w| √(n f (1 − f))
    #expect(isClose(weighted.weights.reduce(0, +), 20_000, absolute: 600))
    #expect(weighted.columns == Self.sample.columns, "weights draw from their own stream")
  }

  @Test func eventsAreSpreadOverMoreThanChance() {
    let scores = Self.sample.columns[25].map { -abs($0 - 125) }
    let labels = Self.sample.labels ?? []
    let auc = plainAUC(scores, labels: labels, weights: Self.sample.weights)
    #expect((0.70...0.90).contains(auc), "m_bb near 125 GeV separates: \(auc)")
  }
}
