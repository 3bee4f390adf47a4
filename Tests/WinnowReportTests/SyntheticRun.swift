import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowMath

/// A run as an analysis would summarise it, from invented events; the same for the same seed.
struct SyntheticRun {
  var seed: UInt64 = 7
  var variables = SyntheticRun.higgsVariables
  var methods = ["BDT", "DNN", "MLP", "KNN", "Fisher"]
  var chains = ["normalize", "gauss, decorrelate"]
  var eventsPerClass = 3000

  /// The features of the UCI HIGGS data, with units where they have one.
  static let higgsVariables: [(name: String, unit: String?)] = {
    let jets = (1...4).flatMap { jet in
      [("jet\(jet)_pt", "GeV" as String?), ("jet\(jet)_eta", nil), ("jet\(jet)_phi", nil),
        ("jet\(jet)_btag", nil)]
    }
    let low = [("lepton_pt", "GeV" as String?), ("lepton_eta", nil), ("lepton_phi", nil),
      ("met", "GeV"), ("met_phi", nil)] + jets
    let high = ["m_jj", "m_jjj", "m_lv", "m_jlv", "m_bb", "m_wbb", "m_wwbb"]
    return (low + high.map { ($0, "GeV") }).map { (name: $0.0, unit: $0.1) }
  }()

  var summary: RunSummary {
    RunSummary(
      facts: RunFacts(
        task: nil, version: "0.1.0", analysis: "higgs", created: "2026-01-31T12:00:00Z", seed: 100,
        threads: 2, events: ["signal", "background"].map { classEvents($0) },
        split: "Half of the events of each class, chosen at random (seed 100), are test events.",
        weightNormalization: "Weights are normalised so that each class has its number of events.",
        remarks: ["12 of 240 000 events were dropped for missing values."]),
      inputs: inputs,
      methods: methods.enumerated().map { method($0.element, rank: $0.offset) },
      comparisons: comparisons)
  }

  /// Each method against the next one.
  private var comparisons: [MethodComparison] {
    zip(methods, methods.dropFirst()).map {
      MethodComparison(
        first: $0, second: $1, difference: Measured(0.0212, 0.0021), significance: 10.1,
        pValue: 5e-24)
    }
  }

  private func random(_ stream: Int) -> CounterRandom {
    CounterRandom(seed: seed, stream: UInt64(stream))
  }

  private func classEvents(_ name: String) -> ClassEvents {
    var random = random(name.count)
    let weights = (0..<eventsPerClass).map { _ in random.uniform() < 0.1 ? -0.5 : 1.1 }
    return ClassEvents(name: name, train: .init(weights: weights), test: .init(weights: weights))
  }
}

// MARK: Inputs

extension SyntheticRun {
  private var inputs: InputFigures {
    InputFigures(
      variables: variables.indices.map { variable($0, isGaussian: false) },
      correlations: matrices(strength: 0.9),
      transformed: chains.map { chain in
        TransformedInputs(
          chain: chain, methods: methods,
          variables: variables.indices.map { variable($0, isGaussian: true) },
          correlations: matrices(strength: 0.1))
      })
  }

  private func variable(_ index: Int, isGaussian: Bool) -> VariableFigures {
    let (name, unit) = variables[index]
    let isPositive = unit != nil && !isGaussian
    let histograms = [0, 1].map { label -> Histogram in
      var random = random(1000 + 2 * index + label)
      let range = isPositive ? (0.0, 300.0) : (-4.0, 4.0)
      var histogram = Histogram(bins: 40, from: range.0, to: range.1)
      let shift = Double(index % 7) * 0.12 * Double(1 - label)
      for _ in 0..<eventsPerClass {
        let x = random.normal() + shift
        histogram.fill(isPositive ? 60 * exp(0.6 * x) : x)
      }
      return histogram
    }
    return VariableFigures(
      name: name, expression: name, title: nil, unit: isGaussian ? nil : unit,
      separation: Measured(0.004 * Double(index % 7) * Double(index % 7) + 0.002, 0.0013),
      classes: ["signal", "background"].map {
        .init(name: $0, mean: Measured(62.31 + Double(index), 0.42), rms: 30, minimum: 0, maximum: 900)
      },
      histograms: histograms)
  }

  private func matrices(strength: Double) -> [CorrelationMatrix] {
    ["signal", "background"].enumerated().map { label, name in
      let values = variables.indices.map { row in
        variables.indices.map { column -> Double in
          guard row != column else { return 1 }
          let sign = (row + column + label).isMultiple(of: 3) ? -1.0 : 1.0
          return sign * strength * exp(-Double(abs(row - column)) / 4)
        }
      }
      return CorrelationMatrix(name: name, variables: variables.map(\.name), values: values)
    }
  }
}

// MARK: Methods

extension SyntheticRun {
  private func method(_ name: String, rank: Int) -> MethodSummary {
    MethodSummary(
      identity: .init(
        name: name, kind: name, settings: "{trees: 400, max_leaves: 31, learning_rate: 0.1}",
        transforms: chains.isEmpty ? "" : chains[rank % chains.count], inputs: variables.map(\.name),
        negativeWeights: "Negative weights enter the sums of gradients as they are."),
      figures: figures(rank: rank),
      cost: .init(
        trainSeconds: 12.34 / Double(rank + 1), applySeconds: 0.2, applyNsPerEvent: 310.4,
        modelBytes: 1_234_567 / (rank + 1)),
      record: record(rank: rank))
  }

  private func record(rank: Int) -> TrainingRecord {
    let raw = variables.indices.map { Double(1 + ($0 * 7 + rank) % 11) }
    let total = raw.reduce(0, +)
    return TrainingRecord(
      stepName: rank == 0 ? "tree" : "epoch", lossName: "cross entropy",
      history: rank > 2 ? [] : (1...60).map { step in
        let time = Double(step)
        return .init(
          step: step, trainingLoss: 0.45 + 0.25 * exp(-time / 12),
          validationLoss: 0.47 + 0.23 * exp(-time / 12) + 0.0004 * max(0, time - 35))
      },
      bestStep: rank > 2 ? nil : 38, importance: rank == 3 ? [] : raw.map { $0 / total },
      importanceName: "gain", remarks: rank == 0 ? ["Stopped early: no gain in 20 trees."] : [])
  }

  /// Responses of the logistic form, of signal and background, test or training sample.
  private func responses(rank: Int, stream: Int) -> (signal: [Double], background: [Double]) {
    var random = random(5000 + 10 * rank + stream)
    let distance = 1.9 - 0.22 * Double(rank)
    func draw(_ center: Double) -> [Double] {
      (0..<eventsPerClass).map { _ in 1 / (1 + exp(-(random.normal() + center))) }
    }
    return (draw(distance / 2), draw(-distance / 2))
  }

  private func histogram(_ responses: [Double]) -> Histogram {
    var histogram = Histogram(bins: 40, from: 0, to: 1)
    for response in responses { histogram.fill(response) }
    return histogram
  }

  private func figures(rank: Int) -> MethodFigures {
    let test = responses(rank: rank, stream: 0), train = responses(rank: rank, stream: 1)
    let curve = roc(test)
    let auc = area(curve)
    return MethodFigures(
      auc: Measured(auc, 0.0034), aucTrain: Measured(area(roc(train)), 0.0031),
      efficiency: [0.01, 0.10, 0.30].map { point($0, test: curve, train: roc(train)) },
      separation: Measured(auc / 2, 0.0087), significance: Measured(2 * auc - 0.6, 0.016),
      overtraining: Overtraining(
        signal: .init(distance: 0.0213, pValue: 0.31, effectiveTrain: 3000, effectiveTest: 3000),
        background: .init(
          distance: 0.0187, pValue: 0.47, effectiveTrain: 3000, effectiveTest: 3000),
        loss: Measured(0.0021, 0.0046), verdict: "none seen: the samples agree within errors"),
      responses: ResponseDistributions(
        testSignal: histogram(test.signal), testBackground: histogram(test.background),
        trainSignal: histogram(train.signal), trainBackground: histogram(train.background)),
      roc: curve, rocTrain: roc(train), cuts: scan(curve), probability: probability(test),
      correlations: variables.enumerated().map { index, variable in
        ResponseCorrelation(
          variable: variable.name, signal: cos(Double(index)) * 0.6,
          background: sin(Double(index)) * 0.5)
      })
  }

  private func roc(_ sample: (signal: [Double], background: [Double])) -> ROCCurve {
    let cuts = (0...200).map { 1 - Double($0) / 200 }
    func passing(_ responses: [Double]) -> [Double] {
      let sorted = responses.sorted()
      return cuts.map { cut in
        Double(sorted.count - (sorted.firstIndex { $0 >= cut } ?? sorted.count))
          / Double(sorted.count)
      }
    }
    func errors(_ efficiencies: [Double]) -> [Double] {
      efficiencies.map { ($0 * (1 - $0) / Double(eventsPerClass)).squareRoot() }
    }
    let (signal, background) = (passing(sample.signal), passing(sample.background))
    return ROCCurve(
      cut: cuts, signal: signal, background: background, signalError: errors(signal),
      backgroundError: errors(background))
  }

  private func area(_ curve: ROCCurve) -> Double {
    zip(curve.signal.indices.dropFirst(), curve.signal.indices).reduce(0) { sum, pair in
      let (next, this) = pair
      return sum + (curve.background[next] - curve.background[this])
        * (curve.signal[next] + curve.signal[this]) / 2
    }
  }

  private func point(_ background: Double, test: ROCCurve, train: ROCCurve) -> EfficiencyPoint {
    func signal(_ curve: ROCCurve) -> Measured {
      let place = curve.background.firstIndex { $0 >= background } ?? 0
      return Measured(curve.signal[place], curve.signalError[place])
    }
    return EfficiencyPoint(
      background: background, signal: signal(test), signalTrain: signal(train), cut: 0.5)
  }

  private func scan(_ curve: ROCCurve) -> CutScan {
    let (signal, background) = (curve.signal.map { 1000 * $0 }, curve.background.map { 5000 * $0 })
    let totals = zip(signal, background).map(+)
    let significance = zip(signal, totals).map { $1 > 0 ? $0 / $1.squareRoot() : .nan }
    let best = significance.indices.max {
      (significance[$0].isNaN ? -1 : significance[$0])
        < (significance[$1].isNaN ? -1 : significance[$1])
    } ?? 0
    return CutScan(
      expectedSignal: 1000, expectedBackground: 5000, cut: curve.cut,
      signalEfficiency: curve.signal, backgroundEfficiency: curve.background,
      purity: zip(signal, totals).map { $1 > 0 ? $0 / $1 : .nan }, significance: significance,
      best: .init(
        cut: curve.cut[best], significance: Measured(significance[best], 0.21),
        signalEfficiency: Measured(curve.signal[best], 0.0082),
        backgroundEfficiency: Measured(curve.background[best], 0.0041),
        effectiveBackground: 312))
  }

  private func probability(
    _ sample: (signal: [Double], background: [Double])
  ) -> ProbabilityCurve {
    let responses = (1..<100).map { Double($0) / 100 }
    let predicted = (0..<10).map { 0.05 + 0.1 * Double($0) }
    return ProbabilityCurve(
      prior: 0.5, response: responses, probability: responses.map { $0 * $0 * (3 - 2 * $0) },
      error: responses.map { 0.01 + 0.03 * $0 * (1 - $0) }, predicted: predicted,
      observed: predicted.enumerated().map {
        Measured($0.element + ($0.offset.isMultiple(of: 2) ? 0.015 : -0.01), 0.02)
      },
      signal: histogram(sample.signal), background: histogram(sample.background))
  }
}
