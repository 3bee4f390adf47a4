import WinnowCore
import WinnowKernels

/// yⱼ = maxₖ x[k · units + j]: each unit is the largest of several candidates (Goodfellow et al.,
/// arXiv:1302.4389).
public struct MaxoutOperation: Operation {
  /// Candidates for each unit.
  public let pieces: Int

  /// - Precondition: at least one piece.
  public init(pieces: Int) {
    precondition(pieces > 0, "at least one piece")
    self.pieces = pieces
  }

  public var kind: String { "maxout" }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireVector(inputs[0])
    guard inputs[0].count % pieces == 0 else {
      throw WinnowError(
        .badConfiguration, "takes a multiple of \(pieces) candidates; got \(inputs[0])")
    }
    return Shape(inputs[0].count / pieces)
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    largestPieces(pass.input(0), pieces: pieces, rows: pass.rows, into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    largestPiecesSlope(
      pass.input(0), outputs: pass.output, upstream: pass.outputGradient, rows: pass.rows,
      into: &gradient)
  }
}
