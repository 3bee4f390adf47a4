/// How a window moves along one axis of an image or a sequence.
public struct WindowAxis: Sendable, Hashable {
  /// Places of the input, and of the output.
  public let inputs, outputs: Int
  public let kernel, stride, dilation: Int
  /// Zeros before the first place.
  public let before: Int

  /// nil where the window does not fit, or covers less than one place.
  public init?(inputs: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int) {
    let reach = (kernel - 1) * dilation + 1
    let room = inputs + before + after - reach
    guard kernel > 0, stride > 0, dilation > 0, before >= 0, after >= 0, room >= 0 else { return nil }
    self.inputs = inputs
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.before = before
    outputs = room / stride + 1
  }

  /// The input's place under one place of the window; outside the input in its margins.
  @inline(__always)
  func place(output: Int, tap: Int) -> Int { output * stride + tap * dilation - before }

  /// The taps of an output's window that lie inside the input.
  @inline(__always)
  func taps(output: Int) -> Range<Int> {
    let start = output * stride - before
    let first = start >= 0 ? 0 : (-start + dilation - 1) / dilation
    let end = inputs - start <= 0 ? 0 : min(kernel, (inputs - start + dilation - 1) / dilation)
    return min(first, end)..<end
  }
}

/// Windows over an image of height × width × channels, row-major; a sequence is an image of height 1.
public struct WindowGrid: Sendable, Hashable {
  public let vertical, horizontal: WindowAxis
  public let channels: Int

  public init(vertical: WindowAxis, horizontal: WindowAxis, channels: Int) {
    precondition(channels > 0, "channels")
    self.vertical = vertical
    self.horizontal = horizontal
    self.channels = channels
  }

  /// Numbers of one image.
  public var inputCount: Int { vertical.inputs * horizontal.inputs * channels }
  /// Places where the window stands.
  public var pixels: Int { vertical.outputs * horizontal.outputs }
  /// Numbers under one window.
  public var patch: Int { vertical.kernel * horizontal.kernel * channels }
  /// Whether patches are the image itself.
  public var isPointwise: Bool {
    patch == channels && pixels * channels == inputCount && vertical.before + horizontal.before == 0
  }

  /// Visits the runs of numbers that windows share with the image: for each pixel of a range, counted over
  /// all images one after the other, and each row of its window, where the run lies in the image and in
  /// the patch. Runs are as long as the taps are neighbours.
  @inline(__always)
  func forEachRun(
    _ range: Range<Int>, _ body: (_ image: Int, _ patch: Int, _ count: Int) -> Void
  ) {
    let pixels = pixels, patch = patch, inputCount = inputCount
    var event = range.lowerBound / pixels
    var (y, x) = (range.lowerBound % pixels).quotientAndRemainder(dividingBy: horizontal.outputs)
    for number in 0..<range.count {
      let taps = horizontal.taps(output: x)
      for row in vertical.taps(output: y) where !taps.isEmpty {
        let top = event * inputCount
          + vertical.place(output: y, tap: row) * horizontal.inputs * channels
        let start = number * patch + row * horizontal.kernel * channels
        if horizontal.dilation == 1 {
          let left = horizontal.place(output: x, tap: taps.lowerBound) * channels
          body(top + left, start + taps.lowerBound * channels, taps.count * channels)
        } else {
          for tap in taps {
            body(
              top + horizontal.place(output: x, tap: tap) * channels, start + tap * channels,
              channels)
          }
        }
      }
      x += 1
      if x == horizontal.outputs { (x, y) = (0, y + 1) }
      if y == vertical.outputs { (y, event) = (0, event + 1) }
    }
  }

  /// Whether some window reaches beyond the image.
  var hasMargins: Bool { Self.reaches(vertical) || Self.reaches(horizontal) }

  private static func reaches(_ axis: WindowAxis) -> Bool {
    axis.before > 0 || axis.place(output: axis.outputs - 1, tap: axis.kernel - 1) >= axis.inputs
  }
}
