import WinnowCore

/// A fitted transform that can be undone.
public protocol InvertibleTransform: FittedTransform {
  /// The inputs back from the outputs; what `apply` clamped comes back as the limit.
  /// - Throws: where the sample lacks an output.
  func inverse(_ sample: Sample) throws -> Sample

  /// Rebuilds what `archive` stored.
  /// - Throws: `badData` where a size or a value does not fit.
  init(from archive: Archive, input: Schema) throws
}
