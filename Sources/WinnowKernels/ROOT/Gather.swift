/// Packs equally spaced runs of bytes: `count` runs of `run` bytes, `stride` apart from `first` on.
///
/// - Precondition: all runs lie inside `source`, and `output` holds `count * run` bytes.
public func gatherStrided(
  _ source: RawSpan, first: Int, stride: Int, run: Int, count: Int,
  into output: inout MutableRawSpan
) {
  if count == 0 || run == 0 { return }
  precondition(first >= 0 && run > 0 && stride >= run && count > 0)
  precondition(first + (count - 1) * stride + run <= source.byteCount)
  precondition(output.byteCount >= count * run)
  unsafe source.withUnsafeBytes { from in
    unsafe output.withUnsafeMutableBytes { to in
      for index in 0..<count {
        let start = first + index * stride
        let piece = unsafe UnsafeRawBufferPointer(rebasing: from[start..<start + run])
        unsafe UnsafeMutableRawBufferPointer(rebasing: to[index * run..<(index + 1) * run])
          .copyMemory(from: piece)
      }
    }
  }
}

/// Packs runs of unequal length: run i is `source[starts[i]..<stops[i]]`.
///
/// - Precondition: all runs lie inside `source`, and `output` holds the sum of their lengths.
public func gatherRuns(
  _ source: RawSpan, starts: Span<Int>, stops: Span<Int>, into output: inout MutableRawSpan
) {
  precondition(starts.count == stops.count)
  unsafe source.withUnsafeBytes { from in
    unsafe output.withUnsafeMutableBytes { to in
      var filled = 0
      for index in 0..<starts.count where stops[index] > starts[index] {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: from[starts[index]..<stops[index]])
        unsafe UnsafeMutableRawBufferPointer(rebasing: to[filled..<filled + piece.count])
          .copyMemory(from: piece)
        filled += piece.count
      }
    }
  }
}
