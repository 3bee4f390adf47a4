import ArgumentParser
import Foundation
import WinnowAnalysis

struct Verify: Command {
  static let configuration = CommandConfiguration(
    abstract: "Score the test vectors stored in a model file and compare them bit for bit.")

  @Argument(help: "The model file (.safetensors).")
  var model: String

  func execute() throws {
    print(try Verification.text(of: URL(argument: model)))
  }
}
