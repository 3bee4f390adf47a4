/// Six by sixteen sums of products, which stay in twelve AVX2 registers while factors and vectors pass.
struct ProductTile {
  static let height = 6

  private(set) var sums: (Vector, Vector, Vector, Vector, Vector, Vector)

  /// Vectors of sixteen numbers, `step` apart.
  struct Vectors {
    let start: UnsafePointer<Float>
    let step: Int
  }

  /// Factors of the sums `spread` apart, each for the next vector by `step` further. Sums behind the
  /// `height` first ones take the last one's factors, and are not worth a thing.
  struct Factors {
    let start: UnsafePointer<Float>
    let spread: Int
    let step: Int
    var height = ProductTile.height
  }

  /// sums[i] ← sums[i] + Σₖ factors[i, k] vectors[k], in the order of k.
  @inline(__always)
  mutating func addProducts(_ factors: Factors, _ vectors: Vectors, count: Int) {
    let f0 = unsafe factors.start, last = factors.height &- 1, spread = factors.spread
    let f1 = unsafe f0 + min(1, last) &* spread, f2 = unsafe f0 + min(2, last) &* spread
    let f3 = unsafe f0 + min(3, last) &* spread, f4 = unsafe f0 + min(4, last) &* spread
    let f5 = unsafe f0 + min(5, last) &* spread
    var (s0, s1, s2, s3, s4, s5) = sums
    for k in 0..<count {
      let vector = unsafe Vector(at: vectors.start + k &* vectors.step)
      let place = k &* factors.step
      unsafe s0.addProduct(Vector(f0[place]), vector)
      unsafe s1.addProduct(Vector(f1[place]), vector)
      unsafe s2.addProduct(Vector(f2[place]), vector)
      unsafe s3.addProduct(Vector(f3[place]), vector)
      // Four sums keep the units for products busy: sixteen events are 6 + 6 + 4.
      if last < 4 { continue }
      unsafe s4.addProduct(Vector(f4[place]), vector)
      unsafe s5.addProduct(Vector(f5[place]), vector)
    }
    sums = (s0, s1, s2, s3, s4, s5)
  }

  /// Lends the sums one by one.
  @inline(__always)
  func forEach(_ body: (Int, Vector) -> Void) {
    body(0, sums.0)
    body(1, sums.1)
    body(2, sums.2)
    body(3, sums.3)
    body(4, sums.4)
    body(5, sums.5)
  }
}

extension ProductTile {
  /// All sums start alike.
  @inline(__always)
  init(_ start: Vector) { sums = (start, start, start, start, start, start) }

  /// Each sum starts with a vector of its own; those behind the first `height` with the last one.
  @inline(__always)
  init(_ height: Int, _ start: (Int) -> Vector) {
    let last = height &- 1
    sums = (
      start(0), start(min(1, last)), start(min(2, last)), start(min(3, last)), start(min(4, last)),
      start(min(5, last))
    )
  }

  /// Each sum starts with a number of its own.
  @inline(__always)
  init(at starts: UnsafePointer<Float>) {
    unsafe sums = (
      Vector(starts[0]), Vector(starts[1]), Vector(starts[2]), Vector(starts[3]),
      Vector(starts[4]), Vector(starts[5])
    )
  }
}

extension Vector {
  @inline(__always)
  init(at place: UnsafePointer<Float>) {
    self = unsafe UnsafeRawPointer(place).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  func store(at place: UnsafeMutablePointer<Float>) {
    unsafe UnsafeMutableRawPointer(place).storeBytes(of: self, as: Vector.self)
  }
}
