/// How far two methods of a run accept the same events, at each working point.
public struct MethodOverlap: Sendable, Hashable, Codable {
  /// Names of the methods.
  public var first: String
  public var second: String
  /// By rising background efficiency.
  public var points: [DecisionOverlap]

  public init(first: String, second: String, points: [DecisionOverlap]) {
    self.first = first
    self.second = second
    self.points = points
  }

  /// Each pair of methods once, in the order given.
  /// - Precondition: all methods scored the same events in the same order.
  /// - Complexity: O(methods² × events).
  public static func all(
    _ methods: [(name: String, scored: ScoredEvents)],
    backgrounds: [Double] = MethodFigures.workingBackgrounds
  ) -> [MethodOverlap] {
    let decisions = methods.map { Decisions($0.scored, backgrounds: backgrounds) }
    return methods.indices.flatMap { i in
      methods.indices[(i + 1)...].map { j in
        MethodOverlap(
          first: methods[i].name, second: methods[j].name,
          points: DecisionOverlap.all(decisions[i], decisions[j]))
      }
    }
  }
}
