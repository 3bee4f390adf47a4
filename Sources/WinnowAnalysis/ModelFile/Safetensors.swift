import Foundation
import WinnowCore
import WinnowKernels

/// The safetensors container: an 8-byte little-endian header length, a JSON header, raw tensors.
///
/// Format: https://github.com/huggingface/safetensors, section “Format”. Tensors are little-endian
/// and row-major; `data_offsets` count from the end of the header; the regions may neither overlap
/// nor leave holes. Every size is checked against the file before anything is allocated.
package enum Safetensors {
  package struct Content: Equatable {
    package init(metadata: [String: String], tensors: [String: Tensor]) {
      self.metadata = metadata
      self.tensors = tensors
    }

    package var metadata: [String: String]
    package var tensors: [String: Tensor]
  }

  private struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }

  private static let largestHeader = 100_000_000

  package static func encode(_ content: Content) throws -> Data {
    var header: [String: HeaderValue] = ["__metadata__": .metadata(content.metadata)]
    var body = Data()
    let parts = content.tensors.map { (name: $0.key, tensor: $0.value, bytes: bytes(of: $0.value.values)) }
    for (name, tensor, bytes) in parts.sorted(by: { order($0.bytes, $0.name) < order($1.bytes, $1.name) }) {
      let offsets = [body.count, body.count + bytes.count]
      header[name] = .entry(
        Entry(dtype: typeName(tensor.values), shape: tensor.shape, data_offsets: offsets))
      body.append(bytes)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(header)
    // The header ends where a vector can begin: aligned tensors are used in the file as they stand.
    let room = vector - (8 + json.count) % vector
    json.append(Data(repeating: UInt8(ascii: " "), count: room % vector))
    return RawBytes.bytes(of: [UInt64(json.count).littleEndian]) + json + body
  }

  /// Bytes in the widest vector.
  private static let vector = 64

  /// The rounder its length in bytes, the earlier a tensor stands: so each begins at a multiple of the
  /// power of two that its own length is a multiple of, up to that of a vector.
  private static func order(_ bytes: Data, _ name: String) -> (Int, String) {
    (-min(bytes.count.trailingZeroBitCount, vector.trailingZeroBitCount), name)
  }

  /// - Parameter inPlace: which float32 tensors stay where they are in the data.
  /// - Throws: `badData` where the file is damaged, in words that say how.
  package static func decode(
    _ data: Data, inPlace: (_ name: String) -> Bool = { _ in false }
  ) throws -> Content {
    let data = data.startIndex == 0 ? data : Data(data)
    guard data.count >= 8 else { throw damaged("shorter than its header") }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= min(UInt64(data.count - 8), UInt64(largestHeader)) else {
      throw damaged("the header claims \(length) bytes, the file has \(data.count)")
    }
    let start = 8 + Int(length)
    guard let header = try? JSONDecoder().decode(
      [String: HeaderValue].self, from: data[8..<start])
    else { throw damaged("the header is no valid JSON") }
    return try content(header, body: data[start...], inPlace)
  }

  private static func content(
    _ header: [String: HeaderValue], body: Data, _ inPlace: (String) -> Bool
  ) throws -> Content {
    var content = Content(metadata: [:], tensors: [:])
    var regions: [Range<Int>] = []
    for (name, value) in header {
      switch value {
      case .metadata(let metadata): content.metadata = metadata
      case .entry(let entry):
        let region = try region(of: entry, name: name, limit: body.count)
        regions.append(region)
        let bytes = body[body.startIndex + region.lowerBound..<body.startIndex + region.upperBound]
        let stays = entry.dtype == "F32" && inPlace(name)
        content.tensors[name] = Tensor(
          shape: entry.shape,
          stays ? .float32InPlace(bytes) : try values(entry.dtype, bytes, name: name))
      }
    }
    try checkTiling(regions, total: body.count)
    return content
  }

  private static func region(of entry: Entry, name: String, limit: Int) throws -> Range<Int> {
    guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
      entry.data_offsets[0] <= entry.data_offsets[1], entry.data_offsets[1] <= limit
    else { throw damaged("the tensor “\(name)” lies outside the file") }
    guard let width = widths[entry.dtype] else {
      throw damaged("the tensor “\(name)” has the unknown type \(entry.dtype)")
    }
    var bytes = width
    for side in entry.shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow else { throw damaged("the tensor “\(name)” has no valid shape") }
      bytes = product
    }
    guard bytes == entry.data_offsets[1] - entry.data_offsets[0] else {
      throw damaged("the shape of the tensor “\(name)” does not fit its bytes")
    }
    return entry.data_offsets[0]..<entry.data_offsets[1]
  }

  private static func checkTiling(_ regions: [Range<Int>], total: Int) throws {
    var end = 0
    let ordered = regions.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    for region in ordered {
      guard region.lowerBound == end else { throw damaged("tensors overlap or leave holes") }
      end = region.upperBound
    }
    guard end == total else { throw damaged("\(total - end) bytes belong to no tensor") }
  }

  static func damaged(_ how: String) -> WinnowError {
    WinnowError(.badData, "no valid model file: \(how)")
  }
}

extension Safetensors {
  private static let widths = ["F32": 4, "F64": 8, "I32": 4, "I64": 8, "U8": 1, "U16": 2]

  private static func typeName(_ values: Tensor.Values) -> String {
    switch values {
    case .float32, .float32InPlace: "F32"
    case .float64: "F64"
    case .int32: "I32"
    case .int64: "I64"
    case .uint8: "U8"
    case .uint16: "U16"
    }
  }

  // The format is little-endian, and so is every machine that Winnow runs on.
  private static func bytes(of values: Tensor.Values) -> Data {
    switch values {
    case .float32(let values): RawBytes.bytes(of: values)
    case .float32InPlace(let bytes): bytes
    case .float64(let values): RawBytes.bytes(of: values)
    case .int32(let values): RawBytes.bytes(of: values)
    case .int64(let values): RawBytes.bytes(of: values)
    case .uint8(let values): RawBytes.bytes(of: values)
    case .uint16(let values): RawBytes.bytes(of: values)
    }
  }

  private static func values(
    _ type: String, _ bytes: Data, name: String
  ) throws -> Tensor.Values {
    switch type {
    case "F32": .float32(RawBytes.values(Float.self, from: bytes))
    case "F64": .float64(RawBytes.values(Double.self, from: bytes))
    case "I32": .int32(RawBytes.values(Int32.self, from: bytes))
    case "I64": .int64(RawBytes.values(Int64.self, from: bytes))
    case "U8": .uint8(RawBytes.values(UInt8.self, from: bytes))
    case "U16": .uint16(RawBytes.values(UInt16.self, from: bytes))
    default: throw damaged("the tensor “\(name)” has the unknown type \(type)")
    }
  }

  /// A header entry: a tensor's description, or the metadata's strings.
  private enum HeaderValue: Codable {
    case entry(Entry)
    case metadata([String: String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let entry = try? container.decode(Entry.self) {
        self = .entry(entry)
      } else {
        self = .metadata(try container.decode([String: String].self))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .entry(let entry): try container.encode(entry)
      case .metadata(let metadata): try container.encode(metadata)
      }
    }
  }
}
