/// What a method trained anew without some of its variables loses.
public struct RetrainedImportance: Sendable, Hashable, Codable {
  /// AUC of all variables minus AUC without one, paired on the same test events.
  public struct Loss: Sendable, Hashable, Codable {
    public var variable: String
    public var loss: Measured

    public init(variable: String, loss: Measured) {
      self.variable = variable
      self.loss = loss
    }
  }

  /// One per variable, largest loss first.
  public var losses: [Loss]
  /// The smallest set, built by the order of the losses, whose AUC is not below that of all variables
  /// by more than two standard deviations.
  public var smallestSet: [String]
  public var smallestSetLoss: Measured

  public init(losses: [Loss], smallestSet: [String], smallestSetLoss: Measured) {
    self.losses = losses
    self.smallestSet = smallestSet
    self.smallestSetLoss = smallestSetLoss
  }
}
