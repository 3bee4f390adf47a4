/// A table of text, written once and shown on a terminal, in Markdown, in LaTeX or in HTML.
public struct Table: Sendable, Equatable {
  public enum Alignment: Sendable { case left, right }

  public struct Column: Sendable, Equatable {
    public let header: String
    public let alignment: Alignment

    public init(_ header: String, _ alignment: Alignment = .right) {
      self.header = header
      self.alignment = alignment
    }
  }

  public let title: String
  public let columns: [Column]
  public let rows: [[String]]
  /// What the figures mean, below the table.
  public let note: String?

  /// - Precondition: every row has one cell for each column.
  public init(title: String, columns: [Column], rows: [[String]], note: String? = nil) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row of another table")
    self.title = title
    self.columns = columns
    self.rows = rows
    self.note = note
  }
}

extension Table {
  /// Plain text no wider than `width`.
  ///
  /// A table too wide is continued below, its first column repeated; only a first column that
  /// leaves no room for any other is shortened.
  public func text(width: Int = 100, style: TerminalStyle = .plain) -> String {
    let widths = columnWidths(limit: width)
    var lines = [style.bold(title)]
    for part in parts(widths: widths, limit: width) {
      let rule = String(repeating: "─", count: lineWidth(part, widths))
      lines.append(style.dim(rule))
      lines.append(style.bold(line(columns.map(\.header), part, widths)))
      lines.append(style.dim(rule))
      lines += rows.map { line($0, part, widths) }
    }
    if let note { lines += Self.wrapped(note, width: width).map(style.dim) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func columnWidths(limit: Int) -> [Int] {
    var widths = columns.indices.map { column in
      ([columns[column].header] + rows.map { $0[column] }).map(\.displayWidth).max() ?? 0
    }
    let widest = widths.dropFirst().max() ?? 0
    if let first = widths.first { widths[0] = min(first, max(8, limit - widest - Self.gap)) }
    return widths.map { min($0, max(8, limit - Self.gap - 8)) }
  }

  /// Column numbers of each part that fits the width.
  private func parts(widths: [Int], limit: Int) -> [[Int]] {
    var parts: [[Int]] = []
    var current = [0]
    for column in columns.indices.dropFirst() {
      if current.count > 1, lineWidth(current + [column], widths) > limit {
        parts.append(current)
        current = [0]
      }
      current.append(column)
    }
    return columns.isEmpty ? [] : parts + [current]
  }

  private static let gap = 2

  private func lineWidth(_ part: [Int], _ widths: [Int]) -> Int {
    part.reduce(0) { $0 + widths[$1] } + Self.gap * (part.count - 1)
  }

  private func line(_ cells: [String], _ part: [Int], _ widths: [Int]) -> String {
    let padded = part.map { column in
      let cell = cells[column].fitted(to: widths[column])
      let space = String(repeating: " ", count: max(0, widths[column] - cell.displayWidth))
      return columns[column].alignment == .left ? cell + space : space + cell
    }
    let text = padded.joined(separator: String(repeating: " ", count: Self.gap))
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// Text broken at spaces into lines no wider than `width`.
  static func wrapped(_ text: String, width: Int, indent: Int = 0) -> [String] {
    var lines: [String] = []
    var current = ""
    let margin = String(repeating: " ", count: indent)
    for word in text.plainLine.split(separator: " ") {
      for piece in String(word).pieces(of: max(8, width - indent)) {
        if current.isEmpty {
          current = (lines.isEmpty ? "" : margin) + piece
        } else if current.displayWidth + 1 + piece.displayWidth <= width {
          current += " " + piece
        } else {
          lines.append(current)
          current = margin + piece
        }
      }
    }
    return current.isEmpty ? lines : lines + [current]
  }
}
