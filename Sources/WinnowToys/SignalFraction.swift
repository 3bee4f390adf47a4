import WinnowCore

/// Settings that say how many of the events are signal.
protocol SignalFraction: Sendable {
  var signalFraction: Double { get set }
}

extension ParameterRule where Root: SignalFraction {
  /// The rule of the option that all toys share.
  static var signalFraction: Self {
    .real("signal_fraction", \.signalFraction, .closed(0, 1), "share of signal among the events")
  }
}
