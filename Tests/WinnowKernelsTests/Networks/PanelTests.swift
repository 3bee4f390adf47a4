import Foundation
import Testing
import WinnowKernels

/// Panels of events against the row-major kernels: the same bits.
struct PanelTests {
  /// inputs, units, events
  static let sizes = [(1, 1, 1), (3, 1, 40), (28, 32, 17), (9, 4, 130), (200, 6, 20), (130, 23, 16)]

  private static func panels(of rows: [Float], width: Int) -> [Float] {
    let events = rows.count / width
    var panels = [Float](repeating: .nan, count: EventPanels.padded(events) * width)
    var span = panels.mutableSpan
    for column in 0..<width {
      let values = (0..<events).map { rows[$0 * width + column] }
      storeColumn(values.span, at: column, ofPanels: &span, width: width)
    }
    return panels
  }

  private static func rows(of panels: [Float], width: Int, events: Int) -> [Float] {
    NetworkKernelTests.output(events * width) { copyPanels(panels.span, width: width, into: &$0) }
  }

  @Test(arguments: sizes)
  func columnsComeBackAsRows(_ inputs: Int, _ units: Int, _ events: Int) {
    let matrix = MatrixProductTests.random(events * inputs, 1)
    let panels = Self.panels(of: matrix, width: inputs)
    #expect(Self.rows(of: panels, width: inputs, events: events) == matrix)
  }

  @Test(arguments: sizes)
  func aDenseLayerHasTheBitsOfRows(_ inputs: Int, _ units: Int, _ events: Int) {
    let x = MatrixProductTests.random(events * inputs, 1), bias = MatrixProductTests.random(units, 2)
    let weights = MatrixProductTests.random(inputs * units, 3)
    let function = HyperbolicTangent()
    let padded = EventPanels.padded(events)
    var scratch = [Float](repeating: 0, count: DenseProduct.scratchCount(inputs: inputs))
    var room = scratch.mutableSpan
    let wanted = NetworkKernelTests.output(events * units) {
      function.apply(toProductOf: x.span, weights.span, adding: bias.span, scratch: &room, into: &$0)
    }
    let panels = Self.panels(of: x, width: inputs)
    let found = NetworkKernelTests.output(padded * units) {
      function.apply(
        toProductOfPanels: panels.span, weights.span, adding: bias.span, scratch: &room, into: &$0)
    }
    #expect(Self.rows(of: found, width: units, events: events) == wanted)
    for event in [0, events - 1] {
      for unit in 0..<units {
        let sum = (0..<inputs).reduce(Double(bias[unit])) {
          $0 + Double(x[event * inputs + $1]) * Double(weights[$1 * units + unit])
        }
        #expect(abs(Double(wanted[event * units + unit]) - tanh(sum)) < 1e-5)
      }
    }
  }

  @Test(arguments: sizes)
  func scalingHasTheBitsOfRows(_ inputs: Int, _ units: Int, _ events: Int) {
    let x = MatrixProductTests.random(events * inputs, 1)
    let factors = MatrixProductTests.random(inputs, 2), offsets = MatrixProductTests.random(inputs, 3)
    let wanted = NetworkKernelTests.output(events * inputs) {
      scaleColumns(x.span, by: factors.span, adding: offsets.span, into: &$0)
    }
    let panels = Self.panels(of: x, width: inputs)
    let found = NetworkKernelTests.output(panels.count) {
      scalePanels(panels.span, by: factors.span, adding: offsets.span, into: &$0)
    }
    #expect(Self.rows(of: found, width: inputs, events: events) == wanted)
  }
}
