import Foundation
import Testing
import WinnowEvaluation
import WinnowReport

/// The page's script in a real browser; skipped where there is no Chromium.
@Suite struct BrowserTests {
  private static let browser = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { URL(fileURLWithPath: "\($0)/\(name)") }
    }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// The page's elements after its scripts and these `actions` have run.
  private func document(_ summary: RunSummary, actions: String) throws -> String {
    let folder = try TemporaryFolder()
    let page = try ReportWriter(summary).write(into: folder.url).page
    let text = try String(contentsOf: page, encoding: .utf8).replacingOccurrences(
      of: "</body>",
      with: """
        <script>
        window.onerror = function (message) { document.title = 'ERROR ' + message; };
        function set(id, value) { var node = document.getElementById(id); node.value = value;
          node.dispatchEvent(new Event('input')); }
        \(actions)
        </script></body>
        """)
    try text.write(to: page, atomically: true, encoding: .utf8)
    let process = Process(), output = Pipe()
    let browser: URL = try #require(Self.browser)
    process.executableURL = browser
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.url.path)/profile",
      "--dump-dom", page.absoluteString,
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  /// Cells of the explorer's table, by row.
  private func cells(_ document: String) throws -> [[String]] {
    let start = try #require(document.range(of: "id=\"explore-table\">"))
    let end = try #require(document[start.upperBound...].range(of: "</table>"))
    return document[start.upperBound..<end.lowerBound].components(separatedBy: "<tr>").dropFirst().map {
      $0.components(separatedBy: "</t").compactMap { $0.split(separator: ">").last.map(String.init) }
        .filter { !$0.hasPrefix("r") }
    }
  }

  @Test(.enabled(if: browser != nil)) func theCutMovesAndMethodsGo() throws {
    let summary = SyntheticRun(eventsPerClass: 300).summary
    let curve = summary.methods[0].figures.roc
    let document = try document(
      summary,
      actions: """
        set('explore-signal', 200); set('explore-background', 3000); set('explore-uncertainty', 0);
        set('explore-cut', 700);
        var box = document.querySelector('[data-method="1"]'); box.checked = false;
        box.dispatchEvent(new Event('change'));
        """)
    #expect(!document.contains("<title>ERROR"), "the script ran")
    #expect(!document.contains("id=\"explore\" hidden"), "the section is shown")
    let rows = try cells(document)
    #expect(rows.count == summary.methods.count, "a head and all methods but one")
    #expect(!rows.contains { $0.first == summary.methods[1].name })
    let place = try #require(curve.signal.firstIndex { $0 >= 0.7 })
    let s = 200 * curve.signal[place], b = 3000 * curve.background[place]
    let row = try #require(rows.dropFirst().first)
    #expect(abs((Double(row[4]) ?? 0) - s / (s + b)) < 0.002, "purity \(row)")
    #expect(abs((Double(row[6]) ?? 0) - s / (s + b).squareRoot()) < 0.01, "significance \(row)")
    let asimov = (2 * ((s + b) * log(1 + s / b) - s)).squareRoot()
    #expect(abs((Double(row[7]) ?? 0) - asimov) < 0.01, "Z_A \(row)")
  }

  @Test(.enabled(if: browser != nil)) func strangeNamesAreTextInTheScriptToo() throws {
    var run = SyntheticRun(eventsPerClass: 20)
    run.methods = SampleNames.hostile
    let document = try document(run.summary, actions: "")
    #expect(!document.contains("<title>ERROR"))
    #expect(try cells(document).count > SampleNames.hostile.count / 2)
  }
}
