/// Memory that the tasks of a `ThreadTeam` share: many may read a part, or one may write it.
///
/// The type cannot check that tasks of one step write disjoint parts; who hands out the parts does.
/// Aligned to cache lines; never grows.
public final class SharedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  public let count: Int
  let start: UnsafeMutablePointer<Element>

  public init(repeating value: Element, count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    unsafe start = raw.bindMemory(to: Element.self, capacity: max(1, count))
    unsafe start.initialize(repeating: value, count: count)
  }

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
  public func read<Result>(_ range: Range<Int>, _ body: (Span<Element>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the buffer")
    let part = unsafe UnsafeBufferPointer(start: start + range.lowerBound, count: range.count)
    return unsafe body(Span(_unsafeElements: part))
  }

  /// Lends the whole for reading.
  public func read<Result>(_ body: (Span<Element>) -> Result) -> Result { read(0..<count, body) }

  /// Lends a part for writing; no other task may use it meanwhile.
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
