import ArgumentParser
import Foundation
import WinnowAnalysis

struct Describe: Command {
  static let configuration = CommandConfiguration(
    abstract: "Say what a method, a transform, a toy or a model file is.",
    discussion: """
      Without a name: lists all methods, transforms and toys. With the name of one: its options, \
      default and range of each. With a model file: method, settings, inputs, origin; --tree prints \
      one of its trees, --svg draws it.
      """)

  @Argument(help: "A method (BDT), a transform (gauss), a toy (higgs) or a model file (.safetensors).")
  var name: String?

  @Flag(help: "Write Markdown with all options, for the manual.")
  var markdown = false

  @Option(help: "Print this tree of a model file; the first is 1.")
  var tree: Int?

  @Option(help: "Of which fold, where the model was trained in folds; the first is 1.")
  var fold: Int?

  @Option(help: "Draw the tree into this file (.svg) instead.")
  var svg: String?

  func validate() throws {
    let wantsTree = tree != nil || svg != nil || fold != nil
    if wantsTree && !(name.map(ModelDescription.isModel) ?? false) {
      throw ValidationError("--tree, --fold and --svg need a model file (.safetensors)")
    }
    if tree == nil && (svg != nil || fold != nil) {
      throw ValidationError("--svg and --fold need --tree NUMBER")
    }
  }

  func execute() throws {
    if markdown {
      print(Manual.markdown())
    } else if let name, ModelDescription.isModel(name) {
      try describe(ModelDescription(file: name))
    } else if let name {
      print(try Manual.text(of: name))
    } else {
      print(Manual.overview())
    }
  }

  private func describe(_ model: ModelDescription) throws {
    guard let tree else { return print(model.text()) }
    if let svg {
      try model.draw(tree: tree, fold: fold ?? 1, into: URL(argument: svg))
    } else {
      print(try model.text(ofTree: tree, fold: fold ?? 1), terminator: "")
    }
  }
}
