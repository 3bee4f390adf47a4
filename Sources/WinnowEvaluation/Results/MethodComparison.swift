/// How much better one method is than another, on the same test events.
public struct MethodComparison: Sendable, Hashable, Codable {
  /// Names of the methods.
  public var first: String
  public var second: String
  /// AUC of the first minus AUC of the second; the error knows that the events are the same.
  public var difference: Measured
  /// |difference| in standard deviations; nil where the error is undefined.
  public var significance: Double?
  /// Two-sided, of no difference; nil where the error is undefined.
  public var pValue: Double?

  public init(
    first: String, second: String, difference: Measured, significance: Double? = nil,
    pValue: Double? = nil
  ) {
    self.first = first
    self.second = second
    self.difference = difference
    self.significance = significance
    self.pValue = pValue
  }

  /// Each pair of methods once, in the order given.
  /// - Precondition: all methods scored the same events in the same order.
  /// - Complexity: O(methods² × events).
  public static func all(
    _ methods: [(name: String, influence: AUCInfluence)]
  ) -> [MethodComparison] {
    methods.indices.flatMap { i in
      methods[(i + 1)...].map { other in
        let paired = AUCDifference(methods[i].influence, other.influence)
        let isDefined = paired.significance.isFinite
        return MethodComparison(
          first: methods[i].name, second: other.name, difference: paired.difference,
          significance: isDefined ? paired.significance : nil,
          pValue: isDefined ? paired.pValue : nil)
      }
    }
  }
}
