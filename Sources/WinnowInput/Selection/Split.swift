import WinnowCore

/// How events are divided between training and test. Each class is divided on its own, except by block
/// of the whole sample and by column.
public enum Split: Sendable, Hashable {
  /// A random part of each class is for testing: `round(fraction × events)` of them.
  case random(testFraction: Double, seed: UInt64)
  /// The first, third, … event of each class trains, the second, fourth, … tests.
  case alternate
  /// The first events train, those that follow test; what is left is unused.
  case block(train: Count, test: Count)
  /// An expression's value says it: the spectator of that name is compared with both values, numbers
  /// as numbers. Events with other values are unused.
  case column(name: String, train: String, test: String)
  /// Each event tests the fold that its identifier belongs to.
  case folds(FoldRule)

  /// Events of a block.
  public enum Count: Sendable, Hashable {
    /// Of the sample as a whole, in the order of the files.
    case total(Int)
    /// One number per class.
    case perClass([Int])
    /// All that the other part leaves; fits one of the two.
    case rest
  }

  /// The spectators that a sample must carry for this division, as named expressions.
  public var requiredSpectators: [String] {
    switch self {
    case .random, .alternate, .block: []
    case .column(let name, _, _): [name]
    case .folds(let rule): [rule.identifier]
    }
  }

  /// One sentence for the report.
  public var summary: String {
    switch self {
    case .random(let fraction, let seed):
      "A random part of \(fraction) of each class is for testing (seed \(seed))."
    case .alternate: "Events of each class are for training and testing in turn."
    case .block(let train, let test):
      "The first events (\(train)) are for training, those that follow (\(test)) for testing."
    case .column(let name, let train, let test):
      "Events with \(name) = \(train) are for training, with \(name) = \(test) for testing."
    case .folds(let rule):
      "\(rule.count) folds by the remainder of \(rule.identifier) divided by \(rule.count): each event "
        + "is scored by the model that was not trained on its fold."
    }
  }
}

extension Split.Count: CustomStringConvertible {
  public var description: String {
    switch self {
    case .total(let count): "\(count) in all"
    case .perClass(let counts): counts.map(String.init).joined(separator: " and ") + " per class"
    case .rest: "all the rest"
    }
  }
}

/// Which fold an event belongs to: the remainder of its 64-bit identifier, made non-negative.
///
/// A pure function of the identifier, so a model that stores the rule finds the fold of an event in any
/// file and in any order: fold = ((identifier mod count) + count) mod count.
public struct FoldRule: Sendable, Hashable, Codable {
  public let count: Int
  /// The spectator with the identifier, such as an event number.
  public let identifier: String

  /// - Throws: `badConfiguration` for fewer than 2 folds or more than 1000.
  public init(count: Int, by identifier: String) throws {
    guard (2...1000).contains(count) else {
      throw WinnowError(.badConfiguration, "folds must be in 2 … 1000; got \(count)")
    }
    self.count = count
    self.identifier = identifier
  }

  public func fold(of identifier: Int64) -> Int {
    let remainder = Int(identifier % Int64(count))
    return remainder < 0 ? remainder + count : remainder
  }

  /// The fold of each event.
  /// - Throws: `badData` where the identifier is missing or is not a whole number.
  public func folds(of sample: Sample) throws -> [Int] {
    guard let spectator = sample.spectator(named: identifier) else {
      throw WinnowError(
        .badData, "the events carry no identifier “\(identifier)”"
          + Spelling.hint(for: identifier, in: sample.spectators.map(\.name)))
    }
    guard let numbers = spectator.values.wholeNumbers else {
      throw WinnowError(
        .badData, "the identifier “\(identifier)” must hold whole numbers for folds to be stable")
    }
    return numbers.map { fold(of: $0) }
  }
}

/// The rows of each part.
public enum SplitResult: Sendable, Hashable {
  /// Rows in rising order, no row in both.
  case parts(train: [Int], test: [Int])
  /// The fold of each row.
  case folds([Int], count: Int)

  /// Rows to train and to test on when `fold` is held out; the parts themselves where there are no
  /// folds. - Complexity: O(rows).
  public func parts(holdingOut fold: Int) -> (train: [Int], test: [Int]) {
    switch self {
    case .parts(let train, let test): (train, test)
    case .folds(let folds, _):
      (folds.indices.filter { folds[$0] != fold }, folds.indices.filter { folds[$0] == fold })
    }
  }
}
