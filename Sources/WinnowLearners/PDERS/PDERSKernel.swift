import Foundation

/// How much an event at distance r counts in a volume of radius R.
public enum PDERSKernel: String, Sendable, CaseIterable {
  /// 1 where no input differs by more than R.
  case box
  /// 1 up to r = R.
  case sphere
  /// 1 − r/R.
  case teepee
  /// exp(−r² / 2σ²) with σ = width · R, cut off at R.
  case gauss

  /// The distance that decides whether an event is inside.
  var metric: PDERSMetric { self == .box ? .largest : .euclidean }

  /// - Parameter ratio: r/R in [0, 1].
  package func weight(atRatio ratio: Double, width: Double) -> Double {
    switch self {
    case .box, .sphere: 1
    case .teepee: 1 - ratio
    case .gauss: exp(-ratio * ratio / (2 * width * width))
    }
  }
}

/// How distances from the centre of a volume are measured.
enum PDERSMetric {
  /// √Σ(aⱼ − bⱼ)².
  case euclidean
  /// max |aⱼ − bⱼ|: volumes are boxes.
  case largest

  /// The Euclidean distance within which lies all that is within a distance of this kind.
  func reach(of distance: Double, dimensions: Int) -> Double {
    switch self {
    case .euclidean: distance
    // One part in 10¹² more, against rounding of the root.
    case .largest: distance * Double(dimensions).squareRoot() * (1 + 1e-12)
    }
  }
}
