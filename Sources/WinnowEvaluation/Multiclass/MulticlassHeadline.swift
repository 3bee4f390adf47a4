import WinnowCore
import WinnowMath

/// The few figures that say how good a method with one output per class is.
public struct MulticlassHeadline: Sendable, Hashable, Codable {
  /// Σ w [largest output is the truth]/Σ w: it depends on how many events of each class there are.
  public var accuracy: Measured
  /// The mean over classes of the fraction that is recognised: it does not.
  public var balancedAccuracy: Measured
  /// The mean over classes of the AUC of each against all others.
  public var auc: Measured

  init(accuracy: Measured, balancedAccuracy: Measured, auc: Measured) {
    self.accuracy = accuracy
    self.balancedAccuracy = balancedAccuracy
    self.auc = auc
  }
}

/// Outputs and classes of events, with the influence of each event on the mean one-against-rest AUC.
public struct MulticlassEvents: Sendable {
  public let headline: MulticlassHeadline
  /// ψ of the mean AUC, one per event: the mean of those of the classes.
  public let influences: [Double]

  /// - Throws: `badData` as `MulticlassFigures`.
  /// - Complexity: O(classes × n).
  public init(_ scores: Scores, of sample: Sample) throws {
    let events = try ClassifiedEvents(scores, of: sample)
    let curves = try events.scores.indices.map { AUCInfluence(try events.scored($0)) }
    let share = 1 / Double(curves.count)
    let influences = sample.weights.indices.map { row in
      share * curves.reduce(0) { $0 + $1.values[row] }
    }
    let auc = Measured(
      share * curves.reduce(0) { $0 + $1.auc.value },
      influences.reduce(0) { $0 + $1 * $1 }.squareRoot())
    let diagonal = events.confusion.enumerated().map { $1[$0] }
    let balanced = Measured(
      share * diagonal.reduce(0) { $0 + $1.value },
      share * diagonal.reduce(0) { $0 + $1.error * $1.error }.squareRoot())
    headline = MulticlassHeadline(
      accuracy: events.accuracy, balancedAccuracy: balanced, auc: auc)
    self.influences = influences
  }

  /// The mean AUC as a figure of the events.
  var meanArea: InfluencedFigure {
    InfluencedFigure(headline.auc.value, influences: influences)
  }

  /// Paired differences of the mean AUC, each pair of methods once, in the order given.
  /// - Precondition: all methods scored the same events in the same order.
  public static func comparisons(
    _ methods: [(name: String, events: MulticlassEvents)]
  ) -> [MethodComparison] {
    methods.indices.flatMap { i in
      methods[(i + 1)...].map { other in
        let (a, b) = (methods[i].events, other.events)
        let difference = (a.meanArea - b.meanArea).measured
        let sigma = abs(difference.value) / difference.error
        return MethodComparison(
          first: methods[i].name, second: other.name, difference: difference,
          significance: sigma.isFinite ? sigma : nil,
          pValue: sigma.isFinite ? 2 * SpecialFunctions.normalCDF(-sigma) : nil)
      }
    }
  }
}
