/// Whether two numbers agree: |a − b| ≤ max(absolute, relative · max(|a|, |b|)). NaN agrees with NaN
/// only, an infinity with itself.
public func isClose(
  _ a: Double, _ b: Double, relative: Double = 1e-12, absolute: Double = 0
) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  if a == b { return true }
  return abs(a - b) <= max(absolute, relative * max(abs(a), abs(b)))
}

/// Whether two lists have one length and agree number by number.
public func isClose(
  _ a: [Double], _ b: [Double], relative: Double = 1e-12, absolute: Double = 0
) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { isClose($0, $1, relative: relative, absolute: absolute) }
}

/// The same in single precision.
public func isClose(
  _ a: [Float], _ b: [Float], relative: Double = 1e-6, absolute: Double = 0
) -> Bool {
  isClose(a.map(Double.init), b.map(Double.init), relative: relative, absolute: absolute)
}
