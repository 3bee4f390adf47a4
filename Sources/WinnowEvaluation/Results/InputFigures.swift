import WinnowMath

/// What the input variables tell before any method is trained.
public struct InputFigures: Sendable, Codable {
  public var variables: [VariableFigures]
  /// One per class, of the original variables.
  public var correlations: [CorrelationMatrix]
  /// The inputs as the methods see them, one per transform chain in use.
  public var transformed: [TransformedInputs]
  /// How far each variable follows from the others, most redundant first.
  public var redundancy: [Redundancy]?
  /// All variables side by side.
  public var parallel: ParallelCoordinates?

  public init(
    variables: [VariableFigures], correlations: [CorrelationMatrix],
    transformed: [TransformedInputs]
  ) {
    self.variables = variables
    self.correlations = correlations
    self.transformed = transformed
    redundancy = Redundancy.all(correlations)
  }
}

public struct VariableFigures: Sendable, Codable {
  public struct ClassStatistics: Sendable, Hashable, Codable {
    public var name: String
    public var mean: Measured
    public var rms: Double
    public var minimum: Double
    public var maximum: Double
    /// Events in which the variable is missing; they are left out of its figures.
    public var missing: Int

    public init(
      name: String, mean: Measured, rms: Double, minimum: Double, maximum: Double,
      missing: Int = 0
    ) {
      self.name = name
      self.mean = mean
      self.rms = rms
      self.minimum = minimum
      self.maximum = maximum
      self.missing = missing
    }
  }

  public var name: String
  public var expression: String
  public var title: String?
  public var unit: String?
  public var separation: Measured
  public var classes: [ClassStatistics]
  /// One per class, common bins, not normalised.
  public var histograms: [Histogram]

  public init(
    name: String, expression: String, title: String?, unit: String?, separation: Measured,
    classes: [ClassStatistics], histograms: [Histogram]
  ) {
    self.name = name
    self.expression = expression
    self.title = title
    self.unit = unit
    self.separation = separation
    self.classes = classes
    self.histograms = histograms
  }
}

/// Linear correlation coefficients, weighted.
public struct CorrelationMatrix: Sendable, Hashable, Codable {
  /// The class it belongs to.
  public var name: String
  public var variables: [String]
  public var values: [[Double]]
  /// Of the coefficients.
  public var errors: [[Double]]?
  /// Mutual information of each pair, in nats.
  public var information: [[Measured]]?

  public init(
    name: String, variables: [String], values: [[Double]], errors: [[Double]]? = nil,
    information: [[Measured]]? = nil
  ) {
    self.name = name
    self.variables = variables
    self.values = values
    self.errors = errors
    self.information = information
  }
}

public struct TransformedInputs: Sendable, Codable {
  /// The chain as written in the analysis file, such as `gauss, decorrelate`.
  public var chain: String
  public var methods: [String]
  public var variables: [VariableFigures]
  public var correlations: [CorrelationMatrix]

  public init(
    chain: String, methods: [String], variables: [VariableFigures],
    correlations: [CorrelationMatrix]
  ) {
    self.chain = chain
    self.methods = methods
    self.variables = variables
    self.correlations = correlations
  }
}
