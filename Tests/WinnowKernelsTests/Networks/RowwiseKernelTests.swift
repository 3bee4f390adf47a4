import Foundation
import Testing
import WinnowKernels

/// Kernels that work on the rows of a matrix, against their definitions in double precision.
@Suite struct RowwiseKernelTests {
  static func close(_ value: Float, _ wanted: Double) -> Bool {
    abs(Double(value) - wanted) <= 3e-6 * max(1, abs(wanted))
  }

  @Test(arguments: NetworkKernelTests.sizes)
  func softmaxAgreesWithItsDefinition(_ size: (rows: Int, width: Int)) {
    // Large logits overflow where the largest is not subtracted.
    let logits = MatrixProductTests.random(size.rows * size.width, 1).map { 200 * $0 }
    let outputs = NetworkKernelTests.output(logits.count) {
      softmaxRows(logits.span, rows: size.rows, into: &$0)
    }
    for row in 0..<size.rows {
      let z = logits[row * size.width..<(row + 1) * size.width].map(Double.init)
      let powers = z.map { exp($0 - z.max()!) }
      for (j, power) in powers.enumerated() {
        #expect(Self.close(outputs[row * size.width + j], power / powers.reduce(0, +)))
      }
    }
  }

  @Test(arguments: NetworkKernelTests.sizes)
  func crossEntropyAgreesWithItsDefinition(_ size: (rows: Int, width: Int)) {
    let (rows, width) = size
    let logits = MatrixProductTests.random(rows * width, 2).map { 5 * $0 }
    let targets = (0..<rows * width).map { Float($0 % width == ($0 / width) % width ? 1 : 0) }
    let weights = MatrixProductTests.random(rows, 3)
    let losses = NetworkKernelTests.output(rows) {
      categoricalCrossEntropy(
        logits: logits.span, targets: targets.span, weights: weights.span, into: &$0)
    }
    for row in 0..<rows {
      let z = logits[row * width..<(row + 1) * width].map(Double.init)
      let wanted = log(z.reduce(0) { $0 + exp($1) }) - z[row % width]
      #expect(Self.close(losses[row], Double(weights[row]) * wanted))
    }
  }

  @Test(arguments: NetworkKernelTests.sizes)
  func rowsAreNormalised(_ size: (rows: Int, width: Int)) {
    let (rows, width) = size
    let matrix = MatrixProductTests.random(rows * width, 4).map { $0 + 3 }
    let result = NetworkKernelTests.output(matrix.count + rows) {
      normalizeRows(matrix.span, epsilon: 0.01, normalizedAndScales: &$0, rows: rows)
    }
    for row in 0..<rows {
      let x = matrix[row * width..<(row + 1) * width].map(Double.init)
      let mean = x.reduce(0, +) / Double(width)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      let scale = 1 / (variance + 0.01).squareRoot()
      #expect(Self.close(result[matrix.count + row], scale))
      for j in 0..<width {
        #expect(abs(Double(result[row * width + j]) - (x[j] - mean) * scale) < 2e-5)
      }
    }
  }

  @Test(arguments: NetworkKernelTests.sizes)
  func rectifierAndMaxoutAgreeWithTheirDefinitions(_ size: (rows: Int, width: Int)) {
    let (rows, width) = size
    let matrix = MatrixProductTests.random(3 * rows * width, 5)
    let slopes = MatrixProductTests.random(width, 6)
    let rectified = NetworkKernelTests.output(matrix.count) {
      parametricRectifier(matrix.span, slopes: slopes.span, into: &$0)
    }
    #expect(matrix.indices.allSatisfy {
      rectified[$0] == (matrix[$0] < 0 ? matrix[$0] * slopes[$0 % width] : matrix[$0])
    })
    let largest = NetworkKernelTests.output(rows * width) {
      largestPieces(matrix.span, pieces: 3, rows: rows, into: &$0)
    }
    let ones = [Float](repeating: 1, count: largest.count)
    let slope = NetworkKernelTests.output(matrix.count) {
      largestPiecesSlope(
        matrix.span, outputs: largest.span, upstream: ones.span, rows: rows, into: &$0)
    }
    for place in largest.indices {
      let candidates = (0..<3).map { (place / width * 3 + $0) * width + place % width }
      #expect(largest[place] == candidates.map { matrix[$0] }.max())
      #expect(candidates.allSatisfy { slope[$0] == (matrix[$0] == largest[place] ? 1 : 0) })
    }
  }
}
