import Foundation
import Synchronization

/// An array whose parts are filled by the threads of a team, each part by one task.
///
/// - Parameters:
///   - bounds: the rising starts of the parts and, last, the number of elements.
///   - fill: sets every element of its part, which is not empty.
/// - Throws: the fault of the first part that has one, at any number of threads.
/// - Complexity: one allocation; no initialisation before `fill`.
public func partedArray<Element: BitwiseCopyable, Fault: Error>(
  of type: Element.Type, bounds: [Int], team: ThreadTeam,
  fill: (_ part: Int, _ elements: inout MutableSpan<Element>) throws(Fault) -> Void
) throws(Fault) -> [Element] {
  let count = checkedCount(bounds)
  let faults = FirstFault<Fault>()
  let array = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
    unsafe adviseLargePages(UnsafeRawBufferPointer(buffer))
    let target = unsafe FillTarget(buffer: buffer, bounds: bounds)
    team.run(bounds.count - 1) { part in
      let piece = unsafe target.part(part)
      if piece.isEmpty { return }
      var elements = unsafe MutableSpan(_unsafeElements: piece)
      do throws(Fault) { try fill(part, &elements) } catch { faults.note(error, of: part) }
    }
    initialised = count
  }
  try faults.throwAny()
  return array
}

/// Two arrays whose parts are filled together, as `partedArray` fills one; parts may be empty.
public func partedArrays<First: BitwiseCopyable, Second: BitwiseCopyable, Fault: Error>(
  _ first: (type: First.Type, bounds: [Int]), _ second: (type: Second.Type, bounds: [Int]),
  team: ThreadTeam,
  fill: (
    _ part: Int, _ first: inout MutableSpan<First>, _ second: inout MutableSpan<Second>
  ) throws(Fault) -> Void
) throws(Fault) -> ([First], [Second]) {
  precondition(first.bounds.count == second.bounds.count, "as many parts of both")
  let counts = (checkedCount(first.bounds), checkedCount(second.bounds))
  let faults = FirstFault<Fault>()
  var others: [Second] = []
  let array = unsafe [First](unsafeUninitializedCapacity: counts.0) { buffer, initialised in
    unsafe adviseLargePages(UnsafeRawBufferPointer(buffer))
    let target = unsafe FillTarget(buffer: buffer, bounds: first.bounds)
    others = unsafe [Second](unsafeUninitializedCapacity: counts.1) { buffer, initialised in
      unsafe adviseLargePages(UnsafeRawBufferPointer(buffer))
      let other = unsafe FillTarget(buffer: buffer, bounds: second.bounds)
      team.run(first.bounds.count - 1) { part in
        let pieces = unsafe (target.part(part), other.part(part))
        var elements = unsafe MutableSpan(_unsafeElements: pieces.0)
        var others = unsafe MutableSpan(_unsafeElements: pieces.1)
        do throws(Fault) { try fill(part, &elements, &others) } catch {
          faults.note(error, of: part)
        }
      }
      initialised = counts.1
    }
    initialised = counts.0
  }
  try faults.throwAny()
  return (array, others)
}

/// Asks for pages of 2 MB, so that the first touch of a large array is not a fault every 4 kB.
@unsafe private func adviseLargePages(_ buffer: UnsafeRawBufferPointer) {
  let page = 1 << 12
  guard buffer.count >= 1 << 22, let base = buffer.baseAddress else { return }
  let skip = -Int(bitPattern: base) & (page - 1)
  let whole = (buffer.count - skip) & ~(page - 1)
  unsafe _ = madvise(UnsafeMutableRawPointer(mutating: base + skip), whole, MADV_HUGEPAGE)
}

private func checkedCount(_ bounds: [Int]) -> Int {
  precondition(bounds.first == 0 && zip(bounds, bounds.dropFirst()).allSatisfy(<=), "rising bounds")
  return bounds[bounds.count - 1]
}

/// Lets tasks of a team write to parts of one buffer that do not overlap.
@unsafe private struct FillTarget<Element: BitwiseCopyable>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Element>
  let bounds: [Int]

  func part(_ number: Int) -> UnsafeMutableBufferPointer<Element> {
    unsafe UnsafeMutableBufferPointer(rebasing: buffer[bounds[number]..<bounds[number + 1]])
  }
}

/// The fault of the task with the lowest number, so that threads do not decide which one is told.
private final class FirstFault<Fault: Error>: Sendable {
  private let found = Mutex<(task: Int, fault: Fault)?>(nil)

  func note(_ fault: Fault, of task: Int) {
    found.withLock { if $0.map({ task < $0.task }) ?? true { $0 = (task, fault) } }
  }

  func throwAny() throws(Fault) {
    if let fault = found.withLock({ $0?.fault }) { throw fault }
  }
}
