import Foundation
import Testing
import WinnowKernels

struct MappedFileTests {
  private func scratch(_ bytes: Data) throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("winnow-mapped-\(UUID().uuidString)")
    try bytes.write(to: url)
    return url
  }

  private func address(_ data: Data) -> Int {
    data.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
  }

  private func address<Element>(_ span: Span<Element>) -> Int {
    span.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
  }

  @Test func numbersStayInTheFile() throws {
    let values = (0..<5000).map { Float($0) }
    let url = try scratch(RawBytes.bytes(of: values))
    defer { try? FileManager.default.removeItem(at: url) }
    let file = try #require(MappedFile(url.path))
    let part = file.bytes[64..<64 + 640 * 4], array = FixedArray<Lanes>(part)
    #expect(array.count == 40)
    #expect(array.copied(as: Float.self) == Array(values[16..<656]))
    #expect(array[39][15] == 655)
    #expect(address(array.span) == address(file.bytes) + 64)
    let shifted = FixedArray<Lanes>(file.bytes[4..<132])
    #expect(shifted.copied(as: Float.self) == Array(values[1..<33]))
  }

  @Test func numbersOutliveTheFile() throws {
    let url = try scratch(RawBytes.bytes(of: (0..<64).map { Float($0) }))
    let array = try FixedArray<Float>(#require(MappedFile(url.path)).bytes)
    try FileManager.default.removeItem(at: url)
    #expect(array[63] == 63)
  }

  @Test func changesAreNoticed() throws {
    let url = try scratch(Data(repeating: 1, count: 9000))
    defer { try? FileManager.default.removeItem(at: url) }
    let file = try #require(MappedFile(url.path))
    #expect(file.isUnchanged)
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: 100)
    #expect(!file.isUnchanged)
    let again = try #require(MappedFile(url.path))
    #expect(again.bytes.count == 100 && again.isUnchanged)
    try handle.write(contentsOf: Data([7]))
    #expect(!again.isUnchanged)
  }

  @Test func emptyAndMissingFiles() throws {
    let url = try scratch(Data())
    #expect(MappedFile(url.path)?.bytes.isEmpty == true)
    try FileManager.default.removeItem(at: url)
    #expect(MappedFile(url.path) == nil)
    #expect(MappedFile(FileManager.default.temporaryDirectory.path) == nil)
  }
}
