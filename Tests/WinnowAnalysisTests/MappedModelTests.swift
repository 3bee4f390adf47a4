import Foundation
import Testing
import WinnowAnalysis
import WinnowCore
import WinnowKernels
import WinnowToys

/// Models that use the points of their neighbours where they lie in the file.
struct MappedModelTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func written(_ method: String) throws -> (URL, TrainedClassifier) {
    let url = folder.url.appendingPathComponent("m.safetensors")
    let classifier = try ContractBench(method: Catalog.method(named: method))
      .train(on: ContractBench.train)
    try ModelFile.encode(classifier).write(to: url)
    return (url, classifier)
  }

  @Test(arguments: ["KNN", "PDERS"])
  func answerAsTheTrainedOne(method: String) throws {
    let (url, classifier) = try written(method)
    let again = try ModelFile.read(url), events = ContractBench.test
    #expect(try again.scores(for: events, threads: 2) == classifier.scores(for: events, threads: 1))
    #expect(try again.errors(for: events, threads: 2) == classifier.errors(for: events, threads: 1))
    #expect(try ModelFile.encode(again) == ModelFile.encode(classifier))
  }

  /// The points cost no memory of their own: each tensor of the index begins where a vector can, and
  /// lies in the bytes of the file.
  @Test func pointsLieInTheFile() throws {
    let (url, _) = try written("KNN")
    let file = try #require(MappedFile(url.path))
    let whole = file.bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    let content = try Safetensors.decode(file.bytes) { $0.contains("/model/index/") }
    for name in ["rows", "tiles", "bounds"] {
      let tensor = try #require(content.tensors["pipeline0/model/index/\(name)"])
      guard case .float32InPlace(let bytes) = tensor.values else {
        Issue.record("“\(name)” was copied")
        continue
      }
      let start = bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
      #expect(start > whole && start + bytes.count <= whole + file.bytes.count)
      #expect(start % (name == "rows" ? 16 : 64) == 0)
    }
  }

  @Test func changedFilesAreErrors() throws {
    let (url, _) = try written("KNN")
    let bytes = try Data(contentsOf: url), events = ContractBench.test
    let changes: [(FileHandle) throws -> Void] = [
      { try $0.truncate(atOffset: 5000) }, { try $0.truncate(atOffset: 0) },
      {
        try $0.seek(toOffset: UInt64(bytes.count / 2))
        try $0.write(contentsOf: Data([1, 2, 3]))
      },
    ]
    for change in changes {
      try bytes.write(to: url)
      let classifier = try ModelFile.read(url)
      try change(FileHandle(forWritingTo: url))
      let error = #expect(throws: WinnowError.self) {
        try classifier.scores(for: events, threads: 1)
      }
      #expect(error?.message.contains("changed while it was in use") == true)
      #expect(throws: WinnowError.self) { try ModelFile.read(url) }
    }
  }

  /// A new file of the same name, as a rename puts it there, leaves the old one to its readers.
  @Test func replacedFilesStayInUse() throws {
    let (url, classifier) = try written("PDERS")
    let again = try ModelFile.read(url), events = ContractBench.test
    try FileManager.default.removeItem(at: url)
    try Data("another".utf8).write(to: url)
    #expect(try again.scores(for: events, threads: 1) == classifier.scores(for: events, threads: 1))
  }
}
