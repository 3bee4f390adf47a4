import Testing
import WinnowCore

@Suite struct SampleTests {
  private let sample = Sample(
    schema: Schema(names: ["a", "b"]), columns: [[1, 2, 3], [4, 5, 6]], weights: [1, -1, 2],
    truth: .classes(names: ["signal", "background"], labels: [0, 1, 0]),
    spectators: [Spectator("event", .integer([1 << 53 | 1, 7, 8]))])

  @Test func selectsRowsInOrder() {
    let part = sample.selecting([2, 0])
    #expect(part.columns == [[3, 1], [6, 4]] && part.weights == [2, 1])
    #expect(part.labels == [0, 0])
    #expect(part.spectator(named: "event")?.values == .integer([8, 1 << 53 | 1]))
  }

  @Test func matchesColumnsByName() throws {
    #expect(try sample.matching(Schema(names: ["b"])).columns == [[4, 5, 6]])
    let error = #expect(throws: WinnowError.self) { try sample.matching(Schema(names: ["bb"])) }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("did you mean “a”") == true
      || error?.message.contains("did you mean “b”") == true)
  }

  @Test func knowsItsClasses() {
    #expect(sample.rows(ofClass: 0) == [0, 2] && sample.rows(ofClass: 1) == [1])
  }
}
