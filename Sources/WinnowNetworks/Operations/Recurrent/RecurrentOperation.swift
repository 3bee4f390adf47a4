import WinnowCore
import WinnowKernels

/// A recurrent layer over a sequence: hidden units h of each step from the step's inputs and the h before.
///
/// Inputs: a sequence, `steps × inputs`, and optionally the sequence's length, one number per event; steps
/// beyond it leave the state alone. Output: h of the last step, `units`; or of all steps,
/// `steps × units`, 0 beyond the length. The first state is 0.
///
/// Parameters, with G gates: `input_weight` inputs × G units, `recurrent_weight` units × G units, `bias`
/// G units, and for a GRU `recurrent_bias`. All inputs are multiplied at once, the hidden units step by
/// step. - Complexity: steps × G units × (inputs + units) multiplications.
public struct RecurrentOperation: Operation {
  public let cell: any RecurrentCell
  public let units: Int
  /// Whether the output is the hidden units of all steps.
  public let returnsSequence: Bool

  /// - Precondition: at least one unit.
  public init(_ cell: any RecurrentCell, units: Int, returnsSequence: Bool = false) {
    precondition(units > 0, "at least one unit")
    self.cell = cell
    self.units = units
    self.returnsSequence = returnsSequence
  }

  public var kind: String { cell.kind }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    guard (1...2).contains(inputs.count) else {
      throw WinnowError(
        .badConfiguration, "takes a sequence, and its length where that varies; got "
          + "\(inputs.count) inputs")
    }
    guard inputs[0].dimensions.count == 2 else {
      throw WinnowError(
        .badConfiguration, "takes steps × inputs for each event; got \(inputs[0])"
          + (inputs[0].dimensions.count == 1 ? "; a reshape before it gives inputs such a shape" : ""))
    }
    guard inputs.count == 1 || inputs[1] == .scalar else {
      throw WinnowError(.badConfiguration, "takes one length for each event; got \(inputs[1])")
    }
    return returnsSequence ? Shape(inputs[0].dimensions[0], units) : Shape(units)
  }

  private var width: Int { cell.gates * units }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    let spread = UniformInitializer(limit: 1 / Double(units).squareRoot())
    let count = inputs[0].dimensions[1]
    let all = [
      ParameterDefinition("input_weight", Shape(count, width), .weight, GlorotInitializer()),
      ParameterDefinition("recurrent_weight", Shape(units, width), .weight, spread),
      ParameterDefinition("bias", Shape(width), .offset, cell.biasInitializer),
      ParameterDefinition("recurrent_bias", Shape(width), .offset, ConstantInitializer(0)),
    ]
    return cell.keepsSumsApart ? all : all.dropLast()
  }

  public func savedCount(for inputs: [Shape]) -> Int {
    RecurrentMemory(self, inputs[0], rows: 1).total
  }

  /// One packed matrix at a time.
  public func scratchCount(for inputs: [Shape]) -> Int {
    max(DenseProduct.scratchCount(inputs: inputs[0].dimensions[1]), hiddenToSums.count, sumsToHidden.count)
  }

  private var hiddenToSums: PackedMatrix { PackedMatrix(rows: units, columns: width) }
  private var sumsToHidden: PackedMatrix { PackedMatrix(rows: width, columns: units) }

  public func work(for inputs: [Shape]) -> Int {
    inputs[0].dimensions[0] * width * (inputs[0].dimensions[1] + units)
  }

  public func forward(_ pass: ForwardPass) {
    let memory = RecurrentMemory(self, pass.inputShape(0), rows: pass.rows)
    multiplyInputs(pass, memory)
    var packed = pass.mutableScratch(0..<hiddenToSums.count)
    hiddenToSums.pack(pass.parameter(1), .plain, into: &packed)
    let lengths = pass.inputCount > 1 ? pass.input(1) : pass.input(0).extracting(0..<0)
    for index in 0..<memory.steps {
      addRecurrentSums(pass, memory, index)
      var gates = pass.mutableSaved(memory.gates(index)), extras = pass.mutableSaved(memory.extras(index))
      var hidden = pass.mutableSaved(memory.hidden)
      let step = CellStep(rows: pass.rows, units: units, index: index, lengths: lengths)
      cell.advance(step, gates: &gates, extras: &extras, hidden: &hidden)
    }
    var y = pass.output
    guard returnsSequence else {
      return copy(pass.saved(memory.hidden(memory.steps - 1)), into: &y)
    }
    copy(pass.saved(memory.hidden), along: Self.toEvents(memory, memory.units), into: &y)
    for index in 0..<(lengths.isEmpty ? 0 : memory.steps) {
      let step = CellStep(rows: pass.rows, units: units, index: index, lengths: lengths)
      clearPast(step, steps: memory.steps, in: &y)
    }
  }

  /// From step, event, number to event, step, number.
  private static func toEvents(_ memory: RecurrentMemory, _ width: Int) -> TensorWalk {
    var walk = TensorWalk()
    walk.addAxis(
      size: memory.steps, sourceStride: memory.rows * width, targetStride: width)
    walk.addAxis(size: memory.rows, sourceStride: width, targetStride: memory.steps * width)
    walk.addAxis(size: width, sourceStride: 1, targetStride: 1)
    return walk
  }

  /// gates ← bias + x Wₓ, for all steps at once.
  private func multiplyInputs(_ pass: ForwardPass, _ memory: RecurrentMemory) {
    var sequence = pass.mutableSaved(memory.sequence), gates = pass.mutableSaved(memory.gateArea)
    var scratch = pass.mutableScratch(0..<DenseProduct.scratchCount(inputs: memory.inputs))
    copy(pass.input(0), along: Self.toEvents(memory, memory.inputs).reversed, into: &sequence)
    Identity().apply(
      toProductOf: pass.saved(memory.sequence), pass.parameter(0), adding: pass.parameter(2),
      scratch: &scratch, into: &gates)
  }

  /// sums ← sums + h′ Wₕ. The first h′ is 0.
  private func addRecurrentSums(_ pass: ForwardPass, _ memory: RecurrentMemory, _ index: Int) {
    var sums = pass.mutableSaved(memory.sums(index))
    if cell.keepsSumsApart { fillRows(&sums, with: pass.parameter(3)) }
    if index == 0 { return }
    hiddenToSums.addProduct(
      pass.saved(memory.hidden(index - 1)), pass.scratch(0..<hiddenToSums.count), to: &sums)
  }

  public func backward(_ pass: BackwardPass) {
    let memory = RecurrentMemory(self, pass.inputShape(0), rows: pass.rows)
    retreatThroughSteps(pass, memory)
    writeWeightGradients(pass, memory)
    guard pass.wantsInputGradient(0) else { return }
    // The inputs are not needed any more: their memory takes their gradient.
    var sequence = pass.mutableSaved(memory.sequence), gradient = pass.inputGradient(0)
    matrixProduct(
      pass.saved(memory.gateArea), .plain, pass.parameter(0), .transposed,
      into: &sequence, rows: memory.steps * memory.rows, inner: width, columns: memory.inputs)
    copy(pass.saved(memory.sequence), along: Self.toEvents(memory, memory.inputs), into: &gradient)
  }

  private func retreatThroughSteps(_ pass: BackwardPass, _ memory: RecurrentMemory) {
    let lengths = pass.inputCount > 1 ? pass.input(1) : pass.input(0).extracting(0..<0)
    let upstream = pass.outputGradient
    var slopes = pass.mutableSaved(memory.slopeArea)
    fill(&slopes, with: 0)
    var packed = pass.mutableScratch(0..<sumsToHidden.count)
    sumsToHidden.pack(pass.parameter(1), .transposed, into: &packed)
    if !returnsSequence {
      var hiddenSlope = pass.mutableSaved(memory.hiddenSlope)
      copy(upstream, into: &hiddenSlope)
    }
    for index in (0..<memory.steps).reversed() {
      let step = CellStep(rows: pass.rows, units: units, index: index, lengths: lengths)
      if returnsSequence { addSequenceSlope(upstream, step, steps: memory.steps, to: &slopes) }
      var gates = pass.mutableSaved(memory.gates(index))
      var extras = pass.mutableSaved(memory.extras(index))
      let hidden = pass.saved(memory.hidden)
      cell.retreat(step, gates: &gates, extras: &extras, hidden: hidden, slopes: &slopes)
      if index == 0 { return }
      var hiddenSlope = pass.mutableSaved(memory.hiddenSlope)
      sumsToHidden.addProduct(
        pass.saved(memory.sums(index)), packed.span, to: &hiddenSlope)
    }
  }

  private func writeWeightGradients(_ pass: BackwardPass, _ memory: RecurrentMemory) {
    let gates = pass.saved(memory.gateArea)
    let rows = memory.rows, steps = memory.steps
    var inputWeight = pass.parameterGradient(0), recurrentWeight = pass.parameterGradient(1)
    var bias = pass.parameterGradient(2)
    matrixProduct(
      pass.saved(memory.sequence), .transposed, gates, .plain,
      into: &inputWeight, rows: memory.inputs, inner: steps * rows, columns: width)
    sumColumns(gates, rows: steps * rows, into: &bias)
    if steps == 1 {
      fill(&recurrentWeight, with: 0)
    } else {
      matrixProduct(
        pass.saved(memory.earlierHidden), .transposed,
        pass.saved(memory.laterSums), .plain, into: &recurrentWeight, rows: units,
        inner: (steps - 1) * rows, columns: width)
    }
    guard cell.keepsSumsApart else { return }
    var recurrentBias = pass.parameterGradient(3)
    sumColumns(
      pass.saved(memory.extraArea), rows: steps * rows, into: &recurrentBias)
  }
}
