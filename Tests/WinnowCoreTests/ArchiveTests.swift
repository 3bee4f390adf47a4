import Foundation
import Testing
import WinnowCore

@Suite struct ArchiveTests {
  @Test func nestsAndGivesBack() throws {
    var outer = Archive()
    outer.store("inner", Archive(
      tensors: ["x": Tensor([1, 2] as [Float])], attributes: ["n": 2]))
    #expect(Array(outer.tensors.keys) == ["inner/x"])
    let inner = outer.inner("inner")
    #expect(try inner.float32("x", shape: [2]) == [1, 2])
    #expect(try inner.setting("n").integer() == 2)
  }

  @Test func refusesWhatDoesNotFit() {
    let archive = Archive(tensors: ["x": Tensor(shape: [2, 3], .float32([0, 1, 2, 3, 4, 5]))])
    #expect(throws: WinnowError.self) { try archive.float32("y", shape: [nil]) }
    #expect(throws: WinnowError.self) { try archive.float32("x", shape: [6]) }
    #expect(throws: WinnowError.self) { try archive.float32("x", shape: [nil, 2]) }
    #expect(throws: WinnowError.self) { try archive.float64("x", shape: [2, 3]) }
    #expect(throws: WinnowError.self) { try archive.setting("x") }
  }

  @Test func settingsSurviveJSON() throws {
    let setting = Setting.table([
      "flag": true, "whole": 3, "real": 0.1, "text": "a “b”", "list": [1, "two", 2.5],
      "inner": .table(["none": Setting(.null)]),
    ])
    let data = try JSONEncoder().encode(setting)
    let again = try JSONDecoder().decode(Setting.self, from: data)
    for key in ["flag", "whole", "real", "text", "list", "inner"] {
      #expect(again[key] == setting[key], "\(key)")
    }
  }
}
