import Foundation
import WinnowEvaluation

/// Boundaries, ranks and permutations as a run of two variables has them.
enum PlaneFigures {
  static func add(to summary: inout RunSummary) {
    summary.planes = plane.map { [$0] }
    summary.inputs.parallel = ranks
    for index in summary.methods.indices {
      summary.methods[index].figures.boundaries = boundary.map { [$0] }
      summary.methods[index].figures.permutation = [
        .init(variable: "met", loss: Measured(0.031, 0.002)),
        .init(variable: "eta", loss: Measured(-0.001, 0.003)),
      ]
      summary.methods[index].figures.permutedEvents = 1234
    }
  }

  private static let plane = decoded(
    DecisionPlane.self,
    """
    {"x": {"name": "met", "unit": "GeV", "low": 0, "high": 100},
     "y": {"name": "eta", "low": -2, "high": 2}, "others": ["phi", "m <x>"],
     "signal": [[50, 1], [60, 0]], "background": [[20, -1]]}
    """)

  private static let boundary = decoded(
    DecisionBoundary.self,
    """
    {"x": "met", "y": "eta",
     "response": [{"level": 0.4, "background": 0.1,
       "lines": [{"points": [[40, -2], [45, 0], [40, 2]]}, {"points": [[90, -2], [95, -1]]}]}],
     "probability": [{"level": 0.5, "lines": [{"points": [[30, -2], [35, 2]]}]},
       {"level": 0.9, "lines": []}]}
    """)

  private static let ranks = decoded(
    ParallelCoordinates.self,
    """
    {"variables": ["met", "eta"], "classes": [
      {"name": "signal", "lowerQuartile": [0.4, 0.2], "median": [0.6, 0.5], "medianLow": [0.59, 0.49],
       "medianHigh": [0.61, 0.51], "upperQuartile": [0.8, 0.7], "events": [[0.5, 0.1], [0.9, 0.8]]},
      {"name": "background", "lowerQuartile": [0.2, 0.3], "median": [0.4, 0.5],
       "medianLow": [0.39, 0.49], "medianHigh": [0.41, 0.51], "upperQuartile": [0.6, 0.7],
       "events": [[0.2, 0.4]]}]}
    """)

  private static func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
