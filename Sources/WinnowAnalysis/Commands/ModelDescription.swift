import Foundation
import WinnowCore
import WinnowLearners
import WinnowTrees

/// `winnow describe MODEL`: what a model file holds, and its trees.
public struct ModelDescription {
  private let classifier: TrainedClassifier
  private let file: String

  /// - Throws: `noInput`, `badData`.
  public init(file: String) throws {
    classifier = try ModelFile.read(URL(fileURLWithPath: file))
    self.file = file
  }

  /// Whether an argument of `winnow describe` means a file and no name of the catalogue.
  public static func isModel(_ name: String) -> Bool { name.hasSuffix(".safetensors") }

  /// Method, settings, transforms, provenance, inputs; for a forest its size.
  public func text() -> String {
    let forests = classifier.pipelines.compactMap { ($0.model as? any ForestModel)?.trees }
    return Inspection.text(of: classifier, name: file, more: forests.map(Self.size))
  }

  private static func size(_ trees: [ForestTree]) -> (String, String) {
    let leaves = trees.reduce(0) { $0 + $1.leafCount }
    let depth = trees.map(\.depth).max() ?? 0
    return ("forest", "\(trees.count) trees, \(leaves) leaves, up to \(depth) cuts in a row")
  }

  /// A tree as text.
  /// - Parameters:
  ///   - number: of the tree, from 1.
  ///   - fold: of the pipeline, from 1; 1 for a model without folds.
  /// - Throws: `usage` for a number that is not there and a model without trees.
  public func text(ofTree number: Int, fold: Int = 1) throws -> String {
    try tree(number, fold).text()
  }

  /// Writes a tree as SVG. - Throws: `cannotCreate`, and as `text(ofTree:)`.
  public func draw(tree number: Int, fold: Int = 1, into file: URL) throws {
    try RunFolder.write(Data(tree(number, fold).svg().utf8), to: file)
  }

  private func tree(_ number: Int, _ fold: Int) throws -> TreeDrawing {
    try Self.check(fold, "fold", of: classifier.pipelines.count, file)
    guard let model = classifier.pipelines[fold - 1].model as? any ForestModel else {
      throw WinnowError(.usage, "“\(file)” is a \(classifier.kind), which has no trees")
    }
    try Self.check(number, "tree", of: model.trees.count, file)
    return TreeDrawing(model.trees[number - 1], names: model.cutNames[number - 1])
  }

  private static func check(_ number: Int, _ what: String, of count: Int, _ file: String) throws {
    guard number >= 1, number <= count else {
      throw WinnowError(.usage, "“\(file)” has no \(what) \(number); allowed: 1 … \(count)")
    }
  }
}
