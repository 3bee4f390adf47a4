import Testing
import WinnowEvaluation
import WinnowReport

@Suite struct FigureFormatTests {
  @Test(arguments: [
    (0.93712, 0.00123, "0.9371 ± 0.0012"),
    (0.5, 0.0996, "0.50 ± 0.10"),  // 0.0996 with two digits is 0.10
    (0.5, 0.0994, "0.500 ± 0.099"),
    (12_345.6, 567.8, "12350 ± 570"),
    (12_345.6, 56.78, "12346 ± 57"),
    (-0.0021, 0.0046, "-0.0021 ± 0.0046"),
    (0, 0.0046, "0.0000 ± 0.0046"),
    (-0.00001, 0.0046, "0.0000 ± 0.0046"),
    (3, 41, "3 ± 41"),
    (9.996, 0.1, "10.00 ± 0.10"),
    (1.2345e9, 1.2e6, "(1.2345 ± 0.0012)·10⁹"),
    (4.2e-7, 1.3e-8, "(4.20 ± 0.13)·10⁻⁷"),
    (0.75, 0, "0.75"),
    (0.75, .nan, "0.75"),
    (.nan, .nan, "–"),
    (.infinity, 0.1, "–"),
  ])
  func roundsByTheError(value: Double, error: Double, text: String) {
    #expect(FigureFormat.measured(Measured(value, error)) == text)
  }

  @Test func valueAloneHasThePlaceOfItsError() {
    #expect(FigureFormat.value(of: Measured(0.93712, 0.00123)) == "0.9371")
    #expect(FigureFormat.value(of: .undefined) == "–")
  }

  @Test(arguments: [
    (12.34, "12.3 s"), (0.8504, "850 ms"), (0.00001234, "12.3 µs"), (3.1e-7, "310 ns"),
    (0, "0 s"), (99.9, "99.9 s"), (99.96, "1 min 40 s"), (200, "3 min 20 s"),
    (7500, "2 h 05 min"), (.nan, "–"), (-1, "–"), (.infinity, "–"),
  ])
  func durations(seconds: Double, text: String) {
    #expect(FigureFormat.duration(seconds: seconds) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (12_345, "12.3 kB"), (999_600, "1.00 MB"),
    (4_560_000, "4.56 MB"), (Int.max, "9223372 TB"),
  ])
  func sizes(bytes: Int, text: String) {
    #expect(FigureFormat.size(bytes: bytes) == text)
  }

  @Test func countsArePartedByThousands() {
    #expect(FigureFormat.count(12) == "12")
    #expect(FigureFormat.count(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(FigureFormat.count(-1000) == "-1\u{202F}000")
  }

  @Test(arguments: [
    (0.5, "0.500"), (0.0004, "0.0004"), (0.00004, "4·10⁻⁵"), (1e-12, "1·10⁻¹²"), (0, "< 10⁻³⁰⁰"), (.nan, "–"),
  ])
  func pValues(p: Double, text: String) {
    #expect(FigureFormat.pValue(p) == text)
  }

  @Test(arguments: [Double.leastNonzeroMagnitude, 1e-300, 1e300, .greatestFiniteMagnitude, -1e300])
  func extremesDoNotTrap(value: Double) {
    #expect(!FigureFormat.number(value).isEmpty)
    #expect(!FigureFormat.measured(Measured(value, abs(value))).isEmpty)
    #expect(!FigureFormat.measured(Measured(1, abs(value))).isEmpty)
  }
}
