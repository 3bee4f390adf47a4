import WinnowCore

/// x′ = scale · (x − centre), each variable by itself. NaN stays NaN.
public struct AffineColumns: InvertibleTransform {
  public let input: Schema
  public var output: Schema { input.withoutUnits }
  let centres: [Double]
  let scales: [Double]

  init(_ input: Schema, centres: [Double], scales: [Double]) {
    self.input = input
    self.centres = centres
    self.scales = scales
  }

  public func apply(to sample: Sample) throws -> Sample {
    try sample.mapColumns(of: input, to: output) { j, x in scales[j] * (x - centres[j]) }
  }

  public func inverse(_ sample: Sample) throws -> Sample {
    try sample.mapColumns(of: output, to: input) { j, x in x / scales[j] + centres[j] }
  }

  public func archive() -> Archive {
    Archive(tensors: ["centres": Tensor(centres), "scales": Tensor(scales)])
  }

  public init(from archive: Archive, input: Schema) throws {
    let scales = try archive.finite("scales", shape: [input.count])
    guard scales.allSatisfy({ $0 != 0 }) else {
      throw WinnowError(.badData, "the tensor “scales” holds a zero")
    }
    self.init(input, centres: try archive.finite("centres", shape: [input.count]), scales: scales)
  }
}
