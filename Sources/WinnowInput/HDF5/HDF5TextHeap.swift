import CHDF5
import Foundation
import WinnowCore

/// The global heap of a file, where variable-length text lies in numbered objects of collections.
///
/// The C library follows references without checking them, and a damaged file makes it read or write
/// beyond its memory. Here each is checked against the file.
///
/// - Reference: HDF5 File Format Specification 3.0, sections III.E and VIII.A.
final class HDF5TextHeap {
  /// Bytes of a reference: length, address of the collection, number of the object.
  static let referenceSize = 16

  private let object: hid_t
  private let place: SourceLocation
  private var file: (bytes: Data, base: Int)?
  /// The objects of the collections seen so far, by address.
  private var collections: [Int: [Int: Range<Int>]] = [:]
  private var walked = 0

  /// - Parameter object: a dataset or an attribute, open as long as the heap is used.
  init(of object: hid_t, at place: SourceLocation) {
    self.object = object
    self.place = place
  }

  /// The letters that a reference leads to, up to a NUL.
  /// - Throws: `badData` for one that leads nowhere.
  func text(_ reference: ArraySlice<UInt8>) throws -> Data {
    let bytes = Array(reference)
    let length = Self.number(bytes[0..<4]), address = Self.number(bytes[4..<12])
    if address == 0 || length == 0 { return Data() }
    let objects = try objects(ofCollectionAt: address)
    guard let found = objects[Self.number(bytes[12..<16])], length <= found.count, let file else {
      throw Self.damaged
    }
    return file.bytes[found.lowerBound..<found.lowerBound + length].prefix { $0 != 0 }
  }

  private func objects(ofCollectionAt address: Int) throws -> [Int: Range<Int>] {
    if let known = collections[address] { return known }
    let (bytes, base) = try opened()
    let (start, overflow) = address.addingReportingOverflow(base)
    guard address > 0, !overflow, start <= bytes.count - 16,
      bytes[start..<start + 8].elementsEqual(Array("GCOL".utf8) + [1, 0, 0, 0])
    else { throw Self.damaged }
    let size = Self.number(bytes[start + 8..<start + 16])
    // Honest collections do not overlap, so that all of them together are no larger than the file.
    guard size >= 16, size <= bytes.count - start, walked <= bytes.count - size else {
      throw Self.damaged
    }
    walked += size
    let objects = try Self.objects(in: bytes, start + 16..<start + size)
    collections[address] = objects
    return objects
  }

  private static func objects(in bytes: Data, _ range: Range<Int>) throws -> [Int: Range<Int>] {
    var objects: [Int: Range<Int>] = [:]
    var place = range.lowerBound
    while place <= range.upperBound - 16 {
      let index = number(bytes[place..<place + 2])
      if index == 0 { break }  // free space to the end
      let size = number(bytes[place + 8..<place + 16])
      guard size >= 0, size <= range.upperBound - place - 16 else { throw damaged }
      objects[index] = place + 16..<place + 16 + size
      place += 16 + (size + 7) / 8 * 8
    }
    return objects
  }

  private func opened() throws -> (bytes: Data, base: Int) {
    if let file { return file }
    let id = object
    let handle = try HDF5Handle(
      "the file cannot be opened again", at: place, close: { H5Fclose($0) },
      open: { H5Iget_file_id(id) })
    let fileID = handle.id
    let properties = try HDF5Handle.properties(at: place) { H5Fget_create_plist(fileID) }
    var base: hsize_t = 0
    var addressSize = 0, lengthSize = 0
    HDF5Library.locked {
      _ = unsafe H5Pget_userblock(properties.id, &base)
      _ = unsafe H5Pget_sizes(properties.id, &addressSize, &lengthSize)
    }
    guard addressSize == 8, lengthSize == 8,
      let bytes = try? Data(contentsOf: URL(fileURLWithPath: place.file), options: .mappedIfSafe)
    else { throw WinnowError(.badData, "the file's text cannot be read", at: place) }
    file = (bytes, Int(clamping: base))
    return (bytes, Int(clamping: base))
  }

  /// A little-endian number; −1 for one beyond 63 bits.
  private static func number(_ bytes: some Collection<UInt8>) -> Int {
    var value: UInt64 = 0
    for (place, byte) in bytes.enumerated() { value |= UInt64(byte) << UInt64(8 * place) }
    return Int(exactly: value) ?? -1
  }

  private static var damaged: WinnowError {
    WinnowError(.badData, "the text cannot be read: a reference to it is damaged")
  }
}
