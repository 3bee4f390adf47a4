import Foundation
import Testing
import WinnowEvaluation
import WinnowReport

/// Every kind of figure in a report has its page of documentation.
@Suite struct FigurePageTests {
  private static let documentation = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs")

  private static let index = try? String(
    contentsOf: documentation.appendingPathComponent("figures.md"), encoding: .utf8)

  /// The pages that the index gives for a kind: the first word of the name of a plot's files.
  private static func pages(of kind: String) -> [String] {
    (index ?? "").split(separator: "\n").filter { $0.contains("`\(kind)`") }.compactMap { line in
      line.firstMatch(of: /\]\((figures\/[a-z-]+\.md)\)/).map { String($0.1) }
    }
  }

  private static func text(_ page: String) throws -> String {
    try String(contentsOf: documentation.appendingPathComponent(page), encoding: .utf8)
  }

  @Test func theKindsOfAClassificationHaveAPage() throws {
    var run = SyntheticRun(eventsPerClass: 100)
    run.variables = Array(SyntheticRun.higgsVariables.prefix(3))
    var summary = run.summary
    PlaneFigures.add(to: &summary)
    let kinds = Set(RunPlots(summary).all.compactMap { $0.name.split(separator: "-").first })
    #expect(kinds.isSuperset(of: ["roc", "inputs", "boundary", "parallel", "permutation", "cuts"]))
    for kind in kinds { #expect(Self.pages(of: String(kind)).count == 1, "\(kind)") }
  }

  /// Those of studies, forests and other tasks, which only some runs have.
  @Test(arguments: [
    "sculpting", "learning", "retrained", "splits", "contribution", "dependence", "confusion", "pairs",
    "profile", "deviation", "resolution", "density", "fit",
  ])
  func theOtherKindsHaveAPage(kind: String) {
    #expect(Self.pages(of: kind).count == 1)
  }

  @Test func pagesSayWhatTheirFigureIsAndWhatNot() throws {
    let links = try #require(Self.index).matches(of: /\]\((figures\/[a-z-]+\.md)\)/).map { String($0.1) }
    #expect(Set(links).count > 15)
    for page in Set(links) {
      let text = try Self.text(page)
      #expect(text.hasPrefix("# "), "\(page)")
      for heading in ["## Definition", "## Reference", "## What it does not say"] {
        #expect(text.contains(heading), "\(page): \(heading)")
      }
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.documentation.appendingPathComponent("figures").path)
    for file in files { #expect(links.contains("figures/\(file)"), "\(file) is in no index") }
  }
}
