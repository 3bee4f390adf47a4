/// What training makes small: an operation on the inputs (network output, targets, weights) whose
/// output is one weighted loss per event.
///
/// The loss of a batch of B events is Σᵢ wᵢ lᵢ / B. Weights are scaled beforehand to an average of 1, so
/// that this is the weighted mean. Negative weights keep their sign: such an event pushes the response
/// away from its own class, as its weight in a histogram would.
public protocol Loss: Operation, Objective {}
