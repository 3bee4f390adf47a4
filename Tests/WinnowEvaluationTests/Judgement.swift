import Foundation

/// The figures of `Fixtures/judgement.json`, written by `Fixtures/judgement.py`.
struct Judgement {
  private let figures: [String: Any]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let data = try Data(contentsOf: folder.appending(path: "judgement.json"))
    figures = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// NaN where there is none, which no comparison accepts.
  func figure(_ name: String) -> Double { figures[name] as? Double ?? .nan }

  func list(_ name: String, _ part: String? = nil) -> [Double] {
    if let part { return (figures[name] as? [String: Any])?[part] as? [Double] ?? [] }
    return figures[name] as? [Double] ?? []
  }

  func rows(_ name: String) -> [[Double]] { figures[name] as? [[Double]] ?? [] }
}
