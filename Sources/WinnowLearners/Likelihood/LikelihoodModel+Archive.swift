import WinnowCore

extension LikelihoodModel {
  /// Tensors `x/c/j`, `heights/c/j` and `floor/c/j`, float64, for class c and input j.
  public func archive() -> Archive {
    var archive = Archive()
    for (index, curves) in curves.enumerated() {
      for (input, curve) in curves.enumerated() {
        archive.store("x/\(index)/\(input)", Tensor(curve.x))
        archive.store("heights/\(index)/\(input)", Tensor(curve.heights))
        archive.store("floor/\(index)/\(input)", Tensor([curve.floor]))
      }
    }
    archive.store("classes", Setting(.list(classNames.map { Setting(.text($0)) })))
    archive.store("settings", parameters.settings)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let names = try archive.setting("classes").list().map { try $0.text() }
    guard names.count >= 2 else {
      throw WinnowError(.badData, "a likelihood ratio needs two classes or more")
    }
    let curves = try names.indices.map { index in
      try (0..<schema.count).map { try Self.curve("\(index)/\($0)", in: archive) }
    }
    try self.init(
      schema: schema,
      parameters: LikelihoodParameters(reading: archive.setting("settings"), owner: "Likelihood"),
      classNames: names, curves: curves)
  }

  private static func curve(_ name: String, in archive: Archive) throws -> DensityCurve {
    let x = try archive.float64("x/\(name)", shape: [nil])
    let curve = DensityCurve(
      x: x, heights: try archive.float64("heights/\(name)", shape: [x.count]),
      floor: try archive.float64("floor/\(name)", shape: [1])[0])
    guard let curve else {
      throw WinnowError(.badData, "the tensors of the density “\(name)” are no density")
    }
    return curve
  }
}
