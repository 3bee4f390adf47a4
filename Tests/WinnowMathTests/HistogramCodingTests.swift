import Foundation
import Testing
import WinnowMath

@Suite struct HistogramCodingTests {
  @Test func roundTrips() throws {
    var histogram = Histogram(bins: 3, from: 0, to: 1)
    for x in [-1.0, 0, 0.4, 1, 2] { histogram.fill(x, weight: 0.5) }
    let data = try JSONEncoder().encode(histogram)
    #expect(try JSONDecoder().decode(Histogram.self, from: data) == histogram)
  }

  @Test func contentsFromElsewhereAreThoseOfFilling() {
    var filled = Histogram(edges: [0, 1, 3])
    filled.fill(0.5, weight: 2)
    filled.fill(-1, weight: 3)
    let made = Histogram(edges: [0, 1, 3], contents: [2, 0], squares: [4, 0], underflow: 3)
    #expect(made == filled)
  }

  @Test(arguments: ["[0, 1, 1]", "[0]", "[]", "[0, 1]", "[0, 1, 2, 3]"])
  func malformedEdgesAreRefused(edges: String) {
    let text = """
      {"edges": \(edges), "contents": [1, 2], "squares": [1, 2], "underflow": 0, "overflow": 0}
      """
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Histogram.self, from: Data(text.utf8))
    }
  }
}
