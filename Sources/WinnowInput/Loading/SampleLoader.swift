import WinnowCore

/// Loads the events that a request describes.
///
/// Cuts come first: what they reject may hold NaN. File values of 32 bits reach the sample unchanged.
/// Rows in errors count from 1, header lines left out.
///
/// - Throws: `noInput` for a missing file; `badData` for damaged files, missing columns, text where
///   numbers are needed, and in accepted events NaN or infinity, weights that are not finite; with
///   classes also for an empty class, a sum of weights that is not positive, a constant variable;
///   `badConfiguration` for an expression at fault.
/// - Complexity: O(rows × columns read); memory for the accepted events and one batch.
public func load(_ request: SampleRequest) throws -> LoadedSample {
  try check(request)
  var builder = SampleBuilder(request)
  var shared = request.limit
  for source in request.sources {
    var own = source.limit ?? request.limit
    for file in source.files {
      let room = source.classIndex == nil ? shared : own
      if room == 0 { break }
      let table = try FileFormats.open(file, options: request.options)
      let plan = try FilePlan(table, request: request, source: source)
      let count = try add(plan, rows: room, classIndex: source.classIndex, to: &builder)
      if source.classIndex == nil { shared? -= count } else { own? -= count }
    }
  }
  return LoadedSample(
    sample: try builder.finished(), tallies: builder.tallies, unlabelled: builder.unlabelled,
    files: request.sources.flatMap(\.files))
}

/// Reads one file; returns how many rows it had to give.
private func add(
  _ plan: FilePlan, rows limit: Int?, classIndex: Int?, to builder: inout SampleBuilder
) throws -> Int {
  var count = 0
  try plan.table.scan(plan.selection, rows: 0..<(limit ?? Int.max)) { batch in
    count += batch.count
    try builder.add(batch, plan: plan, classIndex: classIndex)
  }
  return count
}

private func check(_ request: SampleRequest) throws {
  let names = request.features.map(\.name)
  if let twice = Dictionary(grouping: names, by: { $0 }).first(where: { $0.value.count > 1 })?.key {
    throw WinnowError(.badConfiguration, "the variable “\(twice)” is named twice")
  }
  let indices = request.sources.compactMap(\.classIndex)
  precondition(indices.allSatisfy(request.classNames.indices.contains), "a class that has a name")
  if let limit = request.limit, limit < 1 {
    throw WinnowError(.badConfiguration, "the limit of events must be at least 1; got \(limit)")
  }
  if request.hasClasses, request.label == nil, indices.count < request.sources.count {
    throw WinnowError(.badConfiguration, "some files have neither a class nor a label column")
  }
}
