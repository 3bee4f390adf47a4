import Testing
import WinnowMath

@Suite struct RisingOrderTests {
  @Test(arguments: [0, 1, 2, 257, 20_000])
  func agreesWithAStableSort(count: Int) {
    var random = CounterRandom(seed: 3)
    let values = (0..<count).map { index in
      index % 3 == 0 ? Float(Int(random.next() % 20)) - 10 : Float(random.normal() * 1e3)
    }
    let expected = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    #expect(risingOrder(of: values).map(Int.init) == expected)
    let rising = RisingValues(values)
    #expect(rising.indices.map(Int.init) == expected)
    #expect(rising.values == expected.map { values[$0] })
  }

  @Test func extremesAndZerosOfBothSigns() {
    let values: [Float] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
      .greatestFiniteMagnitude, -1, 1, 0,
    ]
    let expected: [UInt32] = [3, 7, 5, 0, 1, 9, 4, 8, 6, 2]
    #expect(risingOrder(of: values) == expected)
    #expect(RisingValues(values).values == expected.map { values[Int($0)] })
  }

  @Test func equalValuesKeepTheirOrder() {
    #expect(risingOrder(of: [2, 1, 2, 1, 2]) == [1, 3, 0, 2, 4])
    #expect(risingOrder(of: [5, 5, 5]) == [0, 1, 2])
  }
}
