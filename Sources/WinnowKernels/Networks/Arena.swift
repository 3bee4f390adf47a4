/// Memory for single-precision numbers, laid out once and then used through windows.
///
/// A network's executor plans where each tensor lives, allocates one arena, and hands kernels spans of
/// it: no step of training allocates. Starts on a cache line and filled with zeros.
///
/// `@unchecked Sendable`: threads may hold windows at the same time as long as no window that one of
/// them writes overlaps a window of another. The executor's plan gives each thread its own windows.
public final class Arena: @unchecked Sendable {
  /// Windows start at multiples of this many numbers, 64 bytes.
  public static let alignment = 16

  public let count: Int
  private let start: UnsafeMutablePointer<Float>

  /// - Complexity: O(count).
  public init(count: Int) {
    precondition(count >= 0, "a size")
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    unsafe start = raw.bindMemory(to: Float.self, capacity: max(1, count))
    unsafe start.initialize(repeating: 0, count: max(1, count))
  }

  deinit { unsafe start.deallocate() }

  /// The first place at or after `count` where a window may start.
  public static func aligned(_ count: Int) -> Int {
    (count + alignment - 1) / alignment * alignment
  }

  /// A window to read. - Precondition: the range lies inside the arena.
  @_lifetime(borrow self)
  public func span(_ range: Range<Int>) -> Span<Float> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a window inside the arena")
    let span = unsafe Span(_unsafeStart: start + range.lowerBound, count: range.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The whole arena, to read.
  public var all: Span<Float> {
    @_lifetime(borrow self) get { span(0..<count) }
  }

  /// A window to write. - Precondition: the range lies inside the arena, and no other window that is
  /// in use at this moment overlaps it.
  @_lifetime(borrow self)
  public func mutableSpan(_ range: Range<Int>) -> MutableSpan<Float> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a window inside the arena")
    let span = unsafe MutableSpan(_unsafeStart: start + range.lowerBound, count: range.count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The numbers of a window, copied.
  public func values(_ range: Range<Int>) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a window inside the arena")
    return unsafe [Float](
      UnsafeBufferPointer(start: UnsafePointer(start) + range.lowerBound, count: range.count))
  }

  /// Puts numbers into the arena from a place on.
  public func store(_ values: [Float], at place: Int) {
    var window = mutableSpan(place..<place + values.count)
    copy(values.span, into: &window)
  }
}
