import Testing
import WinnowKernels

/// Windows over images against loops over all indices.
@Suite struct WindowKernelTests {
  struct Shape: Sendable, CustomStringConvertible {
    let height, width, channels: Int
    let kernel: (Int, Int)
    var stride = (1, 1), dilation = (1, 1), margin = (0, 0)
    var description: String { "\(height) × \(width) × \(channels), \(kernel), \(stride), \(dilation), \(margin)" }

    var grid: WindowGrid {
      get throws {
        WindowGrid(
          vertical: try #require(
            WindowAxis(
              inputs: height, kernel: kernel.0, stride: stride.0, dilation: dilation.0,
              before: margin.0, after: margin.0)),
          horizontal: try #require(
            WindowAxis(
              inputs: width, kernel: kernel.1, stride: stride.1, dilation: dilation.1,
              before: margin.1, after: margin.1)),
          channels: channels)
      }
    }

    /// Visits pixel, place in the patch and place in the image (nil in the margin) of one event.
    func forEach(_ grid: WindowGrid, _ body: (_ pixel: Int, _ tap: Int, _ image: Int?) -> Void) {
      for oy in 0..<grid.vertical.outputs {
        for ox in 0..<grid.horizontal.outputs {
          for ky in 0..<kernel.0 {
            for kx in 0..<kernel.1 {
              let y = oy * stride.0 + ky * dilation.0 - margin.0
              let x = ox * stride.1 + kx * dilation.1 - margin.1
              let inside = (0..<height).contains(y) && (0..<width).contains(x)
              for channel in 0..<channels {
                body(
                  oy * grid.horizontal.outputs + ox, (ky * kernel.1 + kx) * channels + channel,
                  inside ? (y * width + x) * channels + channel : nil)
              }
            }
          }
        }
      }
    }
  }

  static let shapes = [
    Shape(height: 1, width: 9, channels: 3, kernel: (1, 3)),
    Shape(height: 7, width: 5, channels: 1, kernel: (3, 2)),
    Shape(height: 6, width: 8, channels: 17, kernel: (3, 3), margin: (1, 1)),
    Shape(height: 9, width: 7, channels: 2, kernel: (2, 3), stride: (2, 3), margin: (0, 2)),
    Shape(height: 9, width: 9, channels: 4, kernel: (3, 2), dilation: (2, 3), margin: (3, 1)),
    Shape(height: 4, width: 4, channels: 5, kernel: (1, 1)),
    Shape(height: 2, width: 2, channels: 3, kernel: (2, 2), stride: (3, 3), margin: (2, 2)),
  ]

  static let events = 3

  @Test(arguments: shapes)
  func patchesAreThoseOfTheirDefinition(_ shape: Shape) throws {
    let grid = try shape.grid
    let images = MatrixProductTests.random(Self.events * grid.inputCount, 1)
    let pixels = Self.events * grid.pixels
    var wanted = [Float](repeating: 0, count: pixels * grid.patch)
    for event in 0..<Self.events {
      shape.forEach(grid) { pixel, tap, image in
        let row = event * grid.pixels + pixel
        wanted[row * grid.patch + tap] = image.map { images[event * grid.inputCount + $0] } ?? 0
      }
    }
    // All at once, and a range in the middle.
    for range in [0..<pixels, pixels / 3..<2 * pixels / 3 + 1] {
      let found = NetworkKernelTests.output(range.count * grid.patch) {
        gatherPatches(images.span, grid, range, into: &$0)
      }
      #expect(found == Array(wanted[range.lowerBound * grid.patch..<range.upperBound * grid.patch]))
    }
  }

  @Test(arguments: shapes)
  func addingPatchesIsTheTranspose(_ shape: Shape) throws {
    let grid = try shape.grid
    let pixels = Self.events * grid.pixels
    let patches = MatrixProductTests.random(pixels * grid.patch, 2)
    var wanted = [Float](repeating: 1, count: Self.events * grid.inputCount)
    for event in 0..<Self.events {
      shape.forEach(grid) { pixel, tap, image in
        guard let image else { return }
        wanted[event * grid.inputCount + image]
          += patches[(event * grid.pixels + pixel) * grid.patch + tap]
      }
    }
    var found = [Float](repeating: 1, count: wanted.count)
    var span = found.mutableSpan
    addPatches(patches.span, grid, 0..<pixels, to: &span)
    #expect(found == wanted)
  }

  @Test(arguments: shapes)
  func poolingIsThatOfItsDefinition(_ shape: Shape) throws {
    let grid = try shape.grid
    let images = MatrixProductTests.random(Self.events * grid.inputCount, 3)
    let count = Self.events * grid.pixels * grid.channels
    var largest = [Float](repeating: -.infinity, count: count)
    var sums = [Float](repeating: 0, count: count), counts = sums
    for event in 0..<Self.events {
      shape.forEach(grid) { pixel, _, image in
        guard let image else { return }
        let place = (event * grid.pixels + pixel) * grid.channels + image % grid.channels
        let number = images[event * grid.inputCount + image]
        largest[place] = max(largest[place], number)
        sums[place] += number
        counts[place] += 1
      }
    }
    let found = NetworkKernelTests.output(count) {
      largestUnderWindows(images.span, grid, events: Self.events, into: &$0)
    }
    #expect(found == largest)
    let means = NetworkKernelTests.output(count) {
      meanUnderWindows(images.span, grid, events: Self.events, into: &$0)
    }
    for place in 0..<count {
      #expect(abs(means[place] - sums[place] / max(1, counts[place])) < 1e-5)
    }
  }

  @Test func windowsThatDoNotFitAreRefused() {
    func axis(_ inputs: Int, _ kernel: Int, dilation: Int = 1, margin: Int = 0) -> WindowAxis? {
      WindowAxis(
        inputs: inputs, kernel: kernel, stride: 1, dilation: dilation, before: margin, after: margin)
    }
    #expect(axis(3, 4) == nil && axis(4, 3, dilation: 2) == nil && axis(3, 0) == nil)
    #expect(axis(3, 4, margin: 1)?.outputs == 2 && axis(5, 3, dilation: 2)?.outputs == 1)
  }
}
