import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowReport

@Suite struct ReportWriterTests {
  @Test func writesAWholeReport() throws {
    let folder = try TemporaryFolder()
    let outcome = try ReportWriter(SyntheticRun().summary).write(into: folder.url)
    #expect(FileManager.default.fileExists(atPath: outcome.page.path))
  }
}
