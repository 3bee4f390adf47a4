import WinnowCore
import WinnowMath

extension Split {
  /// Divides the events.
  ///
  /// The same seed gives the same division. A sample without classes counts as one class.
  ///
  /// - Throws: `badConfiguration` for a fraction outside (0, 1) and counts beyond the events there are;
  ///   `badData` for a missing spectator and where a part has no event of a class.
  /// - Complexity: O(events).
  public func applied(to sample: Sample) throws -> SplitResult {
    let result = try divided(sample)
    try Self.checkClasses(result, sample: sample)
    return result
  }

  private func divided(_ sample: Sample) throws -> SplitResult {
    switch self {
    case .random(let fraction, let seed):
      return try Self.random(sample, fraction: fraction, seed: seed)
    case .alternate:
      let classes = Self.classes(of: sample)
      return Self.joined(
        train: classes.map { rows in stride(from: 0, to: rows.count, by: 2).map { rows[$0] } },
        test: classes.map { rows in stride(from: 1, to: rows.count, by: 2).map { rows[$0] } })
    case .block(let train, let test):
      return try Self.blocks(sample, train: train, test: test)
    case .column(let name, let train, let test):
      return try Self.byColumn(sample, name: name, train: train, test: test)
    case .folds(let rule):
      return .folds(try rule.folds(of: sample), count: rule.count)
    }
  }

  private static func joined(train: [[Int]], test: [[Int]]) -> SplitResult {
    .parts(train: train.flatMap { $0 }.sorted(), test: test.flatMap { $0 }.sorted())
  }

  private static func classes(of sample: Sample) -> [[Int]] {
    guard sample.labels != nil else { return [Array(0..<sample.count)] }
    return sample.classNames.indices.map { sample.rows(ofClass: $0) }
  }

  private static func random(
    _ sample: Sample, fraction: Double, seed: UInt64
  ) throws -> SplitResult {
    guard fraction > 0, fraction < 1 else {
      throw WinnowError(
        .badConfiguration, "the fraction of test events must be in (0, 1); got \(fraction)")
    }
    var train: [[Int]] = [], test: [[Int]] = []
    for (index, rows) in classes(of: sample).enumerated() {
      var random = CounterRandom(seed: seed, stream: stream + UInt64(index))
      let order = random.permutation(rows.count)
      let count = Int((fraction * Double(rows.count)).rounded())
      test.append(order.prefix(count).map { rows[$0] })
      train.append(order.dropFirst(count).map { rows[$0] })
    }
    return joined(train: train, test: test)
  }

  /// Random numbers of splits share no stream with those of other purposes.
  private static let stream: UInt64 = 0x5350_4C49_5400_0000

  private static func blocks(_ sample: Sample, train: Count, test: Count) throws -> SplitResult {
    switch (train, test) {
    case (.rest, .rest):
      throw WinnowError(.badConfiguration, "a block split needs a number of training or test events")
    case (.perClass, .total), (.total, .perClass):
      throw WinnowError(
        .badConfiguration, "a block split counts both parts per class, or both in all")
    case (.perClass(let counts), _), (_, .perClass(let counts)):
      let groups = classes(of: sample)
      guard counts.count == groups.count, test.matches(groups.count) else {
        throw WinnowError(
          .badConfiguration, "a block split per class needs \(groups.count) numbers")
      }
      let parts = try groups.enumerated().map {
        let name = sample.classNames.isEmpty ? "the sample" : "the class “\(sample.classNames[$0])”"
        return try block($1, train: train.number($0), test: test.number($0), of: name)
      }
      return joined(train: parts.map(\.train), test: parts.map(\.test))
    case (.total, _), (_, .total):
      let parts = try block(
        Array(0..<sample.count), train: train.number(0), test: test.number(0), of: "the sample")
      return joined(train: [parts.train], test: [parts.test])
    }
  }

  private static func block(
    _ rows: [Int], train: Int?, test: Int?, of name: String
  ) throws -> (train: [Int], test: [Int]) {
    let train = train ?? rows.count - (test ?? 0)
    let test = test ?? rows.count - train
    guard train >= 0, test >= 0, train <= rows.count, test <= rows.count - train else {
      throw WinnowError(
        .badConfiguration, "\(name) has \(rows.count) events; a block split of \(train) for training "
          + "and \(test) for testing wants more")
    }
    return (Array(rows[..<train]), Array(rows[train..<train + test]))
  }

  private static func byColumn(
    _ sample: Sample, name: String, train: String, test: String
  ) throws -> SplitResult {
    guard let spectator = sample.spectator(named: name) else {
      throw WinnowError(
        .badData, "the events carry no spectator “\(name)” to be split by"
          + Spelling.hint(for: name, in: sample.spectators.map(\.name)))
    }
    if ValueMatcher([train]).matches(in: .text([test])) == [true] {
      throw WinnowError(.badConfiguration, "“\(train)” and “\(test)” are the same value of “\(name)”")
    }
    let trains = ValueMatcher([train]).matches(in: spectator.values)
    let tests = ValueMatcher([test]).matches(in: spectator.values)
    return .parts(train: trains.indices.filter { trains[$0] }, test: tests.indices.filter { tests[$0] })
  }

  private static func checkClasses(_ result: SplitResult, sample: Sample) throws {
    let parts: [(name: String, rows: [Int])] =
      switch result {
      case .parts(let train, let test): [("training", train), ("test", test)]
      case .folds(let folds, let count):
        (0..<count).map { fold in
          ("fold \(fold)", folds.indices.filter { folds[$0] == fold })
        }
      }
    let names = sample.labels == nil ? ["events"] : sample.classNames
    for part in parts {
      var counts = [Int](repeating: 0, count: names.count)
      for row in part.rows { counts[Int(sample.labels?[row] ?? 0)] += 1 }
      if let empty = counts.firstIndex(of: 0) {
        throw WinnowError(
          .badData, "the split leaves no events of the class “\(names[empty])” in the part "
            + "“\(part.name)”")
      }
    }
  }
}

extension Split.Count {
  /// nil for the rest.
  fileprivate func number(_ index: Int) -> Int? {
    switch self {
    case .total(let count): count
    case .perClass(let counts): counts[index]
    case .rest: nil
    }
  }

  fileprivate func matches(_ classes: Int) -> Bool {
    if case .perClass(let counts) = self { return counts.count == classes }
    return true
  }
}
