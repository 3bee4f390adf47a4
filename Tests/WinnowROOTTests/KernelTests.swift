import Foundation
import Testing
import WinnowKernels
import WinnowMath

/// The kernels against naive twins.
@Suite struct KernelTests {
  private static let counts = [0, 1, 2, 3, 7, 8, 31, 64, 1000]

  private func bytes(_ count: Int) -> [UInt8] {
    var random = CounterRandom(seed: 5, stream: UInt64(count))
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// The bytes after a change in place.
  private func changed(_ bytes: [UInt8], _ change: (inout MutableRawSpan) -> Void) -> [UInt8] {
    var data = Data(bytes)
    var raw = data.mutableBytes
    change(&raw)
    return [UInt8](data)
  }

  @Test(arguments: [1, 2, 4, 8], counts)
  func bigEndianIsReversed(_ width: Int, _ count: Int) {
    let source = bytes(width * count)
    let output = changed(source) { copyBigEndian(source.span.bytes, width: width, into: &$0) }
    let expected = (0..<count).flatMap { source[$0 * width..<($0 + 1) * width].reversed() }
    #expect(output == expected)
  }

  @Test(arguments: [2, 4, 8], counts)
  func splitBytesAreJoined(_ width: Int, _ count: Int) {
    let source = bytes(width * count)
    let split = changed(source) { splitBytes(source.span.bytes, width: width, into: &$0) }
    for (index, byte) in source.enumerated() {
      #expect(split[index % width * count + index / width] == byte)
    }
    #expect(changed(split) { joinSplitBytes(split.span.bytes, width: width, into: &$0) } == source)
  }

  @Test func zigzagTurnsIntoSigns() {
    let values: [Int32] = [0, -1, 1, -2, 2, .max, .min]
    let plain = [UInt8](RawBytes.bytes(of: values))
    let coded = changed(plain) { zigzagInPlace(&$0, width: 4) }
    #expect(
      RawBytes.values(UInt32.self, from: Data(coded))
        == [0, 1, 2, 3, 4, UInt32.max - 1, UInt32.max])
    #expect(changed(coded) { undoZigzagInPlace(&$0, width: 4) } == plain)
  }

  @Test func deltasAreSummed() {
    let deltas = [UInt8](RawBytes.bytes(of: [5, 0, 3, UInt64.max]))
    let sums = changed(deltas) { accumulateInPlace(&$0, width: 8) }
    #expect(RawBytes.values(UInt64.self, from: Data(sums)) == [5, 5, 8, 7])
  }

  @Test(arguments: [1, 3, 7, 8, 13, 20, 31, 32])
  func bitsAreUnpacked(_ bits: Int) {
    let source = bytes(200)
    let all = source.flatMap { byte in (0..<8).map { UInt32(byte) >> UInt32($0) & 1 } }
    var output = [UInt32](repeating: 0, count: 40)
    var span = output.mutableSpan
    unpackBits(source.span, bits: bits, first: 3, into: &span)
    let expected = (3..<43).map { value in
      (0..<bits).reduce(UInt32(0)) { $0 | all[value * bits + $1] << UInt32($1) }
    }
    #expect(output == expected)
  }

  @Test func runsAreGathered() {
    let source = (0..<20).map { UInt8($0) }
    let strided = changed([UInt8](repeating: 0, count: 6)) {
      gatherStrided(source.span.bytes, first: 1, stride: 5, run: 2, count: 3, into: &$0)
    }
    #expect(strided == [1, 2, 6, 7, 11, 12])
    let starts = [3, 8, 9], stops = [5, 8, 11]
    let runs = changed([UInt8](repeating: 0, count: 4)) {
      gatherRuns(source.span.bytes, starts: starts.span, stops: stops.span, into: &$0)
    }
    #expect(runs == [3, 4, 9, 10])
  }

  @Test(arguments: counts)
  func placesBecomeBounds(_ count: Int) {
    let places = (0..<count).map { Int32(70 + 3 * $0) }
    let source = [UInt8](RawBytes.bytes(of: places.map(\.bigEndian)))
    func bounds(_ shift: Int, _ end: Int) -> [Int]? {
      var bounds = [Int](repeating: -1, count: count + 1)
      var output = bounds.mutableSpan
      return decodeRisingBounds(source.span.bytes, less: shift, end: end, into: &output) ? bounds : nil
    }
    let expected = places.map { Int($0) - 70 } + [3 * count]
    #expect(bounds(70, 3 * count) == expected)
    #expect((bounds(71, 3 * count) == nil) == (count > 0))  // begins before the data
    #expect((bounds(70, 3 * count - 4) == nil) == (count > 0 || 3 * count < 4))  // ends too early
  }

  @Test(arguments: [1, 4, 12], [0, 10])
  func itemsAreCounted(_ stride: Int, _ header: Int) {
    let counts = [0, 3, 1, 0, 7]
    var bounds = counts.map { header + $0 * stride }.bounds
    var items = [Int](repeating: -1, count: 6)
    func firstBad() -> Int? {
      var output = items.mutableSpan
      return countItems(in: bounds.span, header: header, stride: stride, into: &output)
    }
    #expect(firstBad() == nil)
    #expect(items == counts.bounds)
    bounds[3] -= stride == 1 ? header + 2 : 1  // shorter than a header, or by part of an item
    #expect(firstBad() == 2)
  }

  @Test(arguments: [1, 4, 12])
  func placesBecomeItems(_ stride: Int) {
    func items(_ places: [Int], end: Int) -> [Int]? {
      let source = [UInt8](RawBytes.bytes(of: places.map { Int32($0 + 70).bigEndian }))
      var items = [Int](repeating: -1, count: places.count)
      var output = items.mutableSpan
      let isGood = decodeItemBounds(
        source.span.bytes, less: 70, stride: stride, end: end, base: 100, into: &output)
      return isGood ? items : nil
    }
    let counts = [0, 3, 3, 4, 11]
    let places = counts.map { $0 * stride }
    #expect(items(places, end: 11 * stride) == counts.map { $0 + 100 })
    #expect(items(places, end: 11 * stride - 1) == nil)  // beyond the data
    #expect(items([0, 4, 3].map { $0 * stride }, end: 11 * stride) == nil)  // falling
    #expect(items([-stride, 0], end: stride) == nil)  // before the data
    #expect((items([0, 1], end: 12) == nil) == (stride > 1))  // inside an item
  }

  @Test func endsOfListsBecomeBounds() {
    func bounds(_ ends: [UInt64]) -> [Int]? {
      var bounds = [Int](repeating: -1, count: ends.count)
      var output = bounds.mutableSpan
      return rebaseListEnds(ends.span, start: 5, base: 100, into: &output) ? bounds : nil
    }
    #expect(bounds([5, 5, 8, 20]) == [100, 100, 103, 115])
    #expect(bounds([]) == [])
    for bad in [[4], [8, 7], [1 << 48], [.max], [1 << 63, .max]] as [[UInt64]] {
      #expect(bounds(bad) == nil)
    }
  }

  @Test(arguments: [1, 2, 3])
  func twoArraysAreFilledAndTheFirstFaultIsTold(_ threads: Int) throws {
    struct Fault: Error, Equatable { let part: Int }
    let team = ThreadTeam(threads: threads)
    func fill(_ bad: Set<Int>) throws(Fault) -> ([Int], [Float]) {
      try partedArrays((Int.self, [0, 2, 2, 3]), (Float.self, [0, 0, 1, 4]), team: team) {
        (part, first, second) throws(Fault) in
        if bad.contains(part) { throw Fault(part: part) }
        for index in 0..<first.count { first[index] = 10 * part + index }
        for index in 0..<second.count { second[index] = Float(part) }
      }
    }
    let filled = try fill([])
    #expect(filled.0 == [0, 1, 20] && filled.1 == [1, 2, 2, 2])
    #expect(throws: Fault(part: 1)) { try fill([2, 1]) }
  }

  @Test(arguments: [1, 2, 3])
  func partsAreFilledByAnyThreads(_ threads: Int) {
    let filled = partedArray(
      of: Int.self, bounds: [0, 3, 3, 10], team: ThreadTeam(threads: threads)
    ) { part, elements in
      for index in 0..<elements.count { elements[index] = 100 * part + index }
    }
    #expect(filled == [0, 1, 2, 200, 201, 202, 203, 204, 205, 206])
  }
}
