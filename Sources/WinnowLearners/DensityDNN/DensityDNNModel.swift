import WinnowCore
import WinnowDensities
import WinnowNetworks

/// A trained density network: an output for each parameter of each target.
public struct DensityDNNModel: DensityPredicting {
  public let schema: Schema
  public let record: TrainingRecord
  let targets: [DensityTarget]
  /// What is added to the outputs of each target.
  let starts: [ParameterValues]
  let network: Network
  /// The layers before the output.
  let layers: [any Layer]
  public let point: DensityPoint
  public let quantiles: [Double]

  public func densities(for sample: Sample, threads: Int) throws -> [DensityPrediction] {
    let outputs = network.outputs(for: sample.columns, threads: threads)
    return targets.enumerated().map { number, target in
      let count = target.family.parameters.count
      let free = (0..<count).map { k in
        stride(from: number * count + k, to: outputs.count, by: network.outputCount).map {
          outputs[$0] + Float(starts[number][k])
        }
      }
      return target.prediction(free, threads: threads)
    }
  }
}

extension DensityDNNModel {
  /// That of the targets, with the tensor `target 0/start`; `layers`, and the tensors of the network.
  public func archive() -> Archive {
    var archive = Archive()
    archive.store(targets, point, quantiles)
    for (number, target) in targets.enumerated() {
      archive.store(
        "target \(number)/start", Tensor(target.family.parameters.indices.map { starts[number][$0] }))
    }
    archive.store("layers", LayerCatalog.setting(of: layers))
    network.store(in: &archive)
    record.store(in: &archive)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    do {
      let stored = try archive.densityTargets()
      let layers = try LayerCatalog.layers(reading: archive.setting("layers"), owner: "layers")
      let width = stored.targets.reduce(0) { $0 + $1.family.parameters.count }
      let network = try Network(
        inputs: schema.count, layers: Sequential(layers + [Dense(width)]), from: archive)
      let starts = try stored.targets.enumerated().map { number, target in
        let numbers = try archive.float64(
          "target \(number)/start", shape: [target.family.parameters.count])
        guard numbers.allSatisfy(\.isFinite) else {
          throw WinnowError(.badData, "the target “\(target.name)” starts from \(numbers)")
        }
        var start = ParameterValues()
        for (k, number) in numbers.enumerated() { start[k] = number }
        return start
      }
      self.init(
        schema: schema, record: try TrainingRecord(from: archive, inputs: schema.count),
        targets: stored.targets, starts: starts, network: network, layers: layers, point: stored.point,
        quantiles: stored.quantiles)
    } catch let error as WinnowError {
      // What would be the user's mistake in an analysis file is damage in a model file.
      throw WinnowError(.badData, error.message)
    }
  }
}
