import Foundation
import Testing
import WinnowCore
import WinnowInput

@Suite struct WriterTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  static let columns = [
    OutputColumn("score", [0.1, -2.5e-30, Float.greatestFiniteMagnitude, .nan]),
    OutputColumn("weight", .real([1.0 / 3, -1e300, .leastNonzeroMagnitude, 2])),
    OutputColumn("id", .integer([9_007_199_254_740_993, .min, .max, 0])),
    OutputColumn("class", .byte([0, 1, 1, 255])),
    OutputColumn("tag", .text(["g", "a, \"b\"\nc", "", "é #"])),
  ]

  @Test(arguments: [
    "out.csv", "out.h5", "out.hdf5:run/scores", "out.root", "out.root:scores", "out.npy", "out.npz",
  ])
  func readsBackTheSameBits(name: String) throws {
    let destination = FileReference(parsing: scratch.path + "/" + name)
    try writeTable(Self.columns, to: destination)
    let source = try FileFormats.open(destination)
    #expect(source.names == ["score", "weight", "id", "class", "tag"])
    guard case .real(let scores) = try source.exactValues(of: "score"),
      case .float(let written) = Self.columns[0].values
    else { throw WinnowError(.internal, "the scores are no numbers") }
    let bits = scores.prefix(3).map { Float($0).bitPattern }
    #expect(bits == written.prefix(3).map { $0.bitPattern })
    #expect(scores[3].isNaN)
    #expect(try source.exactValues(of: "weight") == .real([1.0 / 3, -1e300, .leastNonzeroMagnitude, 2]))
    #expect(try source.exactValues(of: "id") == .integer([9_007_199_254_740_993, .min, .max, 0]))
    #expect(try source.exactValues(of: "class") == .integer([0, 1, 1, 255]))
    #expect(try source.exactValues(of: "tag") == .text(["g", "a, \"b\"\nc", "", "é #"]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).count == 1)
  }

  @Test func groupsAndAttributes() throws {
    let file = scratch.path + "/scores.h5"
    let many = (0..<200_000).map { Float($0) }
    let writer = try HDF5Writer(creating: file)
    try writer.write([OutputColumn("x", many)], to: "/train")
    try writer.write([OutputColumn("x", many.map { -$0 })], to: "test")
    try writer.setAttribute("version", "1.0", of: "/train")
    #expect(!FileManager.default.fileExists(atPath: file))
    try writer.finish()
    #expect(try FileFormats.objects(in: file).map(\.location.object) == ["train", "test"])
    let test = try FileFormats.open(FileReference(file: file, object: "test"))
    #expect(try test.numbers(of: ["x"])[0].last == -199_999)
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect(try #require(size) < 800_000)
  }

  @Test func sameContentSameBytes() throws {
    let files = try ["a.h5", "b.h5"].map { name in
      try writeTable(Self.columns, to: FileReference(file: scratch.path + "/" + name, object: "t"))
      return try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/" + name))
    }
    #expect(files[0] == files[1])
  }

  @Test func unfinishedLeavesNothing() throws {
    do {
      let writer = try HDF5Writer(creating: scratch.path + "/a.h5")
      try writer.write(Self.columns)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test func noRows() throws {
    for name in ["a.h5", "a.csv", "a.root", "a.npy", "a.npz"] {
      let file = FileReference(file: scratch.path + "/" + name)
      try writeTable([OutputColumn("x", [Float]()), OutputColumn("t", .text([]))], to: file)
      let source = try FileFormats.open(file)
      #expect(source.names == ["x", "t"])
      #expect(try source.rowCount() == 0)
    }
  }

  @Test(arguments: [
    ("out.parquet", WinnowError.Kind.badConfiguration, "tables are not written as “.parquet”; allowed: .csv"),
    ("out.csv:tree", .badConfiguration, "no object “tree”"),
    ("none/out.csv", .cannotCreate, "does not exist"),
    ("none/out.h5", .cannotCreate, "does not exist"), ("dir.h5", .cannotCreate, "a directory has this name"),
  ])
  func faults(name: String, kind: WinnowError.Kind, message: String) throws {
    let directory = scratch.path + "/dir.h5"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let file = name.split(separator: ":").map(String.init)
    let destination = FileReference(
      file: scratch.path + "/" + file[0], object: file.count > 1 ? file[1] : nil)
    let error = fault { try writeTable(Self.columns, to: destination) }
    #expect(error?.kind == kind)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }

  @Test func namesMustDiffer() throws {
    let twice = [OutputColumn("x", [1]), OutputColumn("x", [2])]
    let error = fault { try writeTable(twice, to: FileReference(file: scratch.path + "/a.csv")) }
    #expect(error?.kind == .badConfiguration)
  }
}
