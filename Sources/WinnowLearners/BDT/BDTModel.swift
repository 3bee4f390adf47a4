import Foundation
import WinnowCore
import WinnowTrees

/// From the sums F of a model's trees to its outputs.
public enum BDTLink: String, Sendable, CaseIterable {
  /// 1 / (1 + e^(−F)).
  case logistic
  /// (1 + F) / 2 for F in [−1, 1].
  case vote
  /// e^(F_k) / Σ e^(F_j).
  case softmax
  /// (1 + F_k) / Σ (1 + F_j), each between 0 and 2.
  case shares
  /// F.
  case identity
  /// e^F.
  case exponential

  init(_ parameters: BDTParameters, _ task: BDTTask) {
    let isGradient = parameters.boosting == .gradient
    switch task {
    case .classification: self = isGradient ? .logistic : .vote
    case .multiclass: self = isGradient ? .softmax : .shares
    case .regression:
      self = isGradient && parameters.loss.kind.isLogarithmic ? .exponential : .identity
    }
  }

  /// Whether outputs are made from all sums together.
  var joinsOutputs: Bool { self == .softmax || self == .shares }

  /// From sums to outputs, in place: `values[output][event]`.
  func apply(to values: inout [[Float]]) {
    switch self {
    case .identity: break
    case .logistic, .exponential:
      for output in values.indices {
        var span = values[output].mutableSpan
        if self == .logistic { LogisticLoss().respond(&span) } else { PoissonLoss().respond(&span) }
      }
    case .vote: Self.change(&values) { [min(1, max(0, (1 + $0[0]) / 2))] }
    case .softmax:
      Self.change(&values) { sums in
        let largest = sums.max() ?? 0
        return Self.shares(sums.map { exp($0 - largest) })
      }
    case .shares: Self.change(&values) { sums in Self.shares(sums.map { min(2, max(0, 1 + $0)) }) }
    }
  }

  private static func change(_ values: inout [[Float]], _ body: ([Float]) -> [Float]) {
    for event in values[0].indices {
      for (output, value) in body(values.map { $0[event] }).enumerated() {
        values[output][event] = value
      }
    }
  }

  /// Over their sum; where that is 0, all alike.
  private static func shares(_ values: [Float]) -> [Float] {
    let sum = values.reduce(0, +)
    return values.map { sum > 0 ? $0 / sum : 1 / Float(values.count) }
  }
}

/// A model of decision trees.
public protocol ForestModel: Model {
  /// The trees of the first output.
  var forest: Forest { get }
  /// All trees, output by output.
  var trees: [ForestTree] { get }
  /// What each tree cuts on, in words.
  var cutNames: [[String]] { get }
  /// Whether all that the model says comes from the sum of these trees, cutting on its own inputs.
  var isOneForest: Bool { get }
}

/// A trained BDT: the trees of each output and what their sums mean.
public struct BDTModel: ForestModel {
  public let schema: Schema
  /// “response” for two classes, else the names of the classes or targets.
  public let outputs: [String]
  /// Of each output.
  public let votes: [VotedValue]
  public let link: BDTLink
  public let record: TrainingRecord

  /// The trees of the first output: of two classes, all there are.
  public var forest: Forest { votes[0].forest }
  public var trees: [ForestTree] { votes.flatMap(\.forest.trees) }
  public var cutNames: [[String]] {
    votes.flatMap { vote in vote.forest.trees.map { _ in vote.cutNames(schema.names) } }
  }
  public var isOneForest: Bool {
    votes.count == 1 && votes[0].counts.isEmpty && votes[0].combinations.isEmpty
  }

  init(
    schema: Schema, outputs: [String], votes: [VotedValue], link: BDTLink, record: TrainingRecord
  ) {
    precondition(outputs.count == votes.count && !votes.isEmpty, "trees for each output")
    self.schema = schema
    self.outputs = outputs
    self.votes = votes
    self.link = link
    self.record = record
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    var values = votes.map { $0.scores(of: sample.columns, threads: threads) }
    link.apply(to: &values)
    return Scores(outputs: outputs, values: values)
  }
}

extension BDTModel {
  /// The settings `link` and, unless there are two classes, `outputs`; the archive of the forest, or of
  /// those of all outputs as `output 0/…`.
  public func archive() -> Archive {
    var archive = Archive()
    if outputs == ["response"] {
      archive = votes[0].archive()
    } else {
      for (number, vote) in votes.enumerated() { archive.store("output \(number)", vote.archive()) }
      archive.store("outputs", Setting(.list(outputs.map { Setting(.text($0)) })))
    }
    archive.store("link", Setting(.text(link.rawValue)))
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let outputs = try archive.attributes["outputs"]?.list().map { try $0.text() } ?? ["response"]
    guard 1...255 ~= outputs.count, Set(outputs).count == outputs.count else {
      throw WinnowError(.badData, "the model has \(outputs.count) outputs, or two of one name")
    }
    let link = try Self.link(of: archive)
    guard link != .vote || outputs.count == 1, !link.joinsOutputs || outputs.count > 1 else {
      throw WinnowError(
        .badData, "the link “\(link.rawValue)” does not fit \(outputs.count) outputs")
    }
    let isPlain = archive.attributes["outputs"] == nil
    let votes = try outputs.indices.map {
      try VotedValue(from: isPlain ? archive : archive.inner("output \($0)"))
    }
    for vote in votes where vote.inputs != schema.count {
      throw WinnowError(
        .badData, "the forest has \(vote.inputs) inputs, the model \(schema.count)")
    }
    self.init(
      schema: schema, outputs: outputs, votes: votes, link: link, record: TrainingRecord())
  }

  private static func link(of archive: Archive) throws -> BDTLink {
    // Files older than the setting are all logistic.
    let name = try archive.attributes["link"]?.text() ?? BDTLink.logistic.rawValue
    guard let link = BDTLink(rawValue: name) else {
      throw WinnowError(
        .badData, "the model has the link “\(name)”"
          + Spelling.hint(for: name, in: BDTLink.allCases.map(\.rawValue)))
    }
    return link
  }
}
