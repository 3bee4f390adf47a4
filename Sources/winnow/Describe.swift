import ArgumentParser
import WinnowAnalysis

struct Describe: Command {
  static let configuration = CommandConfiguration(
    abstract: "List methods, transforms and toys, or the options of one: name, default, range.")

  @Argument(help: "A method (BDT), a transform (gauss) or a toy (higgs); all by default.")
  var name: String?

  @Flag(help: "Write Markdown with all options, for the manual.")
  var markdown = false

  func execute() throws {
    if markdown {
      print(Manual.markdown())
    } else if let name {
      print(try Manual.text(of: name))
    } else {
      print(Manual.overview())
    }
  }
}
