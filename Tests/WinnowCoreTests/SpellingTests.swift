import Testing
import WinnowCore

@Suite struct SpellingTests {
  @Test(arguments: [
    ("tres", "trees"), ("learning_rat", "learning_rate"), ("MaxLeaves", "max_leaves"),
    ("bdt", "BDT"),
  ])
  func findsTheNearest(_ word: String, _ wanted: String) {
    let all = ["trees", "learning_rate", "max_leaves", "BDT", "epochs"]
    #expect(Spelling.nearest(to: word, in: all) == wanted)
  }

  @Test func saysNothingWhenNothingIsNear() {
    #expect(Spelling.nearest(to: "xylophone", in: ["trees", "epochs"]) == nil)
    #expect(Spelling.hint(for: "xylophone", in: ["trees", "epochs"]) == "; allowed: epochs, trees")
  }
}
