/// Elementary functions of whole spans of single-precision numbers, sixteen at a time.
///
/// Each states its largest error, which the tests compare with the exact function. The result for a
/// number does not depend on its place in the span.
public enum Elementary {
  /// values ← f(values). - Complexity: O(n), no allocation.
  @inline(__always)
  static func map(_ values: inout MutableSpan<Float>, _ function: (Vector) -> Vector) {
    forEachVector(values.count) { place in
      values.store(function(values.load(place)), place)
    }
  }
}
