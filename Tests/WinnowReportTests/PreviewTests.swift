import Foundation
import Testing
import WinnowReport

@Test(.enabled(if: ProcessInfo.processInfo.environment["WINNOW_PREVIEW"] != nil))
func preview() throws {
  let url = URL(fileURLWithPath: ProcessInfo.processInfo.environment["WINNOW_PREVIEW"]!)
  let clock = ContinuousClock()
  let summary = SyntheticRun().summary
  print(try clock.measure { print(try ReportWriter(summary).write(into: url)) })
  var other = SyntheticRun(seed: 11)
  other.methods = ["BDT deep", "DNN", "SVM", "Likelihood"]
  print(try ComparisonReport([summary, other.summary]).write(into: url))
  print(ComparisonReport([summary, other.summary]).render(color: false))
  print(TextReport(summary).render(color: false))
}
