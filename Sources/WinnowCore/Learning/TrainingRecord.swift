/// What a training leaves behind for the report. Values only.
public struct TrainingRecord: Sendable, Hashable, Codable {
  /// One point of the training history: a boosting round or an epoch.
  public struct Point: Sendable, Hashable, Codable {
    public let step: Int
    public let trainingLoss: Double
    public let validationLoss: Double?

    public init(step: Int, trainingLoss: Double, validationLoss: Double? = nil) {
      self.step = step
      self.trainingLoss = trainingLoss
      self.validationLoss = validationLoss
    }
  }

  /// What a step is called: “epoch”, “tree”.
  public var stepName: String
  /// What the loss is called: “cross entropy”.
  public var lossName: String
  public var history: [Point]
  /// The step whose state was kept, where early stopping chose one.
  public var bestStep: Int?
  /// Importance of each input (sum 1), by the method's own definition; empty where it has none.
  public var importance: [Double]
  public var importanceName: String
  /// Remarks for the report, one sentence each.
  public var remarks: [String]

  public init(
    stepName: String = "", lossName: String = "", history: [Point] = [], bestStep: Int? = nil,
    importance: [Double] = [], importanceName: String = "", remarks: [String] = []
  ) {
    self.stepName = stepName
    self.lossName = lossName
    self.history = history
    self.bestStep = bestStep
    self.importance = importance
    self.importanceName = importanceName
    self.remarks = remarks
  }
}
