/// The streams of random numbers that networks use, apart from one another: each purpose owns 2³²
/// streams or more.
enum RandomStream {
  /// One stream per parameter.
  static let initialization: UInt64 = 0x4E45_5401 << 32
  /// One stream per epoch.
  static let shuffling: UInt64 = 0x4E45_5402 << 32
  /// Two streams per step of an adversarial pair, and one for the events it picks.
  static let adversarial: UInt64 = 0x4E45_5403 << 32
  static let adversarialPicks: UInt64 = 0x4E45_5404 << 32
  /// One stream per node and training step: see `dropout(node:step:)`.
  static let dropout: UInt64 = 0x8000_0000_0000_0000

  static func dropout(node: Int, step: Int) -> UInt64 {
    dropout | UInt64(node) << 40 | UInt64(step)
  }
}
