import WinnowKernels

/// Scores, targets and weights of a sample with the derivatives of the loss, updated tree by tree.
final class ScoredRows {
  let count: Int
  let scores: SharedBuffer<Float>
  let targets: SharedBuffer<Float>
  let weights: SharedBuffer<Float>
  let gradients: SharedBuffer<Float>
  let hessians: SharedBuffer<Float>
  /// Σw.
  let weightSum: Double
  private let team: ThreadTeam

  static let chunk = 16_384

  /// - Parameter weights: as they shall count, already scaled.
  init(targets: [Float], weights: [Float], team: ThreadTeam) {
    count = targets.count
    // Padding of weight 0 lets kernels work on whole vectors.
    let padded = (count + 15) / 16 * 16
    scores = SharedBuffer(repeating: 0, count: padded)
    self.targets = SharedBuffer(targets, repeating: 0, count: padded)
    self.weights = SharedBuffer(weights, repeating: 0, count: padded)
    gradients = SharedBuffer(repeating: 0, count: padded)
    hessians = SharedBuffer(repeating: 0, count: padded)
    weightSum = weights.reduce(0) { $0 + Double($1) }
    self.team = team
  }

  /// Further scores of the same events.
  init(eventsOf other: ScoredRows) {
    count = other.count
    scores = SharedBuffer(repeating: 0, count: other.scores.count)
    targets = other.targets
    weights = other.weights
    gradients = SharedBuffer(repeating: 0, count: other.scores.count)
    hessians = SharedBuffer(repeating: 0, count: other.scores.count)
    weightSum = other.weightSum
    team = other.team
  }

  func fillScores(_ value: Double) {
    scores.write(0..<scores.count) { $0.update(repeating: Float(value)) }
  }

  /// Computes the derivatives at the present scores.
  /// - Returns: the mean loss Σwℓ / Σw.
  func updateDerivatives(_ loss: some Loss) -> Double {
    meanLoss { range in
      scores.read(range) { scores in
        targets.read(range) { targets in
          weights.read(range) { weights in
            gradients.write(range) { gradients in
              hessians.write(range) { hessians in
                loss.derivatives(
                  scores: scores, targets: targets, weights: weights, gradients: &gradients,
                  hessians: &hessians)
              }
            }
          }
        }
      }
    }
  }

  /// The sum of a term of stretches of rows, padding included, over Σw.
  func meanLoss(_ term: (Range<Int>) -> Double) -> Double {
    sum(over: scores.count, term) / weightSum
  }

  /// A sum over rows, joined in the order of the stretches.
  func sum(over count: Int, _ term: (Range<Int>) -> Double) -> Double {
    let chunks = (count + Self.chunk - 1) / Self.chunk
    let sums = SharedBuffer(repeating: 0.0, count: chunks)
    team.run(over: count, chunk: Self.chunk) { chunk, range in sums[chunk] = term(range) }
    return (0..<chunks).reduce(0) { $0 + sums[$1] }
  }

  /// Does something to each row.
  func update(_ body: (Int) -> Void) {
    team.run(over: count, chunk: Self.chunk) { _, range in
      for row in range { body(row) }
    }
  }

  /// The largest |g| and |h|.
  func largestMagnitudes() -> (gradient: Float, hessian: Float) {
    let chunks = (count + Self.chunk - 1) / Self.chunk
    let largest = SharedBuffer(repeating: SIMD2<Float>(0, 0), count: chunks)
    team.run(over: count, chunk: Self.chunk) { chunk, range in
      let found = gradients.read(range) { gradients in
        hessians.read(range) { WinnowKernels.largestMagnitudes(gradients: gradients, hessians: $0) }
      }
      largest[chunk] = SIMD2(found.gradient, found.hessian)
    }
    return (0..<chunks).reduce(into: (0, 0)) { all, chunk in
      all = (max(all.0, largest[chunk].x), max(all.1, largest[chunk].y))
    }
  }

  /// Multiplies the derivatives of each row by its number of draws.
  func resample(by draw: PoissonDraw) {
    team.run(over: scores.count, chunk: Self.chunk) { _, range in
      gradients.write(range) { gradients in
        hessians.write(range) { hessians in
          resampleDerivatives(&gradients, &hessians, firstRow: range.lowerBound, by: draw)
        }
      }
    }
  }

  /// Writes the entries of the rows drawn for a tree to the front of a list.
  /// - Returns: how many rows were drawn.
  func quantise(by quantiser: Quantiser, into list: SharedBuffer<RowEntry>) -> Int {
    let chunks = (count + Self.chunk - 1) / Self.chunk
    let drawn = SharedBuffer(repeating: 0, count: chunks)
    team.run(over: count, chunk: Self.chunk) { chunk, range in
      drawn[chunk] = gradients.read(range) { gradients in
        hessians.read(range) { hessians in
          list.write(range) { entries in
            quantiseRows(
              gradients, hessians, firstRow: range.lowerBound, by: quantiser, into: &entries)
          }
        }
      }
    }
    return list.write(0..<count) { entries in
      closeGaps(&entries, chunk: Self.chunk, filled: (0..<chunks).map { drawn[$0] })
    }
  }

  func add(_ values: [Float]) {
    team.run(over: count, chunk: Self.chunk) { _, range in
      scores.write(range) { scores in
        for place in scores.indices { scores[place] += values[range.lowerBound + place] }
      }
    }
  }

  /// Adds the values of a tree over bins, for all rows of a binned sample.
  func add(_ tree: [BinnedNode], of sample: BinnedSample) {
    precondition(sample.rows == count)
    team.run(over: count, chunk: Self.chunk) { _, range in
      scores.write(range) { scores in
        sample.columns.read { columns in
          addTree(
            tree.span, columns: BinColumns(columns, rows: count, format: sample.format), rows: range,
            scores: &scores)
        }
      }
    }
  }
}
