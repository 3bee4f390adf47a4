import WinnowCore
import WinnowMath

/// x′ = g(F(x)), each variable by itself: F is a rising function through nodes, g makes the result
/// uniform or Gaussian. NaN stays NaN.
public struct QuantileColumns: InvertibleTransform {
  public enum Target: String, Sendable, CaseIterable {
    case uniform, gauss

    func image(of u: Double) -> Double {
      switch self {
      case .uniform: u
      case .gauss: SpecialFunctions.normalQuantile(u)
      }
    }

    func share(of y: Double) -> Double {
      switch self {
      case .uniform: y
      case .gauss: SpecialFunctions.normalCDF(y)
      }
    }
  }

  public let input: Schema
  public var output: Schema { input.withoutUnits }
  let target: Target
  let curves: [CumulativeCurve]

  init(_ input: Schema, target: Target, curves: [CumulativeCurve]) {
    self.input = input
    self.target = target
    self.curves = curves
  }

  public func apply(to sample: Sample) throws -> Sample {
    try sample.mapColumns(of: input, to: output) { j, x in
      x.isNaN ? x : target.image(of: curves[j].share(below: x))
    }
  }

  public func inverse(_ sample: Sample) throws -> Sample {
    try sample.mapColumns(of: output, to: input) { j, y in
      y.isNaN ? y : curves[j].value(at: target.share(of: y))
    }
  }

  public func archive() -> Archive {
    Archive(
      tensors: [
        "nodes": Tensor(curves.map { Int64($0.values.count) }),
        "values": Tensor(curves.flatMap(\.values)),
        "shares": Tensor(curves.flatMap(\.shares)),
      ],
      attributes: ["target": Setting(.text(target.rawValue))])
  }

  public init(from archive: Archive, input: Schema) throws {
    let word = try archive.setting("target").text()
    guard let target = Target(rawValue: word) else {
      throw WinnowError(.badData, "“\(word)” is no target of a quantile transform")
    }
    let counts = try archive.int64("nodes", shape: [input.count])
    let values = try archive.finite("values", shape: [nil])
    let shares = try archive.finite("shares", shape: [values.count])
    guard counts.allSatisfy({ $0 >= 2 && $0 <= values.count }), counts.reduce(0, +) == values.count
    else {
      throw WinnowError(.badData, "the numbers of nodes of a quantile transform do not add up")
    }
    var start = 0
    let curves = try counts.map { count in
      let range = start..<start + Int(count)
      start = range.upperBound
      return try CumulativeCurve(values: Array(values[range]), shares: Array(shares[range]))
    }
    self.init(input, target: target, curves: curves)
  }
}
