import WinnowCore
import WinnowDensities
import WinnowKernels
import WinnowMath
import WinnowSplines

/// Smooth functions of the inputs for the parameters of a density, where the trees start from.
///
/// Trees of constants need very many steps for a slope. F of each parameter is therefore first a sum of
/// splines of single inputs, then of pairs, then of triples whose pairs are there, fitted by Fisher's scoring
/// for all parameters together. A term is tried where constants in its cells gain three standard deviations
/// more than they would without meaning, the most promising first, and kept where ln L gains more than a
/// quarter of the number of its coefficients; how much it is smoothed then follows from the likelihood
/// (`SplineFit`), so that terms without meaning fade. Missing values count as nothing: they are left to the
/// trees.
///
/// References: R. Rigby and D. Stasinopoulos, “Generalized additive models for location, scale and shape”,
/// Appl. Stat. 54 (2005) 507; Y. Lou et al., KDD 2013, for the choice of pairs.
struct SmoothStart {
  /// By parameter.
  private(set) var sums: [SplineSum]
  /// By parameter how strongly each term is smoothed.
  private var strengths: [[Double]]
  /// `[parameter][input]`: what terms gained in Σ w ln p.
  private var gainsByParameter: [[Double]]

  private let likelihood: DensityLikelihood
  private let rows: [ScoredRows]
  private let columns: [[Float]]
  private let fit: SplineFit
  /// Effective events for each unit of weight.
  private let information: Double
  private let team: ThreadTeam
  private let threads: Int
  private var loss = 0.0

  private static let significance = 3.0
  private static let mostPairs = 12
  private static let mostTriples = 4
  private static let refits = 8
  /// Gain of ⟨ln p⟩ by a step that is the last.
  private static let converged = 1e-4
  /// Events that smoothing counts as much as, before anything is known of a term.
  private static let firstStrength = 10.0

  /// - Throws: `interrupted`.
  init(
    _ events: BoostingSample, likelihood: DensityLikelihood, in context: RunContext
  ) throws {
    threads = context.threads
    team = ThreadTeam(threads: threads)
    let weights = TreeFitter.scaled(events.weights)
    rows = Self.rows(of: events, weights, likelihood, team)
    let squares = weights.reduce(0) { $0 + Double($1) * Double($1) }
    information = Double(weights.count) / squares
    fit = SplineFit(
      events.columns, weights: events.weights, effective: information * Double(weights.count),
      team: team)
    self.likelihood = likelihood
    columns = events.columns
    sums = [SplineSum](repeating: SplineSum([fit.term([])]), count: likelihood.outputs)
    strengths = sums.map { _ in [1e-3] }
    gainsByParameter = sums.map { _ in [Double](repeating: 0, count: events.columns.count) }
    loss = likelihood.updateDerivatives(rows)
    try addTerms(in: context)
  }

  /// Rows whose scores are the start of a likelihood.
  private static func rows(
    of events: BoostingSample, _ weights: [Float], _ likelihood: DensityLikelihood, _ team: ThreadTeam
  ) -> [ScoredRows] {
    let first = ScoredRows(targets: events.targets, weights: weights, team: team)
    let rows = [first] + (1..<likelihood.outputs).map { _ in ScoredRows(eventsOf: first) }
    for (row, start) in zip(rows, likelihood.start) { row.fillScores(start) }
    return rows
  }

  /// What speaks against this start, by events that it was not fitted to; nil where they agree with it.
  ///
  /// In corners that have few events splines may go astray. −ln p spreads by about 1 from event to event:
  /// ⟨−ln p⟩ may be greater than that of training by four times the error that follows from this.
  /// - Parameter likelihood: of those events.
  func objection(of held: BoostingSample, _ likelihood: DensityLikelihood) -> String? {
    let weights = TreeFitter.scaled(held.weights)
    let rows = Self.rows(of: held, weights, likelihood, team)
    for (row, sum) in zip(rows, sums) {
      row.add(sum.values(of: held.columns, events: held.count, threads: threads))
    }
    let reached = likelihood.updateDerivatives(rows)
    let squares = weights.reduce(0) { $0 + Double($1) * Double($1) }
    let allowed = 4 * squares.squareRoot() / rows[0].weightSum
    if reached - loss <= allowed { return nil }
    func rounded(_ x: Double) -> Double { (x * 1000).rounded() / 1000 }
    return "splines as a start have −ln p = \(rounded(reached)) for validation events and "
      + "\(rounded(loss)) for training events, which is too different: trees start from a constant"
  }

  private mutating func addTerms(in context: RunContext) throws {
    // The location first: while it is not known, widths and tails would learn what it lacks. Its own terms
    // want a first idea of the width, which is thrown away.
    let location = 0...0, width = 1...1, last = sums.count - 1
    add(.singles, to: location)
    add(.singles, to: width)
    refit(0...1)
    add(.pairs, to: location)
    clear(1)
    let tails = 2...max(2, last)
    for outputs in [width, location, tails, location, width] where outputs.upperBound <= last {
      for kind in Kind.allCases {
        try context.checkCancelled()
        add(kind, to: outputs)
      }
      refit(0...max(1, outputs.upperBound))
    }
    for _ in 0..<Self.refits {
      try context.checkCancelled()
      let before = loss
      refit(0...last)
      if before - loss < Self.converged { break }
    }
  }

  private mutating func clear(_ output: Int) {
    let values = sums[output].values(of: columns, events: rows[0].count, threads: threads)
    rows[output].add(values.map { -$0 })
    sums[output] = SplineSum([fit.term([])])
    strengths[output] = [1e-3]
    gainsByParameter[output] = columns.map { _ in 0 }
    loss = likelihood.updateDerivatives(rows)
  }

  private enum Kind: CaseIterable {
    case singles, pairs, triples
  }

  /// What the terms of each input gained in Σ w ln p.
  var gains: [Double] {
    columns.indices.map { input in gainsByParameter.reduce(0) { $0 + $1[input] } }
  }

  private func candidates(_ kind: Kind, of output: Int) -> (terms: [[Int]], most: Int) {
    let inputs = columns.indices
    switch kind {
    case .singles: return (inputs.map { [$0] }, inputs.count)
    case .pairs: return (inputs.flatMap { i in inputs[..<i].map { [$0, i] } }, Self.mostPairs)
    case .triples:
      // Those two of whose pairs are there.
      let pairs = sums[output].terms.map(\.inputs).filter { $0.count == 2 }.map(Set.init)
      var found = Set<[Int]>()
      for one in pairs {
        for other in pairs where one.union(other).count == 3 { found.insert(one.union(other).sorted()) }
      }
      return (found.sorted { $0.lexicographicallyPrecedes($1) }, Self.mostTriples)
    }
  }

  private typealias Candidate = (inputs: [Int], output: Int, promise: Double)

  /// Adds the terms of some parameters that keep their promise, the most promising first.
  private mutating func add(_ kind: Kind, to outputs: ClosedRange<Int>) {
    // The constants first, so that no term is chosen for what one of them lacks.
    step(sums.map { _ in 0..<1 })
    var queue: [Candidate] = [], room: [Int: Int] = [:]
    for output in outputs {
      let present = Set(sums[output].terms.map(\.inputs)), (all, most) = candidates(kind, of: output)
      let open = all.filter { !present.contains($0) }
      queue += zip(open, promises(of: open, output)).filter { $0.1 > 0 }.map { ($0, output, $1) }
      room[output] = most - (all.count - open.count)
    }
    var failures = 0, added = 0
    while failures < 3, let best = queue.indices.max(by: { queue[$0].promise < queue[$1].promise }) {
      // Promises fall as terms are added: one that still leads when looked at again is the greatest.
      let (inputs, output, old) = queue.remove(at: best)
      let promise = promises(of: [inputs], output)[0]
      if promise <= 0 || room[output] == 0 { continue }
      if promise < old, queue.contains(where: { $0.promise > promise }) {
        queue.append((inputs, output, promise))
        continue
      }
      guard add(inputs, to: output) else {
        failures += 1
        continue
      }
      failures = 0
      added += 1
      room[output]? -= 1
      if added % 3 == 0 || outputs.count > 1 { refit(min(1, outputs.lowerBound)...outputs.upperBound) }
    }
  }

  /// - Returns: whether the likelihood gained enough.
  private mutating func add(_ inputs: [Int], to output: Int) -> Bool {
    let term = fit.term(inputs), last = sums[output].terms.count, before = loss
    sums[output].append(term)
    strengths[output].append(
      Self.firstStrength * likelihood.derivatives.meanCurvature(output, events: rows[0].count))
    step(sums.indices.map { $0 == output ? last..<last + 1 : 0..<0 })
    let gain = (before - loss) * rows[0].weightSum * information
    if gain > Double(term.count) / 4 {
      share(before - loss, of: inputs, output)
      return true
    }
    // Takes the step back.
    let values = sums[output][last..<last + 1].values(of: columns, events: rows[0].count, threads: threads)
    rows[output].add(values.map { -$0 })
    sums[output].removeLast()
    strengths[output].removeLast()
    loss = likelihood.updateDerivatives(rows)
    return false
  }

  /// By how many events' worth the gain of constants in cells exceeds what it would be without meaning; 0
  /// where that is not significant.
  private func promises(of terms: [[Int]], _ output: Int) -> [Double] {
    team.map(terms.count) { index in
      let found = fit.promise(
        of: terms[index], gradients: rows[output].gradients, hessians: rows[output].hessians)
      let freedom = Double(found.cells - 1), excess = 2 * found.gain * information - freedom
      return freedom > 0 && excess > Self.significance * (2 * freedom).squareRoot() ? excess : 0
    }
  }

  /// A step of all terms of some parameters.
  private mutating func refit(_ outputs: ClosedRange<Int>) {
    step(sums.indices.map { outputs.contains($0) ? sums[$0].terms.indices : 0..<0 })
  }

  /// A step of some terms of each parameter, halved until the likelihood gains; none where it never does.
  private mutating func step(_ terms: [Range<Int>]) {
    let chosen = zip(sums, terms).map { $0[$1] }, present = zip(strengths, terms).map { Array($0[$1]) }
    guard let (step, next) = fit.step(
      of: chosen, strengths: present, at: likelihood.derivatives, information: information)
    else { return }
    var change = step.map {
      $0.terms.isEmpty ? [] : $0.values(of: columns, events: rows[0].count, threads: threads)
    }
    func move(_ sign: Float) {
      for (output, values) in change.enumerated() where !values.isEmpty {
        rows[output].add(sign == 1 ? values : values.map { -$0 })
      }
    }
    /// ½ Σ λ cᵀPc over Σw, as the loss is.
    func penalty(_ factor: Double) -> Double {
      let moved = zip(chosen, step).map { $0.moved(by: $1, times: factor) }
      return fit.penalty(of: moved, strengths: present) / rows[0].weightSum
    }
    let start = loss + penalty(0)
    var factor = 1.0
    move(1)
    for _ in 0..<6 {
      let reached = likelihood.updateDerivatives(rows)
      if reached + penalty(factor) < start {
        for output in sums.indices {
          sums[output].add(step[output], times: factor, at: terms[output].lowerBound)
          strengths[output].replaceSubrange(terms[output], with: next[output])
        }
        loss = reached
        return
      }
      change = change.map { $0.map { $0 / 2 } }
      factor /= 2
      move(-1)
    }
    move(-1)
    loss = likelihood.updateDerivatives(rows)
  }

  private mutating func share(_ gain: Double, of inputs: [Int], _ output: Int) {
    for input in inputs {
      gainsByParameter[output][input] += gain * rows[0].weightSum / Double(inputs.count)
    }
  }
}
