/// Six by sixteen sums of products, which stay in twelve AVX2 registers while factors and vectors pass.
struct ProductTile {
  static let height = 6

  private(set) var sums: (Vector, Vector, Vector, Vector, Vector, Vector)

  /// Vectors of sixteen numbers, `step` apart.
  struct Vectors {
    let start: UnsafePointer<Float>
    let step: Int
  }

  /// Factors of the six sums `spread` apart, each for the next vector by `step` further.
  struct Factors {
    let start: UnsafePointer<Float>
    let spread: Int
    let step: Int
  }

  /// sums[i] ← sums[i] + Σₖ factors[i, k] vectors[k], in the order of k.
  @inline(__always)
  mutating func addProducts(_ factors: Factors, _ vectors: Vectors, count: Int) {
    let f0 = unsafe factors.start, spread = factors.spread
    let f1 = unsafe f0 + spread, f2 = unsafe f1 + spread, f3 = unsafe f2 + spread
    let f4 = unsafe f3 + spread, f5 = unsafe f4 + spread
    var (s0, s1, s2, s3, s4, s5) = sums
    for k in 0..<count {
      let vector = unsafe Vector(at: vectors.start + k &* vectors.step)
      let place = k &* factors.step
      unsafe s0.addProduct(Vector(f0[place]), vector)
      unsafe s1.addProduct(Vector(f1[place]), vector)
      unsafe s2.addProduct(Vector(f2[place]), vector)
      unsafe s3.addProduct(Vector(f3[place]), vector)
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
