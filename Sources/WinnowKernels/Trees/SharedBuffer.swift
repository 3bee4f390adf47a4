import Foundation

/// Memory that the tasks of a `ThreadTeam` share: many may read a part, or one may write it.
///
/// The type cannot check that tasks of one step write disjoint parts; who hands out the parts does.
/// Aligned to cache lines; never grows.
public final class SharedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  public let count: Int
  @usableFromInline let start: UnsafeMutablePointer<Element>

  @inlinable
  public init(repeating value: Element, count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let raw = Self.allocate(bytes)
    unsafe start = raw.bindMemory(to: Element.self, capacity: max(1, count))
    unsafe start.initialize(repeating: value, count: count)
  }

  /// Large pages spare most of the address translations of random access.
  @usableFromInline
  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let page = 2 << 20
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes >= page ? page : 64)
    #if os(Linux)
      if bytes >= page { unsafe madvise(raw, bytes, MADV_HUGEPAGE) }
    #endif
    return unsafe raw
  }

  @inlinable
  public convenience init(_ values: some Collection<Element>, repeating rest: Element, count: Int) {
    precondition(values.count <= count, "more values than room")
    self.init(repeating: rest, count: count)
    write(0..<values.count) { span in
      for (index, value) in values.enumerated() { span[index] = value }
    }
  }

  deinit { unsafe start.deallocate() }

  @inlinable
  public subscript(index: Int) -> Element {
    get { read(index..<index + 1) { $0[0] } }
    set { write(index..<index + 1) { $0[0] = newValue } }
  }

  /// Lends a part for reading.
  @inlinable
  public func read<Result>(_ range: Range<Int>, _ body: (Span<Element>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the buffer")
    let part = unsafe UnsafeBufferPointer(start: start + range.lowerBound, count: range.count)
    return unsafe body(Span(_unsafeElements: part))
  }

  /// Lends the whole for reading.
  @inlinable
  public func read<Result>(_ body: (Span<Element>) -> Result) -> Result { read(0..<count, body) }

  /// Lends a part for writing; no other task may use it meanwhile.
  @inlinable
  public func write<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Element>) -> Result
  ) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the buffer")
    let part = unsafe UnsafeMutableBufferPointer(
      start: start + range.lowerBound, count: range.count)
    var span = unsafe MutableSpan(_unsafeElements: part)
    return body(&span)
  }
}
