import Testing
import WinnowCore
import WinnowInput

@Suite struct SplitTests {
  /// Every third event is signal; the spectators are an identifier and a part.
  private func sample(_ count: Int = 300) -> Sample {
    let ids = (0..<count).map { Int64($0) * 7 - 500 }
    return Sample(
      schema: Schema(names: ["x"]), columns: [(0..<count).map(Float.init)],
      weights: [Double](repeating: 1, count: count),
      truth: .classes(
        names: ["signal", "background"], labels: (0..<count).map { $0 % 3 == 0 ? 0 : 1 }),
      spectators: [
        Spectator("id", .integer(ids)), Spectator("real", .real(ids.map { Double($0) + 0.5 })),
        Spectator("part", .text((0..<count).map { ["train", "test", "data"][$0 / 5 % 3] })),
      ])
  }

  private func counts(_ rows: [Int]) -> [Int] {
    [rows.count { $0 % 3 == 0 }, rows.count { $0 % 3 != 0 }]
  }

  @Test(arguments: [0.5, 0.2, 0.77])
  func randomDividesEachClass(fraction: Double) throws {
    let result = try Split.random(testFraction: fraction, seed: 5).applied(to: sample())
    let (train, test) = result.parts(holdingOut: 0)
    #expect(counts(test) == [Int((fraction * 100).rounded()), Int((fraction * 200).rounded())])
    #expect((train + test).sorted() == Array(0..<300))
    #expect(train == train.sorted())
    #expect(try Split.random(testFraction: fraction, seed: 5).applied(to: sample()) == result)
    #expect(try Split.random(testFraction: fraction, seed: 6).applied(to: sample()) != result)
  }

  /// Each event is as likely as any other to be for testing: 400 seeds, 5 standard deviations.
  @Test func randomIsFair() throws {
    var hits = [Int](repeating: 0, count: 300)
    for seed in 0..<400 {
      let result = try Split.random(testFraction: 0.5, seed: UInt64(seed)).applied(to: sample())
      for row in result.parts(holdingOut: 0).test { hits[row] += 1 }
    }
    #expect(hits.allSatisfy { abs($0 - 200) <= 50 })
  }

  @Test func alternateTakesTurnsInEachClass() throws {
    let (train, test) = try Split.alternate.applied(to: sample(12)).parts(holdingOut: 0)
    #expect(train == [0, 1, 4, 6, 7, 10])
    #expect(test == [2, 3, 5, 8, 9, 11])
  }

  @Test func blocks() throws {
    let total = try Split.block(train: .total(200), test: .total(50)).applied(to: sample())
    #expect(total == .parts(train: Array(0..<200), test: Array(200..<250)))
    let rest = try Split.block(train: .total(200), test: .rest).applied(to: sample())
    #expect(rest == .parts(train: Array(0..<200), test: Array(200..<300)))
    let each = try Split.block(train: .perClass([2, 3]), test: .perClass([1, 1])).applied(to: sample())
    #expect(each == .parts(train: [0, 1, 2, 3, 4], test: [5, 6]))
    let tail = try Split.block(train: .rest, test: .perClass([99, 198])).applied(to: sample())
    #expect(tail.parts(holdingOut: 0).train == [0, 1, 2])
  }

  @Test func byColumn() throws {
    let split = Split.column(name: "part", train: "train", test: "test")
    #expect(split.requiredSpectators == ["part"])
    let (train, test) = try split.applied(to: sample(30)).parts(holdingOut: 0)
    #expect(train == Array(0..<5) + Array(15..<20))
    #expect(test == Array(5..<10) + Array(20..<25))
  }

  @Test func foldsAreRemaindersOfTheIdentifier() throws {
    let rule = try FoldRule(count: 5, by: "id")
    let identifiers: [Int64] = [0, 1, 4, 5, -1, -5, -6, .max, .min, 9_007_199_254_740_993]
    let folds = identifiers.map { rule.fold(of: $0) }  // Python: [i % 5 for i in identifiers]
    #expect(folds == [0, 1, 4, 0, 4, 0, 4, 2, 2, 3])
    let result = try Split.folds(rule).applied(to: sample())
    let ids = (0..<300).map { (($0 * 7 - 500) % 5 + 5) % 5 }
    #expect(result == .folds(ids, count: 5))
    let (train, test) = result.parts(holdingOut: 3)
    #expect(test == ids.indices.filter { ids[$0] == 3 })
    #expect((train + test).sorted() == Array(0..<300))
  }

  @Test func sampleWithoutClasses() throws {
    let plain = Sample(schema: Schema(names: []), columns: [], weights: [1, 1, 1, 1])
    #expect(try Split.alternate.applied(to: plain) == .parts(train: [0, 2], test: [1, 3]))
  }

  static let faults: [(Split, WinnowError.Kind, String)] = [
    (.random(testFraction: 0, seed: 1), .badConfiguration, "must be in (0, 1); got 0.0"),
    (.random(testFraction: 0.001, seed: 1), .badData, "no events of the class “signal” in the part “test”"),
    (.block(train: .total(301), test: .rest), .badConfiguration, "the sample has 300 events"),
    (.block(train: .total(-1), test: .total(2)), .badConfiguration, "the sample has 300 events"),
    (.block(train: .total(200), test: .total(101)),
      .badConfiguration, "200 for training and 101 for testing"),
    (.block(train: .total(1), test: .total(9)), .badData, "“background” in the part “training”"),
    (.block(train: .perClass([99, 2]), test: .perClass([2, 2])), .badConfiguration, "“signal” has 100"),
    (.block(train: .perClass([9]), test: .rest), .badConfiguration, "needs 2 numbers"),
    (.block(train: .perClass([9, 9]), test: .total(2)), .badConfiguration, "both parts per class"),
    (.block(train: .rest, test: .rest), .badConfiguration, "needs a number"),
    (.column(name: "prt", train: "a", test: "b"),
      .badData, "no spectator “prt” to be split by; did you mean “part”?"),
    (.column(name: "part", train: "a", test: "test"),
      .badData, "no events of the class “signal” in the part “training”"),
    (.column(name: "id", train: "1", test: "1.0"), .badConfiguration, "are the same value"),
  ]

  @Test(arguments: faults)
  func isAnError(split: Split, kind: WinnowError.Kind, message: String) {
    let error = fault { _ = try split.applied(to: sample()) }
    #expect(error?.kind == kind)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }

  @Test func foldFaults() throws {
    #expect(fault { _ = try FoldRule(count: 1, by: "id") }?.kind == .badConfiguration)
    let real = Split.folds(try FoldRule(count: 2, by: "real"))
    #expect(fault { _ = try real.applied(to: sample()) }?.message.contains("whole numbers") == true)
    let none = Split.folds(try FoldRule(count: 2, by: "idd"))
    #expect(fault { _ = try none.applied(to: sample()) }?.message.contains("did you mean “id”?") == true)
    let many = Split.folds(try FoldRule(count: 1000, by: "id"))
    #expect(fault { _ = try many.applied(to: sample()) }?.kind == .badData)
  }
}

@Suite struct WeightNormalizationTests {
  private func sample(_ weights: [Double]) -> Sample {
    Sample(
      schema: Schema(names: []), columns: [], weights: weights,
      truth: .classes(names: ["signal", "background"], labels: [0, 0, 1, 1, 1]))
  }

  /// By hand: sums 4 and 5 for 2 and 3 events.
  @Test(arguments: [
    (WeightNormalization.none, [3.0, 1, 4, -1, 2]), (.events, [1.5, 0.5, 2.4, -0.6, 1.2]),
    (.equal, [1.5, 0.5, 1.6, -0.4, 0.8]),
  ])
  func handWorked(mode: WeightNormalization, expected: [Double]) throws {
    let weights = try mode.applied(to: sample([3, 1, 4, -1, 2])).weights
    for (weight, wanted) in zip(weights, expected) { #expect(abs(weight - wanted) < 1e-15) }
  }

  @Test func sumMustBePositive() {
    let error = fault { _ = try WeightNormalization.equal.applied(to: sample([1, 1, 1, -1, 0])) }
    #expect(error?.message.contains("“background” sum to 0.0") == true)
  }
}
