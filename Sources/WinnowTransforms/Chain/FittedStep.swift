import WinnowCore

/// A fitted transform of some variables among others, which pass unchanged.
struct FittedStep: InvertibleTransform {
  /// What the analysis file said.
  let setting: Setting
  let fitted: any InvertibleTransform
  let input: Schema
  let output: Schema

  /// - Throws: `badConfiguration` where an output would have the name of another variable.
  init(setting: Setting, fitted: any InvertibleTransform, input: Schema) throws {
    self.setting = setting
    self.fitted = fitted
    self.input = input
    let replaced = Dictionary(uniqueKeysWithValues: zip(fitted.input.names, fitted.output.features))
    let features = input.features.map { replaced[$0.name] ?? $0 }
    var seen: Set<String> = []
    if let twice = features.first(where: { !seen.insert($0.name).inserted }) {
      throw WinnowError(
        .badConfiguration, "there would be two variables called “\(twice.name)”; apply it to all "
          + "variables, or once")
    }
    output = Schema(features)
  }

  func apply(to sample: Sample) throws -> Sample {
    let sample = try sample.matching(input)
    let new = try fitted.apply(to: sample.matching(fitted.input))
    return Self.replace(fitted.input, by: new, in: sample, giving: output)
  }

  func inverse(_ sample: Sample) throws -> Sample {
    let sample = try sample.matching(output)
    let old = try fitted.inverse(sample.matching(fitted.output))
    return Self.replace(fitted.output, by: old, in: sample, giving: input)
  }

  /// The sample with some columns replaced, each at its place.
  private static func replace(
    _ old: Schema, by new: Sample, in sample: Sample, giving result: Schema
  ) -> Sample {
    var columns = sample.columns
    for (name, column) in zip(old.names, new.columns) {
      if let index = sample.schema.index(of: name) { columns[index] = column }
    }
    return sample.replacing(schema: result, columns: columns)
  }

  func archive() -> Archive {
    var archive = Archive(attributes: ["step": setting])
    archive.store("fitted", fitted.archive())
    archive.store("inputs", Setting(.list(fitted.input.names.map { Setting(.text($0)) })))
    return archive
  }

  init(from archive: Archive, input: Schema) throws {
    let setting = try archive.setting("step")
    guard let step = try TransformStep.reading(setting, owner: "transforms") else {
      throw WinnowError(.badData, "the model holds the identity as a transform")
    }
    let names = try archive.setting("inputs").list().map { try $0.text() }
    let features = try names.map { name in
      guard let index = input.index(of: name) else {
        throw WinnowError(.badData, "the transform’s input “\(name)” is missing")
      }
      return input.features[index]
    }
    guard Set(names).count == names.count else {
      throw WinnowError(.badData, "a transform’s inputs must be distinct")
    }
    let type = type(of: step.transform)
    let fitted = try type.restore(from: archive.inner("fitted"), input: Schema(features))
    try self.init(setting: setting, fitted: fitted, input: input)
  }
}
