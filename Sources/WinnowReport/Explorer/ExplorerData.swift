import Foundation
import WinnowEvaluation

/// What the page's script draws: the ROC curve of each method, and what a cut needs.
struct ExplorerData: Encodable {
  struct Method: Encodable {
    let name: String
    let color: String
    let dash: String
    let auc: String
    /// By falling cut.
    let cut: [Double]
    let signal: [Double]
    let signalError: [Double]
    let background: [Double]
    let backgroundError: [Double]
    /// P(S|y) for the prior below, by rising response.
    let response: [Double]
    let probability: [Double]
  }

  let methods: [Method]
  let signal: Double
  let background: Double
  let prior: Double

  /// - Returns: nil where there is no curve to look at.
  init?(_ summary: RunSummary) {
    guard let first = summary.methods.first?.figures else { return nil }
    signal = first.cuts.expectedSignal
    background = first.cuts.expectedBackground
    prior = first.probability.prior
    methods = summary.methods.enumerated().map { index, method in
      Method(method.name, method.figures, Ink.method(index))
    }
  }

  /// JSON fit to stand inside a `script` element of XML and HTML alike: no `<`, `>` or `&`.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    return text.unicodeScalars.map { scalar in
      "<>&\u{2028}\u{2029}".unicodeScalars.contains(scalar)
        ? String(format: "\\u%04x", scalar.value) : String(scalar)
    }.joined()
  }
}

extension ExplorerData.Method {
  fileprivate init(_ name: String, _ figures: MethodFigures, _ ink: Ink) {
    func short(_ values: [Double]) -> [Double] {
      values.map { Double(String(format: "%.5g", $0)) ?? $0 }
    }
    self.name = PageText(name).text
    color = ink.color
    dash = ink.dash.map(String.init).joined(separator: " ")
    auc = FigureFormat.measured(figures.auc)
    cut = short(figures.roc.cut)
    signal = short(figures.roc.signal)
    signalError = short(figures.roc.signalError)
    background = short(figures.roc.background)
    backgroundError = short(figures.roc.backgroundError)
    response = short(figures.probability.response)
    probability = short(figures.probability.probability)
  }
}
