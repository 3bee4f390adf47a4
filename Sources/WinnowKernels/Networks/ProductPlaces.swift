/// Where the numbers of a dense layer's product lie.
struct ProductPlaces {
  let x: UnsafePointer<Float>
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>
  let scratch: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>

  /// Lends the places of spans, none of them empty.
  @inline(__always)
  static func lend(
    _ x: Span<Float>, _ weights: Span<Float>, _ bias: Span<Float>,
    scratch: inout MutableSpan<Float>, y: inout MutableSpan<Float>, to body: (ProductPlaces) -> Void
  ) {
    unsafe x.withUnsafeBufferPointer { x in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe scratch.withUnsafeMutableBufferPointer { scratch in
            unsafe y.withUnsafeMutableBufferPointer { y in
              guard let x = x.baseAddress, let weights = weights.baseAddress,
                let bias = bias.baseAddress, let scratch = scratch.baseAddress, let y = y.baseAddress
              else { return }
              body(unsafe ProductPlaces(x: x, weights: weights, bias: bias, scratch: scratch, y: y))
            }
          }
        }
      }
    }
  }
}
