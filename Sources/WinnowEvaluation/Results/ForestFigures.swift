/// What a forest of decision trees tells of its inputs.
public struct ForestFigures: Sendable, Hashable, Codable {
  public struct Input: Sendable, Hashable, Codable {
    public var name: String
    /// Shares of the fall of the training loss, of the number of cuts, and of TMVA's importance; the sum
    /// over all inputs is 1.
    public var gain: Double
    public var count: Double
    public var tmva: Double
    /// Mean magnitude of the Shapley value, in units of the forest's score; nil where it was not taken.
    public var contribution: Measured?

    public init(name: String, gain: Double, count: Double, tmva: Double) {
      self.name = name
      self.gain = gain
      self.count = count
      self.tmva = tmva
    }
  }

  /// The mean score of the forest when one input has a value for all events.
  public struct Dependence: Sendable, Hashable, Codable {
    public var name: String
    public var values: [Double]
    public var scores: [Double]

    public init(name: String, values: [Double], scores: [Double]) {
      self.name = name
      self.values = values
      self.scores = scores
    }
  }

  public var trees: Int
  public var leaves: Int
  public var depth: Int
  /// In the order of the method's inputs.
  public var inputs: [Input]
  /// The inputs of the highest gain, highest first.
  public var dependence: [Dependence]

  public init(trees: Int, leaves: Int, depth: Int, inputs: [Input], dependence: [Dependence] = []) {
    self.trees = trees
    self.leaves = leaves
    self.depth = depth
    self.inputs = inputs
    self.dependence = dependence
  }
}
