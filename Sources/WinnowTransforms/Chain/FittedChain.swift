import WinnowCore

/// A chain of fitted transforms; without any, the identity.
public struct FittedChain: InvertibleTransform {
  public let input: Schema
  let steps: [FittedStep]

  public var output: Schema { steps.last?.output ?? input }

  init(input: Schema, steps: [FittedStep]) {
    self.input = input
    self.steps = steps
  }

  public var isIdentity: Bool { steps.isEmpty }

  public func apply(to sample: Sample) throws -> Sample {
    try steps.reduce(sample.matching(input)) { try $1.apply(to: $0) }
  }

  public func inverse(_ sample: Sample) throws -> Sample {
    try steps.reversed().reduce(sample.matching(output)) { try $1.inverse($0) }
  }

  /// As it stands in an analysis file.
  public var settings: Setting { Setting(.list(steps.map(\.setting))) }

  public func archive() -> Archive {
    var archive = Archive(attributes: ["steps": Setting(.integer(steps.count))])
    for (index, step) in steps.enumerated() { archive.store("\(index)", step.archive()) }
    return archive
  }

  private static let mostSteps = 100

  /// - Throws: `badData` for whatever does not fit, told with the number of the transform.
  public init(from archive: Archive, input: Schema) throws {
    var steps: [FittedStep] = []
    do {
      for index in 0..<(try Self.stepCount(of: archive)) {
        let schema = steps.last?.output ?? input
        steps.append(try FittedStep(from: archive.inner("\(index)"), input: schema))
      }
    } catch let error as WinnowError {
      // In a model file a bad setting is bad data, whatever reading it calls it.
      throw WinnowError(.badData, "transform \(steps.count + 1): \(error.message)")
    }
    self.init(input: input, steps: steps)
  }

  private static func stepCount(of archive: Archive) throws -> Int {
    let count = try archive.setting("steps").integer()
    guard (0...mostSteps).contains(count) else {
      throw WinnowError(.badData, "a chain of \(count) transforms; allowed: 0 … \(mostSteps)")
    }
    return count
  }
}

extension FittedChain: CustomStringConvertible {
  /// “gauss, decorrelate (class: signal)”; “none” for the identity.
  public var description: String {
    steps.isEmpty ? "none" : steps.map { Self.text(of: $0.setting) }.joined(separator: ", ")
  }

  private static func text(of setting: Setting) -> String {
    guard case .table(let entries) = setting.value, let entry = entries.first,
      case .table(let options) = entry.value.value
    else { return setting.compactText }
    let list = options.map { "\($0.key): \($0.value.compactText)" }.joined(separator: ", ")
    return "\(entry.key) (\(list))"
  }
}
