import Foundation
import Testing
import WinnowReport

@Test(.enabled(if: ProcessInfo.processInfo.environment["WINNOW_PREVIEW"] != nil))
func preview() throws {
  let url = URL(fileURLWithPath: ProcessInfo.processInfo.environment["WINNOW_PREVIEW"]!)
  let clock = ContinuousClock()
  let summary = SyntheticRun().summary
  print(try clock.measure { print(try ReportWriter(summary).write(into: url)) })
  print(TextReport(summary).render(color: false))
}
