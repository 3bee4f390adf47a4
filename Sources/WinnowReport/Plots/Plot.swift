/// A figure as a value: what to draw, not how a program draws it.
public struct Plot: Sendable, Equatable {
  /// The stem of its files; letters, digits, `-` and `_` only.
  public let name: String
  public let title: String
  /// What the figure shows, for those who cannot see it.
  public let description: String
  public let layout: Layout
  public let panels: [Panel]

  public struct Layout: Sendable, Equatable {
    public let columns: Int
    /// Size of one panel in points.
    public let width: Int
    public let height: Int

    public init(columns: Int = 1, width: Int = 480, height: Int = 360) {
      self.columns = columns
      self.width = width
      self.height = height
    }
  }

  /// - Precondition: a name fit for files and at least one panel.
  public init(
    name: String, title: String, description: String, layout: Layout = Layout(), panels: [Panel]
  ) {
    precondition(FileStem.isValid(name), "“\(name)” is no file stem")
    precondition(!panels.isEmpty, "a plot without panels")
    self.name = name
    self.title = title
    self.description = description
    self.layout = layout
    self.panels = panels
  }

  var rows: Int { (panels.count + layout.columns - 1) / layout.columns }
  var columns: Int { min(layout.columns, panels.count) }
}

/// One pair of axes with what is drawn between them.
public struct Panel: Sendable, Equatable {
  public var title: String
  public var x: Axis
  public var y: Axis
  /// An axis on the right, with its own scale.
  public var right: Axis?
  public var legend: Legend
  public var notes: [Note]
  public var series: [Series]

  public init(
    title: String = "", x: Axis, y: Axis, right: Axis? = nil, legend: Legend = .none,
    notes: [Note] = [], series: [Series]
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.right = right
    self.legend = legend
    self.notes = notes
    self.series = series
  }
}

public enum Legend: Sendable, Equatable {
  case none
  /// In the headroom above the data, in columns of so many rows.
  case top(rows: Int)
  case bottomLeft
  case topRight
  /// Outside, on the right.
  case beside
}

public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable, Equatable { case linear, logarithmic }
  public enum Ticks: Sendable, Equatable {
    case automatic
    /// Names at 0, 1, 2, …
    case names([String], upright: Bool)
  }

  /// With the unit in brackets.
  public var label: String
  public var range: ClosedRange<Double>
  public var scale: Scale
  public var ticks: Ticks
  /// Whether large values stand at the bottom or left.
  public var isReversed: Bool

  /// - Precondition: a finite range of some width, positive on a logarithmic scale.
  public init(
    _ label: String, _ range: ClosedRange<Double>, scale: Scale = .linear,
    ticks: Ticks = .automatic, isReversed: Bool = false
  ) {
    precondition(range.lowerBound.isFinite && range.upperBound.isFinite)
    precondition(range.lowerBound < range.upperBound, "an axis of no width")
    precondition(scale == .linear || range.lowerBound > 0, "a logarithm of nothing")
    self.label = label
    self.range = range
    self.scale = scale
    self.ticks = ticks
    self.isReversed = isReversed
  }
}

/// Text inside a panel; coordinates are fractions of its width and height.
public struct Note: Sendable, Equatable {
  public enum Anchor: String, Sendable { case left, center, right }

  public let text: String
  public let x: Double
  public let y: Double
  public let anchor: Anchor

  public init(_ text: String, x: Double, y: Double, anchor: Anchor = .left) {
    self.text = text
    self.x = x
    self.y = y
    self.anchor = anchor
  }
}

/// One curve, histogram or set of points. Rows that are not finite are gaps.
public struct Series: Sendable, Equatable {
  public enum Mark: Sendable, Equatable {
    /// x, y: the corners of the outline, filled.
    case filledHistogram
    /// The same, hatched, so that it shows in grey and over another.
    case hatchedHistogram
    /// The same, outline only.
    case outlinedHistogram
    /// x, y, lowest, highest: points with vertical error bars.
    case points(filled: Bool)
    /// x, lowest, highest: vertical error bars alone.
    case errors
    /// x, y: small points without errors.
    case dots(filled: Bool)
    /// x, y.
    case line
    /// x, lowest, highest: the band of one standard deviation.
    case band
    /// x, y, half height, error: horizontal bars from zero with error bars; y counts names.
    case bars(Filling)
    /// column, row, value in −1 … 1, or in 0 … 1: coloured cells.
    case cells(isSigned: Bool)
    /// column, row, value, and an error where there is a fourth: the numbers of the cells, in per cent.
    case cellNumbers(size: Int)
  }

  /// Of bars, told apart in grey.
  public enum Filling: Sendable, Equatable { case solid, hatched, none }

  public let title: String
  public let mark: Mark
  public let ink: Ink
  /// Names of the columns, for the data file.
  public let columns: [String]
  public let rows: [[Double]]
  /// Whether it belongs to the axis on the right.
  public let usesRightAxis: Bool

  /// - Precondition: rows of one length, that of `columns`.
  public init(
    _ title: String, _ mark: Mark, _ ink: Ink, columns: [String], rows: [[Double]],
    usesRightAxis: Bool = false
  ) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row of another series")
    self.title = title
    self.mark = mark
    self.ink = ink
    self.columns = columns
    self.rows = rows
    self.usesRightAxis = usesRightAxis
  }

  /// A series that the legend leaves out.
  public init(_ mark: Mark, _ ink: Ink, columns: [String], rows: [[Double]]) {
    self.init("", mark, ink, columns: columns, rows: rows)
  }
}
