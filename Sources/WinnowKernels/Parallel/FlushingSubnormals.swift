import CIntrinsics

/// Runs a piece of work in which numbers below the smallest normal one count as 0, on this thread.
///
/// Weights under an L2 penalty, and an optimiser's running means of vanished gradients, decay into the
/// subnormal range and stay there, where each operation takes a hundred cycles: training that slows
/// down tenfold as it goes on.
public func flushingSubnormals<Result>(_ work: () -> Result) -> Result {
  let before = winnow_flush_subnormals()
  defer { winnow_restore_rounding(before) }
  return work()
}
