import Foundation

/// Numbers that never change: an array's, or those that lie in some bytes, such as a mapped file's.
public struct FixedArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// Keeps the memory. Nobody can change it, so it stays where it is.
  private let owner: any Sendable
  private let elements: UnsafeBufferPointer<Element>

  public init(_ array: [Element]) {
    self.init(array, unsafe array.withUnsafeBufferPointer { unsafe $0 })
  }

  private init(_ owner: any Sendable, _ elements: UnsafeBufferPointer<Element>) {
    self.owner = owner
    unsafe self.elements = elements
  }

  /// The numbers in the bytes, in place where these are aligned, otherwise copied.
  ///
  /// - Precondition: a whole number of them.
  public init(_ bytes: Data) {
    precondition(bytes.count % MemoryLayout<Element>.stride == 0, "a whole number of elements")
    let inPlace = bytes.withUnsafeBytes { raw in
      Int(bitPattern: raw.baseAddress) % MemoryLayout<Element>.alignment == 0
        ? unsafe raw.bindMemory(to: Element.self) : nil
    }
    if let inPlace = unsafe inPlace {
      self.init(bytes, unsafe inPlace)
    } else {
      self.init(RawBytes.values(Element.self, from: bytes))
    }
  }

  public var count: Int { unsafe elements.count }

  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeElements: elements)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  public subscript(place: Int) -> Element {
    precondition(place >= 0 && place < count, "no element there")
    return unsafe elements[place]
  }

  /// The same bytes as other numbers.
  public func copied<Number: BitwiseCopyable>(as type: Number.Type) -> [Number] {
    unsafe UnsafeRawBufferPointer(elements).withMemoryRebound(to: type) { unsafe Array($0) }
  }
}
