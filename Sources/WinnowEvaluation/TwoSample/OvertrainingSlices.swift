import WinnowMath

/// The overtraining tests in slices of a spectator: a method may know its training events in one region
/// of a mass or momentum and not in others.
public struct OvertrainingSlices: Sendable, Hashable, Codable {
  public struct Slice: Sendable, Hashable, Codable {
    /// Values lower ≤ x < upper; the last slice includes its upper end.
    public var lower: Double
    public var upper: Double
    public var overtraining: Overtraining
  }

  public var spectator: String
  public var slices: [Slice]
  /// Of no overtraining in any slice: 1 − (1 − p_min)^{3 × slices} over the three tests of each.
  public var pValue: Double

  /// - Parameters:
  ///   - name: the spectator.
  ///   - trainValues, testValues: its value in each event; events with NaN are left out.
  ///   - count: slices of equal statistical weight of the test events, fewer where values repeat.
  /// - Throws: `badData` where no slice has both classes in both samples. Slices that lack one are left out.
  /// - Complexity: O(n).
  public init(
    of name: String, train: ScoredEvents, trainValues: [Double], test: ScoredEvents,
    testValues: [Double], count: Int = 4
  ) throws {
    precondition(
      train.count == trainValues.count && test.count == testValues.count, "one value per event")
    let bins = try SpectatorBins(testValues, weights: test.events.weights, name: name, count: count)
    slices = (0..<bins.count).compactMap { bin in
      guard
        let before = train.subset(where: { bins.bin(of: trainValues[$0]) == bin }),
        let after = test.subset(where: { bins.bin(of: testValues[$0]) == bin })
      else { return nil }
      return Slice(
        lower: bins.edges[bin], upper: bins.edges[bin + 1],
        overtraining: Overtraining(train: before, test: after))
    }
    guard !slices.isEmpty else { throw SpectatorBins.nothing(in: name) }
    spectator = name
    pValue = Overtraining.combined(
      slices.flatMap { slice in
        let figures = slice.overtraining
        return [figures.signal.pValue, figures.background.pValue, figures.loss.pValueOfExcess]
      })
  }
}
