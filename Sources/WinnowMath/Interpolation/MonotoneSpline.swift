import CGSL

/// Steffen's cubic spline (Astron. Astrophys. 239 (1990) 443), by GSL: between two points it rises or
/// falls as they do, and never leaves their range.
public enum MonotoneSpline {
  /// The spline through some points, at other places.
  ///
  /// - Parameters:
  ///   - places: within the range of `x`.
  ///   - x: rising, at least three.
  /// - Returns: nil for fewer than three points, for points that do not rise or are too near for numbers,
  ///   and outside their range.
  /// - Complexity: O(points + places log points).
  public static func values(
    at places: [Double], through x: [Double], _ y: [Double]
  ) -> [Double]? {
    guard x.count == y.count, x.count >= 3, (x + y).allSatisfy(\.isFinite),
      zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }),
      places.allSatisfy({ $0 >= x[0] && $0 <= x[x.count - 1] }),
      let spline = unsafe winnow_steffen_alloc(x.count)
    else { return nil }
    defer { unsafe gsl_spline_free(spline) }
    guard unsafe gsl_spline_init(spline, x, y, x.count) == 0 else { return nil }
    let values = places.map { place in
      var value = Double.nan
      // Without an accelerator each place is found by bisection.
      _ = unsafe gsl_spline_eval_e(spline, place, nil, &value)
      return value
    }
    return values.allSatisfy(\.isFinite) ? values : nil
  }
}
