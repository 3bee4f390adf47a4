extension Elementary {
  /// y ← arctan x, element by element; error at most 3 units in the last place.
  public static func arctan(_ values: inout MutableSpan<Float>) {
    map(&values) { arctangent($0) }
  }
}

/// arctan|x| from arctan of an argument in [−tan π/8, tan π/8]: beyond tan 3π/8 it is π/2 + arctan(−1/x),
/// between the two π/4 + arctan((x − 1) / (x + 1)).
@inline(__always)
func arctangent(_ x: Vector) -> Vector {
  let size = x.magnitudes
  let large = size .> 2.414_213_6, middle = size .> 0.414_213_57
  var numerator = size.replacing(with: size - 1, where: middle)
  var denominator = Vector(1).replacing(with: size + 1, where: middle)
  numerator.replace(with: -1, where: large)
  denominator.replace(with: size, where: large)
  var base = Vector(0).replacing(with: 0.785_398_16, where: middle)
  base.replace(with: 1.570_796_3, where: large)
  let t = numerator / denominator
  let square = t * t
  // Taylor's series; the next term is below 4e-9 of the result.
  let tail = square.polynomial(-1 / 11, 1 / 13, -1 / 15, 1 / 17, -1 / 19)
  let head = square.polynomial(-1 / 3, 1 / 5, -1 / 7, 1 / 9, 0)
  let squared = square * square
  let series = head.addingProduct(squared * squared, tail)
  return (base + t.addingProduct(t * square, series)).withSigns(of: x)
}
