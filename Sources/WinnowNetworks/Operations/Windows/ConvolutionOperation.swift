import WinnowCore
import WinnowKernels

/// y[i, f] = f(Σ x[window at i] · W[·, f] + b[f]): filters that move along a sequence or over an image,
/// channels last. What is called a convolution here, as elsewhere, is a correlation: W is not reversed.
///
/// Shapes: x is `steps × channels` or `height × width × channels`, W `window × channels × filters` with
/// the window's one or two sizes, b `filters`, y the places of the windows × `filters`.
/// - Complexity: places × window × channels × filters multiplications, as products of matrices of patches.
public struct ConvolutionOperation: Operation {
  public let filters: Int
  public let windows: Windows
  public let activation: Activation
  public let initializer: any Initializer

  /// - Parameter initializer: of W; the one usual for the activation where nil. b starts at 0.
  public init(
    filters: Int, _ windows: Windows, activation: Activation = .identity,
    initializer: (any Initializer)? = nil
  ) {
    precondition(filters > 0, "at least one filter")
    self.filters = filters
    self.windows = windows
    self.activation = activation
    self.initializer = initializer ?? activation.usualInitializer
  }

  public var kind: String { windows.kernel.count == 1 ? "conv1d" : "conv2d" }
  public var backwardNeeds: BackwardNeeds { [.inputs, .output] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return windows.shape(try windows.grid(on: inputs[0]), channels: filters)
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    let channels = inputs[0].dimensions.last ?? 1
    return [
      ParameterDefinition(
        "weight", Shape(windows.kernel + [channels, filters]), .weight, initializer),
      ParameterDefinition("bias", Shape(filters), .offset, ConstantInitializer(0)),
    ]
  }

  /// The sums before the activation.
  public func savedCount(for inputs: [Shape]) -> Int {
    guard activation.function.slopeNeedsInput, let grid = windows[inputs[0]] else { return 0 }
    return grid.pixels * filters
  }

  /// Patches, as many as stay in the cache together with the weights, behind what the product wants.
  public func scratchCount(for inputs: [Shape]) -> Int {
    guard let grid = windows[inputs[0]] else { return 0 }
    return DenseProduct.scratchCount(inputs: grid.patch)
      + (grid.isPointwise ? 0 : Self.blockPixels(grid) * grid.patch)
  }

  /// The memory of so many patches.
  private static func patchRange(_ grid: WindowGrid, _ pixels: Int) -> Range<Int> {
    let start = DenseProduct.scratchCount(inputs: grid.patch)
    return start..<start + pixels * grid.patch
  }

  public func work(for inputs: [Shape]) -> Int {
    guard let grid = windows[inputs[0]] else { return 0 }
    return grid.pixels * grid.patch * filters
  }

  /// Pixels whose patches are made at once.
  private static func blockPixels(_ grid: WindowGrid) -> Int { max(16, 40_960 / grid.patch) }

  /// Visits the pixels of a chunk block by block; images follow one another without a gap.
  private func forEachBlock(_ grid: WindowGrid, rows: Int, _ body: (Range<Int>) -> Void) {
    let pixels = rows * grid.pixels
    let size = grid.isPointwise ? pixels : Self.blockPixels(grid)
    for first in stride(from: 0, to: pixels, by: size) { body(first..<min(pixels, first + size)) }
  }

  public func forward(_ pass: ForwardPass) {
    guard let grid = windows[pass.inputShape(0)] else { preconditionFailure("checked before") }
    let filters = filters
    forEachBlock(grid, rows: pass.rows) { block in
      let range = block.lowerBound * filters..<block.upperBound * filters
      var part = pass.output(range)
      guard pass.keepsForBackward && activation.function.slopeNeedsInput else {
        return multiply(activation.function, pass, grid, block, into: &part)
      }
      var saved = pass.mutableSaved(range)
      multiply(Identity(), pass, grid, block, into: &saved)
      copy(saved.span, into: &part)
      activation.function.apply(to: &part)
    }
  }

  private func multiply(
    _ function: any ActivationFunction, _ pass: ForwardPass, _ grid: WindowGrid, _ block: Range<Int>,
    into y: inout MutableSpan<Float>
  ) {
    var scratch = pass.mutableScratch(0..<DenseProduct.scratchCount(inputs: grid.patch))
    function.apply(
      toProductOf: patches(pass, grid, block), pass.parameter(0), adding: pass.parameter(1),
      scratch: &scratch, into: &y)
  }

  @_lifetime(borrow pass)
  private func patches(_ pass: borrowing ForwardPass, _ grid: WindowGrid, _ block: Range<Int>)
    -> Span<Float>
  {
    if grid.isPointwise { return pass.input(0) }
    let range = Self.patchRange(grid, block.count)
    var patches = pass.mutableScratch(range)
    gatherPatches(pass.input(0), grid, block, into: &patches)
    return pass.scratch(range)
  }

  public func backward(_ pass: BackwardPass) {
    guard let grid = windows[pass.inputShape(0)] else { preconditionFailure("checked before") }
    var working = pass.workingGradient
    let argument = activation.function.slopeNeedsInput ? pass.saved : pass.output
    activation.function.multiply(&working, bySlopeAt: argument)
    var biasGradient = pass.parameterGradient(1)
    sumColumns(pass.outputGradient, rows: pass.rows * grid.pixels, into: &biasGradient)
    if pass.wantsInputGradient(0) && !grid.isPointwise {
      var gradient = pass.inputGradient(0)
      fill(&gradient, with: 0)
    }
    let filters = filters
    forEachBlock(grid, rows: pass.rows) { block in
      let delta = pass.outputGradient.extracting(
        block.lowerBound * filters..<block.upperBound * filters)
      addWeightGradient(pass, grid, block, delta)
      if pass.wantsInputGradient(0) { addInputGradient(pass, grid, block, delta) }
    }
  }

  private func addWeightGradient(
    _ pass: BackwardPass, _ grid: WindowGrid, _ block: Range<Int>, _ delta: Span<Float>
  ) {
    var weightGradient = pass.parameterGradient(0)
    let beta: Float = block.lowerBound == 0 ? 0 : 1
    if grid.isPointwise {
      return matrixProduct(
        pass.input(0), .transposed, delta, .plain, into: &weightGradient, rows: grid.patch,
        inner: block.count, columns: filters)
    }
    var patches = pass.mutableScratch(Self.patchRange(grid, block.count))
    gatherPatches(pass.input(0), grid, block, into: &patches)
    matrixProduct(
      patches.span, .transposed, delta, .plain, into: &weightGradient, rows: grid.patch,
      inner: block.count, columns: filters, beta: beta)
  }

  private func addInputGradient(
    _ pass: BackwardPass, _ grid: WindowGrid, _ block: Range<Int>, _ delta: Span<Float>
  ) {
    var gradient = pass.inputGradient(0)
    if grid.isPointwise {
      return matrixProduct(
        delta, .plain, pass.parameter(0), .transposed, into: &gradient, rows: block.count,
        inner: filters, columns: grid.patch)
    }
    var patches = pass.mutableScratch(Self.patchRange(grid, block.count))
    matrixProduct(
      delta, .plain, pass.parameter(0), .transposed, into: &patches, rows: block.count,
      inner: filters, columns: grid.patch)
    addPatches(patches.span, grid, block, to: &gradient)
  }
}
