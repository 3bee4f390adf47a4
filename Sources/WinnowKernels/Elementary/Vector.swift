import CIntrinsics

/// Sixteen numbers that are worked on at once: one AVX-512 register, or two of AVX2.
package typealias Vector = SIMD16<Float>

/// A place in a run of numbers: where it starts and how many numbers of a vector lie inside the run.
struct Place {
  let index: Int
  let lanes: Int

  /// The lanes outside the run.
  @inline(__always)
  var rest: SIMDMask<SIMD16<Int32>> {
    SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
      .>= SIMD16(repeating: Int32(truncatingIfNeeded: lanes))
  }
}

/// Visits a run of numbers vector by vector; only the last place may have fewer than sixteen lanes.
@inline(__always)
func forEachVector(_ count: Int, _ body: (Place) -> Void) {
  var index = 0
  while index < count {
    body(Place(index: index, lanes: min(Vector.scalarCount, count - index)))
    index += Vector.scalarCount
  }
}

// The kernels check their spans' sizes once, at the start; `load` and `store` rely on that. A run that
// ends inside its span (a row of a matrix) is handled with whole vectors and a mask, which is much faster
// than copying its last numbers one by one.
extension Span<Float> {
  /// The numbers at a place; lanes outside the run are 0.
  @inline(__always)
  func load(_ place: Place) -> Vector {
    unsafe withUnsafeBytes { bytes in
      let offset = place.index * MemoryLayout<Float>.stride
      if place.index + Vector.scalarCount <= count {
        let whole = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Vector.self)
        return place.lanes == Vector.scalarCount ? whole : whole.replacing(with: 0, where: place.rest)
      }
      var vector = Vector()
      let size = place.lanes * MemoryLayout<Float>.stride
      unsafe Swift.withUnsafeMutableBytes(of: &vector) { lanes in
        unsafe lanes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      }
      return vector
    }
  }
}

extension Span<Float> {
  /// Asks for the cache lines of a run of numbers ahead of their use; harmless outside the span.
  @inline(__always)
  func prefetch(_ index: Int, count run: Int) {
    unsafe withUnsafeBufferPointer { numbers in
      guard let start = numbers.baseAddress else { return }
      for place in stride(from: index, to: index &+ run, by: 16) {
        unsafe winnow_prefetch(start + place)
      }
    }
  }
}

extension MutableSpan<Float> {
  @inline(__always)
  func load(_ place: Place) -> Vector { span.load(place) }

  /// Writes the lanes that lie inside the run.
  @inline(__always)
  mutating func store(_ vector: Vector, _ place: Place) {
    let room = place.index + Vector.scalarCount <= count
    unsafe withUnsafeMutableBytes { bytes in
      let offset = place.index * MemoryLayout<Float>.stride
      if place.lanes == Vector.scalarCount {
        unsafe bytes.storeBytes(of: vector, toByteOffset: offset, as: Vector.self)
        return
      }
      if room {
        let old = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Vector.self)
        let mixed = vector.replacing(with: old, where: place.rest)
        unsafe bytes.storeBytes(of: mixed, toByteOffset: offset, as: Vector.self)
        return
      }
      let size = place.lanes * MemoryLayout<Float>.stride
      unsafe Swift.withUnsafeBytes(of: vector) { lanes in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + size])
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: lanes[..<size]))
      }
    }
  }
}

extension Vector {
  @inline(__always)
  init(_ number: Float) { self.init(repeating: number) }

  @inline(__always)
  func atMost(_ limit: Float) -> Vector { replacing(with: limit, where: self .> limit) }

  @inline(__always)
  func atLeast(_ limit: Float) -> Vector { replacing(with: limit, where: self .< limit) }

  @inline(__always)
  var magnitudes: Vector {
    Vector(bits: bits & SIMD16<UInt32>(repeating: 0x7FFF_FFFF))
  }

  @inline(__always)
  var bits: SIMD16<UInt32> { unsafe unsafeBitCast(self, to: SIMD16<UInt32>.self) }

  @inline(__always)
  init(bits: SIMD16<UInt32>) { self = unsafe unsafeBitCast(bits, to: Vector.self) }

  /// This vector + a · b, rounded once: in place of the standard library's, three times as fast on AVX2.
  @inline(__always)
  func addingProduct(_ a: Vector, _ b: Vector) -> Vector { winnow_fused(a, b, self) }

  /// The magnitudes of this vector with the signs of another.
  @inline(__always)
  func withSigns(of other: Vector) -> Vector {
    let sign = SIMD16<UInt32>(repeating: 0x8000_0000)
    return Vector(bits: (bits & ~sign) | (other.bits & sign))
  }

  /// c₀ + c₁x + c₂x² + …, by Horner's rule with fused products.
  @inline(__always)
  func polynomial(_ c0: Float, _ c1: Float, _ c2: Float, _ c3: Float, _ c4: Float) -> Vector {
    var sum = Vector(c3).addingProduct(self, Vector(c4))
    sum = Vector(c2).addingProduct(self, sum)
    sum = Vector(c1).addingProduct(self, sum)
    return Vector(c0).addingProduct(self, sum)
  }
}
