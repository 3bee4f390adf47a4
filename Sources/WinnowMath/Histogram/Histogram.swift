/// A weighted histogram in one dimension. Bins include their lower edge; the last includes both.
public struct Histogram: Sendable, Hashable, Codable {
  /// Rising, one more than there are bins.
  public let edges: [Double]
  /// Σw of each bin.
  public private(set) var contents: [Double]
  /// Σw² of each bin; the error of a bin is its square root.
  public private(set) var squares: [Double]
  public private(set) var underflow = 0.0
  public private(set) var overflow = 0.0

  /// - Precondition: at least two rising edges.
  public init(edges: [Double]) {
    precondition(edges.count >= 2 && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
    self.edges = edges
    contents = Array(repeating: 0, count: edges.count - 1)
    squares = contents
  }

  /// Contents that were added up elsewhere.
  /// - Precondition: rising edges; one content and one sum of squares per bin.
  public init(
    edges: [Double], contents: [Double], squares: [Double], underflow: Double = 0,
    overflow: Double = 0
  ) {
    self.init(edges: edges)
    precondition(contents.count == count && squares.count == count, "one sum per bin")
    self.contents = contents
    self.squares = squares
    self.underflow = underflow
    self.overflow = overflow
  }

  /// Equidistant bins.
  public init(bins: Int, from lower: Double, to upper: Double) {
    precondition(bins >= 1 && lower < upper, "a histogram needs bins and a range")
    let width = (upper - lower) / Double(bins)
    self.init(edges: (0..<bins).map { lower + Double($0) * width } + [upper])
  }

  public var count: Int { contents.count }
  public var errors: [Double] { squares.map { $0.squareRoot() } }
  /// Σw inside the range.
  public var sum: Double { contents.reduce(0, +) }

  /// Adds one event. NaN counts as overflow. - Complexity: O(log bins).
  public mutating func fill(_ x: Double, weight: Double = 1) {
    guard let bin = bin(of: x) else {
      if x < edges[0] { underflow += weight } else { overflow += weight }
      return
    }
    contents[bin] += weight
    squares[bin] += weight * weight
  }

  /// The bin of a value; nil outside the range.
  public func bin(of x: Double) -> Int? {
    guard x >= edges[0], x <= edges[count] else { return nil }
    var low = 0, high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if x >= edges[middle] { low = middle } else { high = middle }
    }
    return low
  }

  /// Contents divided by Σw (flow included) and bin width: an estimate of the density.
  public func normalized() -> Histogram {
    let total = sum + underflow + overflow
    guard total != 0 else { return self }
    var result = self
    for bin in 0..<count {
      let scale = 1 / (total * (edges[bin + 1] - edges[bin]))
      result.contents[bin] *= scale
      result.squares[bin] *= scale * scale
    }
    result.underflow /= total
    result.overflow /= total
    return result
  }
}

extension Histogram {
  private enum CodingKeys: String, CodingKey { case edges, contents, squares, underflow, overflow }

  /// - Throws: `DecodingError` where edges do not rise or the numbers of bins differ.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let edges = try container.decode([Double].self, forKey: .edges)
    let contents = try container.decode([Double].self, forKey: .contents)
    let squares = try container.decode([Double].self, forKey: .squares)
    let bins = edges.count - 1
    guard bins >= 1, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }),
      contents.count == bins, squares.count == bins
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .edges, in: container,
        debugDescription: "a histogram needs rising edges and one content and square per bin")
    }
    self.init(
      edges: edges, contents: contents, squares: squares,
      underflow: try container.decode(Double.self, forKey: .underflow),
      overflow: try container.decode(Double.self, forKey: .overflow))
  }
}
