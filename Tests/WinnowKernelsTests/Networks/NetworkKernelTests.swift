import Testing
import WinnowKernels
import WinnowMath

@Suite struct NetworkKernelTests {
  /// Applies a kernel to a fresh array.
  static func output(_ count: Int, _ kernel: (inout MutableSpan<Float>) -> Void) -> [Float] {
    var values = [Float](repeating: .nan, count: count)
    var span = values.mutableSpan
    kernel(&span)
    return values
  }

  static let sizes = [(rows: 1, width: 1), (rows: 5, width: 3), (rows: 9, width: 16), (rows: 33, width: 37)]

  @Test(arguments: sizes)
  func rowKernelsAgreeWithTheirDefinitions(_ size: (rows: Int, width: Int)) {
    let (rows, width) = size
    let matrix = MatrixProductTests.random(rows * width, 1)
    let row = MatrixProductTests.random(width, 2)

    var activated = matrix
    var activatedSpan = activated.mutableSpan
    RectifiedLinear().apply(to: &activatedSpan, adding: row.span)
    #expect(activated.indices.allSatisfy {
      activated[$0] == max(0, matrix[$0] + row[$0 % width])
    })

    let sums = Self.output(width) { sumColumns(matrix.span, rows: rows, into: &$0) }
    for j in 0..<width {
      let exact = (0..<rows).reduce(Float(0)) { $0 + matrix[$1 * width + j] }
      #expect(sums[j] == exact)
    }

    let picked = (0..<2 * rows).map { Int32(($0 * 7) % rows) }
    let gathered = Self.output(2 * rows * width) {
      gatherRows(picked.span, of: matrix.span, width: width, into: &$0)
    }
    #expect(gathered.indices.allSatisfy {
      gathered[$0] == matrix[Int(picked[$0 / width]) * width + $0 % width]
    })

    let column = MatrixProductTests.random(rows, 3)
    var changed = matrix
    var span = changed.mutableSpan
    storeColumn(column.span, at: width - 1, of: &span, width: width)
    #expect(changed.indices.allSatisfy {
      changed[$0] == ($0 % width == width - 1 ? column[$0 / width] : matrix[$0])
    })
  }

  @Test(arguments: sizes)
  func momentsAgreeWithTheirDefinitions(_ size: (rows: Int, width: Int)) {
    let (rows, width) = size
    let matrix = MatrixProductTests.random(rows * width, 4).map { $0 + 100 }
    var means = [Float](repeating: 0, count: width), deviations = means
    var meanSpan = means.mutableSpan, deviationSpan = deviations.mutableSpan
    columnMoments(matrix.span, rows: rows, means: &meanSpan, deviations: &deviationSpan)
    for j in 0..<width {
      let column = (0..<rows).map { Double(matrix[$0 * width + j]) }
      let mean = column.reduce(0, +) / Double(rows)
      let deviation = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(abs(Double(means[j]) - mean) < 1e-4)
      #expect(abs(Double(deviations[j]) - deviation) < 1e-3 * (1 + deviation))
    }
  }

  @Test func randomBitsAreThoseOfTheCounterGenerator() {
    // Keeping all numbers with the threshold p = 0 shows only the scale; the mask is compared instead.
    let (seed, stream) = (UInt64(0x1234_5678_9ABC_DEF0), UInt64(0xFEDC_BA98_7654_3210))
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let probability: Float = 0.3
    // The first place makes the low word of the index overflow inside a vector.
    let first = (1 << 34) - 64
    let ones = [Float](repeating: 1, count: 200)
    let dropped = Self.output(200) {
      applyDropout(
        ones.span, probability: probability, bits: RandomBits(seed: seed, stream: stream),
        place: first, into: &$0)
    }
    let threshold = UInt32(Double(probability) * 0x1p32)
    for index in 0..<200 {
      // 64 elements take 16 blocks: first the words x of all blocks, then y, z, w.
      let (group, lane, word) = (index / 64, index % 16, index % 64 / 16)
      let place = UInt64(first / 4 + group * 16 + lane)
      let block = CounterRandom.block(key: key, stream: stream, index: place)
      #expect(dropped[index] == (block[word] < threshold ? 0 : 1 / (1 - probability)))
    }
  }

  @Test func arenasAreAlignedAndKeepTheirNumbers() {
    let arena = Arena(count: 100)
    arena.store([1, 2, 3], at: 50)
    #expect(arena.values(49..<54) == [0, 1, 2, 3, 0])
    #expect(Arena.aligned(0) == 0 && Arena.aligned(1) == 16 && Arena.aligned(16) == 16)
  }

  struct ProductSize: Sendable {
    let rows, inputs, units: Int
  }

  static let productSizes = [
    ProductSize(rows: 1, inputs: 3, units: 1), ProductSize(rows: 1, inputs: 5, units: 100),
    ProductSize(rows: 5, inputs: 7, units: 16), ProductSize(rows: 6, inputs: 6, units: 17),
    ProductSize(rows: 40, inputs: 9, units: 5), ProductSize(rows: 33, inputs: 11, units: 530),
    ProductSize(rows: 3, inputs: 8, units: 2),
  ]

  @Test(arguments: productSizes)
  func denseProductsAgreeWithTheirDefinition(_ size: ProductSize) {
    let (rows, inputs, units) = (size.rows, size.inputs, size.units)
    let x = MatrixProductTests.random(rows * inputs, 5)
    let weights = MatrixProductTests.random(inputs * units, 6)
    let bias = MatrixProductTests.random(units, 7)
    func product(_ x: [Float], _ rows: Int) -> [Float] {
      var scratch = [Float](repeating: .nan, count: DenseProduct.scratchCount(inputs: inputs))
      return Self.output(rows * units) {
        var room = scratch.mutableSpan
        RectifiedLinear().apply(
          toProductOf: x.span, weights.span, adding: bias.span, scratch: &room, into: &$0)
      }
    }
    let y = product(x, rows)
    for row in 0..<rows {
      for unit in 0..<units {
        let exact = (0..<inputs).reduce(Double(bias[unit])) {
          $0 + Double(x[row * inputs + $1]) * Double(weights[$1 * units + unit])
        }
        #expect(abs(Double(y[row * units + unit]) - max(0, exact)) < 1e-5)
      }
      // The same bits alone.
      let alone = product(Array(x[row * inputs..<(row + 1) * inputs]), 1)
      #expect(alone == Array(y[row * units..<(row + 1) * units]))
    }
    guard DenseProduct.fitsGradient(inputs: inputs, units: units) else { return }
    let gradient = Self.output(inputs * units) {
      denseWeightGradient(x.span, y.span, rows: rows, into: &$0)
    }
    for input in 0..<inputs {
      for unit in 0..<units {
        let exact = (0..<rows).reduce(0.0) {
          $0 + Double(x[$1 * inputs + input]) * Double(y[$1 * units + unit])
        }
        #expect(abs(Double(gradient[input * units + unit]) - exact) < 1e-4)
      }
    }
  }
}
