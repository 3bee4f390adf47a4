import WinnowCore

/// A fitted transform that can be undone, as far as it keeps what is needed for that.
public protocol InvertibleTransform: FittedTransform {
  /// The inputs back from the outputs; what `apply` clamped comes back as the limit, and what passed a
  /// bottleneck as nearly as that lets through.
  /// - Throws: where the sample lacks an output.
  func inverse(_ sample: Sample) throws -> Sample

  /// Rebuilds what `archive` stored.
  /// - Throws: `badData` where a size or a value does not fit.
  init(from archive: Archive, input: Schema) throws
}
