import Testing
import WinnowKernels

@Suite struct FlushingSubnormalsTests {
  /// A product the compiler cannot work out beforehand.
  @inline(never)
  static func half(_ value: Float) -> Float { value * 0.5 }

  @Test func smallResultsVanishInsideAndSurviveOutside() {
    let smallest = Float.leastNormalMagnitude
    #expect(Self.half(smallest) > 0)
    #expect(flushingSubnormals { Self.half(smallest) } == 0)
    #expect(Self.half(smallest) > 0, "the mode is put back")
  }
}
