import WinnowCore

/// A fitted transform of some variables among others, which pass unchanged. The outputs take the places of
/// the first inputs; where there are fewer, the other inputs go.
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
    let places = fitted.input.names, outputs = fitted.output.features
    let replaced = Dictionary(uniqueKeysWithValues: zip(places, outputs))
    let dropped = Set(places.dropFirst(outputs.count))
    let features = input.features.filter { !dropped.contains($0.name) }.map { replaced[$0.name] ?? $0 }
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
    return try Self.merge(new, into: sample, giving: output)
  }

  func inverse(_ sample: Sample) throws -> Sample {
    let sample = try sample.matching(output)
    let old = try fitted.inverse(sample.matching(fitted.output))
    return try Self.merge(old, into: sample, giving: input)
  }

  /// The variables of a schema, each from the new sample if it is there, else from the old one.
  private static func merge(
    _ new: Sample, into old: Sample, giving result: Schema
  ) throws -> Sample {
    let added = Set(new.schema.names)
    let kept = old.schema.features.filter { !added.contains($0.name) }
    let all = old.replacing(
      schema: Schema(new.schema.features + kept),
      columns: new.columns + kept.compactMap { old.schema.index(of: $0.name) }.map { old.columns[$0] })
    return old.replacing(schema: result, columns: try all.matching(result).columns)
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
