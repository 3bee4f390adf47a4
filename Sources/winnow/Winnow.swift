import ArgumentParser
import WinnowAnalysis

@main
struct Winnow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "winnow",
    abstract: "Train classifiers on signal and background events, side by side, and judge them.",
    version: WinnowVersion.current,
    subcommands: [
      Train.self, Apply.self, Report.self, Compare.self, Inspect.self, Convert.self,
      Describe.self, Generate.self, Fit.self, Verify.self,
    ])
}
