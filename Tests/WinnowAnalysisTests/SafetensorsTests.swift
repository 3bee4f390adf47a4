import Foundation
import Testing
import WinnowAnalysis
import WinnowCore

@Suite struct SafetensorsTests {
  private let content = Safetensors.Content(
    metadata: ["winnow": "{}"],
    tensors: [
      "a": Tensor(shape: [2, 2], .float32([1, 2, 3, -0.0])),
      "b": Tensor([1.5, .infinity]),
      "c": Tensor([7, 8, 9] as [UInt8]),
      "d": Tensor([-1] as [Int64]),
      "empty": Tensor([] as [Int32]),
    ])

  @Test func givesBackWhatItWrote() throws {
    let data = try Safetensors.encode(content)
    #expect(try Safetensors.decode(data) == content)
    #expect(try Safetensors.encode(content) == data)
  }

  /// Written by Python: `safetensors.numpy.save({"x": np.arange(3, dtype=np.float32)}, {"k": "v"})`.
  @Test func readsWhatPythonWrote() throws {
    let header = #"{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#
    let content = try Safetensors.decode(file(header, body: [0, 1, 2] as [Float]))
    #expect(content.metadata == ["k": "v"])
    #expect(content.tensors["x"] == Tensor([0, 1, 2] as [Float]))
  }

  @Test(arguments: [
    (#"{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#, "outside the file"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}"#, "does not fit its bytes"),
    (#"{"x":{"dtype":"F99","shape":[3],"data_offsets":[0,12]}}"#, "unknown type F99"),
    (#"{"x":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}"#, "no valid shape"),
    (#"{"x":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,12]}}"#, "no valid shape"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "belong to no tensor"),
    (
      #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      "overlap or leave holes"
    ),
    (#"{"x":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}"#, "outside the file"),
    (#"{"x":{"dtype":"F32","shape":[3],"data_offsets":[-4,8]}}"#, "outside the file"),
    (#"{"x":{"dtype":"F32","shape":[3]}}"#, "no valid JSON"),
    (#"{"x":"#, "no valid JSON"),
  ])
  func refusesDamage(_ header: String, _ fragment: String) throws {
    let error = #expect(throws: WinnowError.self) {
      try Safetensors.decode(file(header, body: [0, 1, 2] as [Float]))
    }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains(fragment) == true, "\(error?.message ?? "")")
  }

  @Test func refusesEveryTruncation() throws {
    let data = try Safetensors.encode(content)
    for length in 0..<data.count {
      #expect(throws: WinnowError.self) { try Safetensors.decode(data.prefix(length)) }
    }
  }

  @Test func refusesAHugeHeader() {
    let data = Data([255, 255, 255, 255, 255, 255, 255, 127]) + Data(repeating: 32, count: 100)
    #expect(throws: WinnowError.self) { try Safetensors.decode(data) }
  }

  private func file(_ header: String, body: [Float]) -> Data {
    let length = UInt64(header.utf8.count)
    var data = Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
    data.append(Data(header.utf8))
    for value in body {
      data.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) })
    }
    return data
  }
}
