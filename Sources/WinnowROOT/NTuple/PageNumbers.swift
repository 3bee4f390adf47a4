import Foundation
import WinnowCore
import WinnowKernels

/// The wanted elements of one page; zeros where the column was added later.
struct PagePart: Sendable {
  let page: Page?
  let encoding: PageEncoding
  /// The wanted elements, counted from the first of the page.
  let elements: Range<Int>

  /// The page's bytes, uncompressed and verified.
  private func bytes(
    of page: Page, in image: FileImage, using decompressor: Decompressor
  ) throws -> Data {
    let stored = try image.slice(page.locator.offset, page.locator.size, "a page")
    if page.hasChecksum {
      let place = page.locator.offset + page.locator.size
      var sum = try image.cursor(place, 8, "the checksum of a page")
      guard try sum.readLittle(UInt64.self) == xxHash3(stored.span) else {
        throw WinnowError(.badData, "the checksum of a page is wrong")
      }
    }
    return try decompressor.unpack(
      stored, size: encoding.pageSize(page.elements), what: "a page")
  }

  /// Decodes the wanted elements into `output`, which holds as many.
  func decode<Number: ColumnNumber>(
    in image: FileImage, into output: inout MutableSpan<Number>
  ) throws {
    guard let page else {
      for index in 0..<output.count { output[index] = Number.converted(Int64(0)) }
      return
    }
    let decompressor = image.decompressors.take()
    defer { image.decompressors.give(decompressor) }
    let data = try bytes(of: page, in: image, using: decompressor)
    let isWhole = elements == 0..<page.elements
    switch encoding.layout {
    case .words where isWhole && encoding.type == Number.elementType && encoding.type != .bool:
      var raw = output.mutableBytes
      encoding.decodeWords(data.bytes, into: &raw)
    case .words:
      var words = Data(count: data.count)
      var raw = words.mutableBytes
      encoding.decodeWords(data.bytes, into: &raw)
      let width = encoding.bits / 8
      convert(words.subdata(in: elements.lowerBound * width..<elements.upperBound * width), into: &output)
    case .half(let split): decodeHalves(data, split: split, into: &output)
    case .bits, .truncated, .quantised: decodeBits(data, into: &output)
    case .switched: throw WinnowError(.badData, "variants cannot be read")
    }
  }

  private func decodeHalves<Number: ColumnNumber>(
    _ data: Data, split: Bool, into output: inout MutableSpan<Number>
  ) {
    var words = data
    if split {
      words = Data(count: data.count)
      var raw = words.mutableBytes
      joinSplitBytes(data.bytes, width: 2, into: &raw)
    }
    let halves = RawBytes.values(UInt16.self, from: words)
    for index in 0..<output.count {
      let half = Float16(bitPattern: halves[elements.lowerBound + index])
      output[index] = Number.converted(Double(half))
    }
  }

  private func decodeBits<Number: ColumnNumber>(
    _ data: Data, into output: inout MutableSpan<Number>
  ) {
    var words = [UInt32](repeating: 0, count: output.count)
    var span = words.mutableSpan
    unpackBits(data.span, bits: encoding.bits, first: elements.lowerBound, into: &span)
    for index in 0..<output.count {
      switch encoding.layout {
      case .truncated:
        let float = Float(bitPattern: words[index] << UInt32(32 - encoding.bits))
        output[index] = Number.converted(Double(float))
      case .quantised(let range):
        let steps = Double((1 << encoding.bits) - 1)
        let step = (range.upperBound - range.lowerBound) / steps
        output[index] = Number.converted(range.lowerBound + Double(words[index]) * step)
      default: output[index] = Number.converted(UInt64(words[index]))
      }
    }
  }

  /// From the column's type to the field's.
  private func convert<Number: ColumnNumber>(_ words: Data, into output: inout MutableSpan<Number>) {
    func integers<Word: BinaryInteger & BitwiseCopyable>(_ type: Word.Type) {
      let values = RawBytes.values(type, from: words)
      for index in 0..<output.count {
        output[index] =
          Word.isSigned
          ? Number.converted(Int64(truncatingIfNeeded: values[index]))
          : Number.converted(UInt64(truncatingIfNeeded: values[index]))
      }
    }
    switch encoding.type {
    case .int8: integers(Int8.self)
    case .uint8, .bool, .string: integers(UInt8.self)
    case .int16: integers(Int16.self)
    case .uint16: integers(UInt16.self)
    case .int32: integers(Int32.self)
    case .uint32: integers(UInt32.self)
    case .int64: integers(Int64.self)
    case .uint64: integers(UInt64.self)
    case .float:
      let values = RawBytes.values(Float.self, from: words)
      for index in 0..<output.count { output[index] = Number.converted(Double(values[index])) }
    case .double:
      let values = RawBytes.values(Double.self, from: words)
      for index in 0..<output.count { output[index] = Number.converted(values[index]) }
    }
  }
}

extension PageEncoding {
  /// Decodes a whole page of words.
  /// - Precondition: the layout `words`; as many bytes in `output` as in `source`.
  func decodeWords(_ source: RawSpan, into output: inout MutableRawSpan) {
    guard case .words(let split, let delta, let zigzag) = layout else { return }
    if split {
      joinSplitBytes(source, width: bits / 8, into: &output)
    } else {
      copyPlain(source, into: &output)
    }
    if delta { accumulateInPlace(&output, width: bits / 8) }
    if zigzag { undoZigzagInPlace(&output, width: bits / 8) }
  }
}

/// The wanted elements of a column, page by page.
struct PageNumbers: NumberSource {
  let parts: [PagePart]
  let image: FileImage
  let team: ThreadTeam

  func numbers<Number: ColumnNumber>(_ type: Number.Type) throws -> [Number] {
    var bounds = [0]
    for part in parts {
      try check(part)
      bounds.append(bounds[bounds.count - 1] + part.elements.count)
    }
    return try partedArray(of: type, bounds: bounds, team: team) { number, output in
      try parts[number].decode(in: image, into: &output)
    }
  }

  /// Refuses, before memory is taken, elements that the file cannot hold.
  private func check(_ part: PagePart) throws {
    guard let page = part.page else {
      if part.elements.count > 256 * image.count {
        throw WinnowError(.badData, "a later column stands for more entries than the file can hold")
      }
      return
    }
    let size = part.encoding.pageSize(page.elements)
    guard page.locator.size <= image.count,
      size <= page.locator.size * Compression.zstd.largestRatio
    else { throw WinnowError(.badData, "a page has impossible sizes") }
  }
}
