import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowTrees

/// The MAGIC gamma telescope data (UCI 159), where they are present.
@Suite struct BDTMagicTests {
  static let folder: URL? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"]
      .map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("../shared/data")
    let folder = shared.appendingPathComponent("magic")
    let isThere = FileManager.default.fileExists(
      atPath: folder.appendingPathComponent("train.csv").path)
    return isThere ? folder : nil
  }()

  static func read(_ name: String) throws -> Sample {
    let file = try #require(folder).appendingPathComponent(name)
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").dropLast().map(String.init)
    var columns = names.map { _ in [Float]() }
    var labels: [UInt8] = []
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",")
      for (index, field) in fields.dropLast().enumerated() {
        columns[index].append(try #require(Float(field)))
      }
      labels.append(fields.last == "g" ? 0 : 1)
    }
    return Sample(
      schema: Schema(names: names), columns: columns,
      weights: Array(repeating: 1, count: labels.count),
      truth: .classes(names: ["g", "h"], labels: labels))
  }

  /// Σ_S Σ_B [s > b] over the number of pairs; the responses have next to no ties.
  static func areaUnderROC(_ response: [Float], _ labels: [UInt8]) -> Double {
    var backgrounds = 0.0, area = 0.0
    for row in response.indices.sorted(by: { response[$0] < response[$1] }) {
      if labels[row] == 0 { area += backgrounds } else { backgrounds += 1 }
    }
    return area / backgrounds / (Double(labels.count) - backgrounds)
  }

  /// LightGBM 4.7, 400 trees of 31 leaves, reaches 0.9393 on this split.
  @Test(.enabled(if: folder != nil), arguments: [false, true])
  func defaultsReachTheAreaOfThePeers(withValidation: Bool) throws {
    let all = try Self.read("train.csv"), test = try Self.read("test.csv")
    let rows = Array(0..<all.count)
    let training = withValidation ? all.selecting(rows.filter { $0 % 10 != 0 }) : all
    let validation = withValidation ? all.selecting(rows.filter { $0 % 10 == 0 }) : nil
    let model = try BDT(BDTParameters()).train(
      on: training, validation: validation, in: RunContext(threads: 2))
    let response = try model.scores(for: test, threads: 2).response
    let area = Self.areaUnderROC(response, try #require(test.labels))
    #expect(area > 0.937, "the area is \(area) with \(model.forest.trees.count) trees")
  }
}
