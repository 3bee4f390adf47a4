/// An array whose parts are filled by the threads of a team, each part by one task.
///
/// - Parameters:
///   - bounds: the rising starts of the parts and, last, the number of elements.
///   - fill: sets every element of its part.
/// - Complexity: one allocation; no initialisation before `fill`.
public func partedArray<Element: BitwiseCopyable>(
  of type: Element.Type, bounds: [Int], team: ThreadTeam,
  fill: (_ part: Int, _ elements: inout MutableSpan<Element>) -> Void
) -> [Element] {
  guard let count = bounds.last, count > 0 else { return [] }
  precondition(bounds[0] == 0 && zip(bounds, bounds.dropFirst()).allSatisfy(<=), "rising bounds")
  return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
    let shared = unsafe FillTarget(buffer: buffer)
    team.run(bounds.count - 1) { part in
      let range = bounds[part]..<bounds[part + 1]
      if range.isEmpty { return }
      let piece = unsafe UnsafeMutableBufferPointer(rebasing: shared.buffer[range])
      var elements = unsafe MutableSpan(_unsafeElements: piece)
      fill(part, &elements)
    }
    initialised = count
  }
}

/// Lets tasks of a team write to parts of one buffer that do not overlap.
@unsafe private struct FillTarget<Element>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Element>
}
