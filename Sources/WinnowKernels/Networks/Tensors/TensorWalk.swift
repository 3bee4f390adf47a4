/// A walk over two tensors at once: axes with a size and, in each tensor, a stride, from the outermost to
/// the innermost. Transposing, slicing, padding, joining, repeating and summing are copies or sums along
/// such walks. A value of fixed size, so that making one allocates nothing.
public struct TensorWalk: Sendable {
  /// The most axes that a walk can have, that of the batch included.
  public static let mostAxes = 8

  private(set) var axes = 0
  private(set) var sizes = SIMD8<Int>(repeating: 1)
  private(set) var sourceStrides = SIMD8<Int>(repeating: 0)
  private(set) var targetStrides = SIMD8<Int>(repeating: 0)
  let sourceStart: Int
  let targetStart: Int

  /// - Parameters: the places of the first number in both tensors.
  public init(sourceStart: Int = 0, targetStart: Int = 0) {
    precondition(sourceStart >= 0 && targetStart >= 0, "places inside the tensors")
    self.sourceStart = sourceStart
    self.targetStart = targetStart
  }

  /// Adds an axis inside those before it. Neighbouring axes that are one run in both tensors are joined.
  /// - Precondition: at most `mostAxes` that cannot be joined; strides are not negative.
  public mutating func addAxis(size: Int, sourceStride: Int, targetStride: Int) {
    precondition(size > 0 && sourceStride >= 0 && targetStride >= 0, "a size and strides")
    if size == 1 { return }
    let last = axes - 1
    if axes > 0, sourceStrides[last] == size * sourceStride,
      targetStrides[last] == size * targetStride
    {
      sizes[last] *= size
    } else {
      precondition(axes < Self.mostAxes, "too many axes")
      axes += 1
      sizes[axes - 1] = size
    }
    sourceStrides[axes - 1] = sourceStride
    targetStrides[axes - 1] = targetStride
  }

  /// The same walk from the target to the source.
  public var reversed: TensorWalk {
    var walk = TensorWalk(sourceStart: targetStart, targetStart: sourceStart)
    (walk.axes, walk.sizes) = (axes, sizes)
    (walk.sourceStrides, walk.targetStrides) = (targetStrides, sourceStrides)
    return walk
  }

  /// The innermost axis.
  @inline(__always)
  var run: (count: Int, sourceStride: Int, targetStride: Int) {
    axes == 0 ? (1, 1, 1) : (sizes[axes - 1], sourceStrides[axes - 1], targetStrides[axes - 1])
  }

  /// Whether both tensors hold every place of the walk.
  func fits(source: Int, target: Int) -> Bool {
    sourceStart + ((sizes &- 1) &* sourceStrides).wrappedSum() < source
      && targetStart + ((sizes &- 1) &* targetStrides).wrappedSum() < target
  }

  /// Visits the innermost runs in order, with the places where they start.
  @inline(__always)
  func forEachRun(_ body: (_ source: Int, _ target: Int) -> Void) {
    var index = SIMD8<Int>(repeating: 0)
    var source = sourceStart, target = targetStart
    while true {
      body(source, target)
      var axis = axes - 2
      while axis >= 0 {
        index[axis] += 1
        source += sourceStrides[axis]
        target += targetStrides[axis]
        if index[axis] < sizes[axis] { break }
        source -= sizes[axis] * sourceStrides[axis]
        target -= sizes[axis] * targetStrides[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}

/// target ← source at every place of a walk.
/// - Precondition: the tensors hold the walk.
public func copy(
  _ source: Span<Float>, along walk: TensorWalk, into target: inout MutableSpan<Float>
) {
  precondition(walk.fits(source: source.count, target: target.count), "a walk inside the tensors")
  let (count, sourceStride, targetStride) = walk.run
  if targetStride == 1 && sourceStride <= 1 {
    walk.forEachRun { from, to in
      if sourceStride == 0 {
        let number = Vector(source[from])
        forEachVector(count) { target.store(number, Place(index: to + $0.index, lanes: $0.lanes)) }
      } else {
        forEachVector(count) { place in
          target.store(
            source.load(Place(index: from + place.index, lanes: place.lanes)),
            Place(index: to + place.index, lanes: place.lanes))
        }
      }
    }
  } else {
    walk.forEachRun { from, to in
      for step in 0..<count {
        unsafe target[unchecked: to + step * targetStride]
          = source[unchecked: from + step * sourceStride]
      }
    }
  }
}

/// target ← target + factor · source at every place of a walk; where the target's stride is 0 this sums
/// an axis. The order of a sum depends on the walk alone.
/// - Precondition: the tensors hold the walk.
public func add(
  _ source: Span<Float>, along walk: TensorWalk, times factor: Float = 1,
  to target: inout MutableSpan<Float>
) {
  precondition(walk.fits(source: source.count, target: target.count), "a walk inside the tensors")
  let (count, sourceStride, targetStride) = walk.run
  if targetStride == 1 && sourceStride == 1 {
    walk.forEachRun { from, to in
      forEachVector(count) { place in
        let old = Place(index: to + place.index, lanes: place.lanes)
        let more = source.load(Place(index: from + place.index, lanes: place.lanes))
        target.store(target.load(old).addingProduct(more, Vector(factor)), old)
      }
    }
  } else if targetStride == 0 && sourceStride == 1 {
    walk.forEachRun { from, to in
      var sum = Vector()
      forEachVector(count) {
        sum += source.load(Place(index: from + $0.index, lanes: $0.lanes))
      }
      target[to] += factor * sum.sum()
    }
  } else {
    walk.forEachRun { from, to in
      for step in 0..<count {
        unsafe target[unchecked: to + step * targetStride]
          += factor * source[unchecked: from + step * sourceStride]
      }
    }
  }
}

/// target ← max(target, source) at every place of a walk, and with it the place in the source: `places`
/// holds the bits of a `UInt32`, counted from the walk's start. The first of equals wins.
/// - Precondition: the tensors hold the walk; `places` is as large as the target.
public func keepLargest(
  _ source: Span<Float>, along walk: TensorWalk, into target: inout MutableSpan<Float>,
  places: inout MutableSpan<Float>
) {
  precondition(walk.fits(source: source.count, target: target.count), "a walk inside the tensors")
  precondition(places.count == target.count, "one place per number")
  let (count, sourceStride, targetStride) = walk.run
  walk.forEachRun { from, to in
    for step in 0..<count {
      let number = unsafe source[unchecked: from + step * sourceStride]
      let place = to + step * targetStride
      // NaN is kept, as elsewhere, so that it shows.
      if number > target[place] || number.isNaN {
        target[place] = number
        let found = UInt32(truncatingIfNeeded: from + step * sourceStride - walk.sourceStart)
        places[place] = Float(bitPattern: found)
      }
    }
  }
}

/// gradient[placeⱼ] ← gradient[placeⱼ] + upstreamⱼ for the places that `keepLargest` found.
public func addAtPlaces(
  _ upstream: Span<Float>, places: Span<Float>, to gradient: inout MutableSpan<Float>
) {
  precondition(upstream.count == places.count, "one place per number")
  for index in upstream.indices { gradient[Int(places[index].bitPattern)] += upstream[index] }
}

/// values ← one number everywhere.
public func fill(_ values: inout MutableSpan<Float>, with number: Float) {
  forEachVector(values.count) { values.store(Vector(number), $0) }
}
