import Testing
import WinnowCore
import WinnowInput

@Suite struct FileSetTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    for name in ["b.h5", "a.h5", "a:b.csv", "run1.csv", "run10.csv", "run2.csv", ".hidden.h5"] {
      _ = try scratch.file(name, "x\n1\n")
    }
  }

  @Test func patternsExpandSorted() throws {
    let set = try FileSet(patterns: ["run?.csv", "*.h5:tree/x"], relativeTo: scratch.path)
    #expect(set.files == [
      FileReference(file: scratch.path + "/run1.csv"), FileReference(file: scratch.path + "/run2.csv"),
      FileReference(file: scratch.path + "/a.h5", object: "tree/x"),
      FileReference(file: scratch.path + "/b.h5", object: "tree/x"),
    ])
    let parent = scratch.path.split(separator: "/").dropLast().joined(separator: "/")
    let leaf = String(scratch.path.split(separator: "/").last ?? "")
    let deep = try FileSet(patterns: ["/\(parent)/\(leaf.dropLast(3))*/run[12].csv"])
    #expect(deep.files.map(\.file) == [scratch.path + "/run1.csv", scratch.path + "/run2.csv"])
  }

  @Test func colonInAFileName() throws {
    let set = try FileSet(patterns: ["a:b.csv"], relativeTo: scratch.path)
    #expect(set.files == [FileReference(file: scratch.path + "/a:b.csv")])
    let missing = FileReference(parsing: "no/such.h5:group/x")
    #expect(missing == FileReference(file: "no/such.h5", object: "group/x"))
    #expect(FileReference(parsing: "no/such.csv") == FileReference(file: "no/such.csv"))
    #expect("\(FileReference(parsing: "d.h5:a/b"))" == "d.h5:a/b")
  }

  @Test(arguments: [
    (["*.root"], WinnowError.Kind.noInput, "no file matches the pattern “*.root”"),
    (["c.h5:x"], .noInput, "c.h5” does not exist"), ([], .badConfiguration, "no file is named"),
    (["a.h5", "*.h5"], .badConfiguration, "a.h5” is named twice"),
  ])
  func faults(patterns: [String], kind: WinnowError.Kind, message: String) throws {
    let error = fault { _ = try FileSet(patterns: patterns, relativeTo: scratch.path) }
    #expect(error?.kind == kind)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
  }
}
