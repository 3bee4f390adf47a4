import WinnowCore
import WinnowDensities
import WinnowMath

/// What a model has learnt of one target: F of the parameters of a family in some unit, or quantiles.
struct DensityTarget: Sendable {
  let name: String
  let family: any DensityFamily
  let unit: DensityScale

  /// The densities from what the model says: `answers[parameter][event]`, F or quantiles.
  func prediction(_ answers: [[Float]], threads: Int) -> DensityPrediction {
    let values = family is QuantileDensity
      ? sorted(answers, threads) : parameters(answers, threads)
    return DensityPrediction(
      target: name, family: family.name, parameters: family.parameters.map(\.name), values: values)
  }

  private func parameters(_ free: [[Float]], _ threads: Int) -> [[Float]] {
    let links = ParameterLinks(family)
    return columns(free[0].count, threads) { event in
      var answer = ParameterValues()
      for k in free.indices { answer[k] = Double(free[k][event]) }
      return family.scaled(links.values(answer), by: unit)
    }
  }

  /// Quantiles that cross change places, which brings each nearer to its truth (Chernozhukov, Fernández-Val
  /// and Galichon, Econometrica 78 (2010) 1093).
  private func sorted(_ quantiles: [[Float]], _ threads: Int) -> [[Float]] {
    columns(quantiles[0].count, threads) { event in
      var answer = ParameterValues()
      for (k, value) in quantiles.map({ $0[event] }).sorted().enumerated() { answer[k] = Double(value) }
      return answer
    }
  }

  private func columns(
    _ count: Int, _ threads: Int, _ values: (Int) -> ParameterValues
  ) -> [[Float]] {
    let parts = chunkedMap(count, threads: threads) { range in range.map(values) }
    return family.parameters.indices.map { k in parts.flatMap { $0.map { Float($0[k]) } } }
  }
}

extension DensityTarget {
  /// Settings `name`, `density`; the tensor `unit`: offset and scale; for quantiles `levels`.
  func archive() -> Archive {
    var archive = Archive()
    archive.store("name", Setting(.text(name)))
    archive.store("density", Setting(.text(family.name)))
    archive.store("unit", Tensor([unit.offset, unit.scale]))
    if let quantiles = family as? QuantileDensity { archive.store("levels", Tensor(quantiles.levels)) }
    return archive
  }

  /// - Throws: `badData` for an unknown density or a unit that is none.
  init(from archive: Archive) throws {
    name = try archive.setting("name").text()
    family = try Self.family(archive)
    let numbers = try archive.float64("unit", shape: [2])
    guard numbers[0].isFinite, numbers[1].isFinite, numbers[1] > 0 else {
      throw WinnowError(.badData, "the target “\(name)” has the unit \(numbers)")
    }
    unit = DensityScale(offset: numbers[0], scale: numbers[1])
  }

  private static func family(_ archive: Archive) throws -> any DensityFamily {
    let name = try archive.setting("density").text()
    guard name == QuantileDensity.name else {
      guard let family = DensityCatalog.families.first(where: { $0.name == name }) else {
        throw WinnowError(
          .badData, "the model has the density “\(name)”"
            + Spelling.hint(for: name, in: DensityCatalog.names))
      }
      return family
    }
    let levels = try archive.float64("levels", shape: [nil])
    let isRising = zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
    guard 2...8 ~= levels.count, isRising, levels.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw WinnowError(.badData, "the model's quantiles \(levels) are no rising levels")
    }
    return QuantileDensity(levels: levels)
  }
}

extension DensityPredicting {
  /// The scores are one value of each predicted density.
  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    let densities = try densities(for: sample, threads: threads)
    return Scores(
      outputs: densities.map(\.target),
      values: try densities.map { try DensityColumns($0).points(point, threads: threads) })
  }
}

extension Archive {
  /// The targets of a density model as `target 0/…`, and what is told of them.
  mutating func store(_ targets: [DensityTarget], _ point: DensityPoint, _ quantiles: [Double]) {
    store("targets", Setting(.integer(targets.count)))
    for (number, target) in targets.enumerated() { store("target \(number)", target.archive()) }
    store("point", Setting(.text(point.rawValue)))
    store("quantiles", Tensor(quantiles))
  }

  /// - Throws: `badData` for what is missing or impossible.
  func densityTargets() throws -> (targets: [DensityTarget], point: DensityPoint, quantiles: [Double]) {
    let count = try setting("targets").integer()
    guard 1...255 ~= count else {
      throw WinnowError(.badData, "the model has \(count) targets; allowed: 1 … 255")
    }
    let word = try setting("point").text()
    let quantiles = try float64("quantiles", shape: [nil])
    guard let point = DensityPoint(rawValue: word), quantiles.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw WinnowError(.badData, "the model has the point “\(word)” and the quantiles \(quantiles)")
    }
    return (try (0..<count).map { try DensityTarget(from: inner("target \($0)")) }, point, quantiles)
  }
}
