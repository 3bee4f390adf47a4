import Testing
import WinnowCore
import WinnowExpressions
import WinnowInput

@Suite struct LoadTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func reference(_ name: String) -> FileReference { FileReference(parsing: fixture(name)) }

  /// Signal and background of `several.h5`.
  private func twoFiles() -> SampleRequest {
    SampleRequest(
      sources: [
        .init([reference("several.h5:signal")], classIndex: 0),
        .init([reference("several.h5:background")], classIndex: 1),
      ],
      features: [Feature("x"), Feature("sum", expression: "x + y")])
  }

  private func csv(_ text: String) throws -> SampleRequest {
    let file = try scratch.file("t.csv", text)
    var request = SampleRequest(
      sources: [.init([FileReference(file: file)])], features: [Feature("x")])
    request.label = LabelRule(column: "class", signal: ["g"], background: ["h"])
    return request
  }

  @Test func classesInFilesOfTheirOwn() throws {
    var request = twoFiles()
    request.spectators = [
      try NamedExpression(parsing: "event_id"), try NamedExpression(parsing: "half := x / 2"),
    ]
    let loaded = try load(request)
    let sample = loaded.sample
    #expect(sample.count == 100)
    #expect(sample.classNames == ["signal", "background"])
    #expect(sample.rows(ofClass: 1) == Array(60..<100))
    #expect(loaded.tallies.map(\.read) == [60, 40])
    let x = try FileFormats.open(reference("several.h5:background")).numbers(of: ["x", "y"])
    #expect(sample.columns[0][60...].map { Double($0) } == x[0])
    let sums = zip(x[0], x[1]).map { Float($0 + $1) }
    #expect(Array(sample.columns[1][60...]) == sums)
    let first: Int64 = 9_007_199_254_740_993
    let ids = (0..<60).map { first + $0 } + (0..<40).map { first + $0 }
    #expect(sample.spectator(named: "event_id")?.values == .integer(ids))
    #expect(sample.spectator(named: "half")?.values == .real(sample.columns[0].map { Double($0) / 2 }))
  }

  @Test func weightsAndCutsMultiply() throws {
    var request = twoFiles()
    request.weight = try Expression(parsing: "mc_weight * 2")
    request.sources[1].weight = try Expression(parsing: "0.25")
    request.cut = try Expression(parsing: "y < 1.5")
    request.sources[0].cut = try Expression(parsing: "x > 0")
    let loaded = try load(request)
    for (index, object) in ["signal", "background"].enumerated() {
      let raw = try FileFormats.open(reference("several.h5:\(object)"))
        .numbers(of: ["x", "y", "mc_weight"])
      let kept = raw[0].indices.filter { raw[1][$0] < 1.5 && (index == 1 || raw[0][$0] > 0) }
      let rows = loaded.sample.rows(ofClass: index)
      let weights = kept.map { raw[2][$0] * 2 * (index == 1 ? 0.25 : 1) }
      #expect(rows.map { loaded.sample.weights[$0] } == weights)
      #expect(loaded.tallies[index].cutAway == raw[0].count - kept.count)
      #expect(loaded.tallies[index].accepted == kept.count)
    }
    #expect(loaded.sample.weights.contains { $0 < 0 })
  }

  @Test func labelColumnOfText() throws {
    let loaded = try load(try csv("x,class\n1,g\n2,h\n3,data\n4,g\n5,h\n"))
    #expect(loaded.sample.labels == [0, 1, 0, 1])
    #expect(loaded.sample.columns == [[1, 2, 4, 5]])
    #expect(loaded.unlabelled == 1)
    #expect(loaded.remarks == ["1 rows are labelled neither signal nor background and were not used."])
  }

  @Test func labelColumnOfNumbers() throws {
    var request = try csv("x,class\n1,1.0\n2,0\n3,2\n4,1\n")
    request.label = LabelRule(column: "class", signal: ["1"])
    #expect(try load(request).sample.labels == [0, 1, 1, 0])
    var columns = SampleRequest(
      sources: [.init([reference("group.h5")])], features: [Feature("eta")])
    columns.label = LabelRule(column: "ok", signal: ["1"], background: ["0"])
    #expect(try load(columns).sample.labels == [0, 1, 0, 0, 1])
  }

  @Test func withoutClasses() throws {
    var request = SampleRequest(
      sources: [.init([reference("matrix.h5")])], features: [Feature("three-pt")])
    request.limit = 3
    let loaded = try load(request)
    #expect(loaded.sample.truth == .none)
    let triple = HDF5Tests.pt.prefix(3).map { ($0 * 3).bitPattern }
    #expect(loaded.sample.columns[0].map { $0.bitPattern } == triple)
    #expect(loaded.tallies.map(\.name) == ["Events"])
  }

  @Test func limitCountsRowsOverFiles() throws {
    let files = try (0..<3).map { index in
      FileReference(file: try scratch.file("\(index).csv", "x\n\(index)1\n\(index)2\n\(index)3\n"))
    }
    var request = SampleRequest(sources: [.init(files)], features: [Feature("x")])
    request.limit = 5
    #expect(try load(request).sample.columns == [[1, 2, 3, 11, 12]])
    var classes = twoFiles()
    classes.limit = 10
    #expect(try load(classes).tallies.map(\.read) == [10, 10])
  }

  @Test func missingPolicies() throws {
    var request = try csv("x,y,class\n1,2,g\nnan,inf,g\n3,inf,h\n4,,h\n5,6,g\n6,7,h\n")
    request.features = [Feature("x"), Feature("y")]
    request.missing = .drop
    let loaded = try load(request)
    #expect(loaded.sample.columns == [[1, 5, 6], [2, 6, 7]])
    #expect(loaded.tallies.map(\.dropped) == [1, 2])
    #expect(loaded.tallies[0].droppedByVariable == ["x": 1, "y": 1])
    #expect(loaded.remarks[0].contains("signal: 1 of 3 accepted events were dropped"))
    request.missing = .keep
    #expect(fault { _ = try load(request) }?.location?.row == 2)
    request.cut = try Expression(parsing: "isfinite(y) || isnan(y)")
    let kept = try load(request)
    #expect(kept.sample.columns[1].map(\.isNaN) == [false, true, false, false])
    #expect(kept.tallies.map(\.keptMissing) == [0, 1])
    request.missing = .error
    request.cut = try Expression(parsing: "y < 100")
    #expect(try load(request).sample.count == 3)
  }

  @Test func featureByItsWholeName() throws {
    var request = try csv("sd-prof,sd,prof,class\n1,5,2,g\n2,7,1,h\n")
    request.features = [
      Feature("sd-prof"), Feature("sd - prof"), Feature("ratio", expression: "`sd-prof`/sd"),
    ]
    #expect(try load(request).sample.columns == [[1, 2], [3, 6], [0.2, 2 / 7]])
  }

  @Test func spectatorTypesJoinOverFiles() throws {
    let files = [
      FileReference(file: try scratch.file("a.csv", "id,x\n9007199254740993,1\n")),
      FileReference(file: try scratch.file("b.csv", "id,x\n2.5,1\n")),
    ]
    var request = SampleRequest(sources: [.init([files[0]])], features: [Feature("x")])
    request.spectators = [try NamedExpression(parsing: "id")]
    #expect(try load(request).sample.spectators[0].values == .integer([9_007_199_254_740_993]))
    request.sources = [.init(files)]
    #expect(try load(request).sample.spectators[0].values == .real([9_007_199_254_740_992, 2.5]))
  }
}
