import WinnowCore
import WinnowTrees

/// From the sum F of a forest's trees to the response.
public enum BDTLink: String, Sendable, CaseIterable {
  /// 1 / (1 + e^(−F)).
  case logistic
  /// (1 + F) / 2 for F in [−1, 1].
  case vote
}

/// A model whose scores come from one forest.
public protocol ForestModel: Model {
  var forest: Forest { get }
}

/// A trained BDT: a forest and what its sum means.
public struct BDTModel: ForestModel {
  public let schema: Schema
  public let forest: Forest
  public let link: BDTLink
  public let record: TrainingRecord

  init(schema: Schema, forest: Forest, link: BDTLink, record: TrainingRecord) {
    self.schema = schema
    self.forest = forest
    self.link = link
    self.record = record
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    var response = forest.scores(of: sample.columns, threads: threads)
    switch link {
    case .logistic:
      var span = response.mutableSpan
      LogisticLoss().respond(&span)
    case .vote:
      for event in response.indices { response[event] = min(1, max(0, (1 + response[event]) / 2)) }
    }
    return Scores(response: response)
  }

  /// The forest's archive and the setting `link`.
  public func archive() -> Archive {
    var archive = forest.archive()
    archive.store("link", Setting(.text(link.rawValue)))
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let forest = try Forest(from: archive)
    guard forest.features == schema.count else {
      throw WinnowError(
        .badData, "the forest has \(forest.features) inputs, the model \(schema.count)")
    }
    // Files older than the setting are all logistic.
    let name = try archive.attributes["link"]?.text() ?? BDTLink.logistic.rawValue
    guard let link = BDTLink(rawValue: name) else {
      throw WinnowError(
        .badData, "the model has the link “\(name)”"
          + Spelling.hint(for: name, in: BDTLink.allCases.map(\.rawValue)))
    }
    self.init(schema: schema, forest: forest, link: link, record: TrainingRecord())
  }
}
