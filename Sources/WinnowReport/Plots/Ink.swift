/// Colour and dash of a line, chosen so that neighbours differ for colour-blind eyes and in grey.
public struct Ink: Sendable, Equatable {
  /// `#rrggbb`.
  public let color: String
  /// Lengths of strokes and gaps in points; empty for a solid line.
  public let dash: [Int]
  public let width: Double

  public init(_ color: String, dash: [Int] = [], width: Double = 1.5) {
    self.color = color
    self.dash = dash
    self.width = width
  }
}

extension Ink {
  static let signal = Ink("#1f5fa8")
  static let background = Ink("#c8102e")
  static let signalPoints = Ink("#0b2f5e", width: 1)
  static let backgroundPoints = Ink("#7d0016", width: 1)
  static let black = Ink("#000000")
  static let guide = Ink("#777777", dash: [2, 4], width: 1)

  /// Colours of Okabe and Ito (jfly.uni-koeln.de/color), the yellow left out, each with a dash.
  static func method(_ index: Int) -> Ink {
    let colors = ["#0072b2", "#d55e00", "#009e73", "#aa4499", "#e69f00", "#56b4e9", "#000000"]
    let dashes = [[], [9, 4], [2, 3], [9, 3, 2, 3], [14, 5], [5, 3], [9, 3, 2, 3, 2, 3], [4, 6]]
    return Ink(colors[index % colors.count], dash: dashes[index % dashes.count], width: 2)
  }

  /// Classes: signal, background, and further ones as methods are told apart.
  static func classes(_ index: Int) -> Ink {
    index == 0 ? .signal : index == 1 ? .background : .method(index)
  }
}
