import WinnowKernels

/// How numbers are written in a basket.
enum NumberEncoding: Sendable, Equatable {
  /// As they are in memory, big-endian.
  case plain
  /// Double32_t without a range: as a float.
  case single
  /// Double32_t or Float16_t with a range: integer / `factor` + `minimum`.
  case scaled(factor: Double, minimum: Double)
  /// Double32_t or Float16_t with fewer bits: exponent byte, then sign and mantissa in two.
  case truncated(bits: Int)
}

/// A number's type and how it is written.
struct NumberFormat: Sendable, Equatable {
  let type: ElementType
  var encoding = NumberEncoding.plain

  /// Bytes of one number as written.
  var width: Int {
    switch encoding {
    case .plain: type.width ?? 1
    case .single, .scaled: 4
    case .truncated: 3
    }
  }
}

extension ColumnNumber {
  static func decode(
    _ bytes: RawSpan, _ encoding: NumberEncoding, into output: inout MutableSpan<Self>
  ) {
    decodePlain(bytes, into: &output)
  }

  static func decodePlain(_ bytes: RawSpan, into output: inout MutableSpan<Self>) {
    var raw = output.mutableBytes
    copyBigEndian(bytes, width: MemoryLayout<Self>.size, into: &raw)
  }
}

extension Bool: ColumnNumber {
  static var elementType: ElementType { .bool }
  static func wrap(_ values: [Bool]) -> ColumnValues { .bool(values) }
  static func converted(_ value: Int64) -> Bool { value != 0 }
  static func converted(_ value: UInt64) -> Bool { value != 0 }
  static func converted(_ value: Double) -> Bool { value != 0 }

  /// Any byte but 0 is true, since a damaged file may hold any.
  static func decode(
    _ bytes: RawSpan, _ encoding: NumberEncoding, into output: inout MutableSpan<Bool>
  ) {
    let source = Span<UInt8>(_bytes: bytes)
    for index in 0..<output.count { output[index] = source[index] != 0 }
  }
}

extension Float: ColumnNumber {
  static var elementType: ElementType { .float }
  static func wrap(_ values: [Float]) -> ColumnValues { .float(values) }
  static func converted(_ value: Int64) -> Float { Float(value) }
  static func converted(_ value: UInt64) -> Float { Float(value) }
  static func converted(_ value: Double) -> Float { Float(value) }

  static func decode(
    _ bytes: RawSpan, _ encoding: NumberEncoding, into output: inout MutableSpan<Float>
  ) {
    switch encoding {
    case .plain, .single: decodePlain(bytes, into: &output)
    case .scaled(let factor, let minimum):
      for index in 0..<output.count {
        output[index] = Float(Double(bigEndian32(bytes, 4 * index)) / factor + minimum)
      }
    case .truncated(let bits):
      for index in 0..<output.count { output[index] = truncated(bytes, 3 * index, bits) }
    }
  }
}

extension Double: ColumnNumber {
  static var elementType: ElementType { .double }
  static func wrap(_ values: [Double]) -> ColumnValues { .double(values) }
  static func converted(_ value: Int64) -> Double { Double(value) }
  static func converted(_ value: UInt64) -> Double { Double(value) }
  static func converted(_ value: Double) -> Double { Double(value) }

  static func decode(
    _ bytes: RawSpan, _ encoding: NumberEncoding, into output: inout MutableSpan<Double>
  ) {
    switch encoding {
    case .plain: decodePlain(bytes, into: &output)
    case .single:
      for index in 0..<output.count {
        output[index] = Double(Float(bitPattern: bigEndian32(bytes, 4 * index)))
      }
    case .scaled(let factor, let minimum):
      for index in 0..<output.count {
        output[index] = Double(bigEndian32(bytes, 4 * index)) / factor + minimum
      }
    case .truncated(let bits):
      for index in 0..<output.count { output[index] = Double(truncated(bytes, 3 * index, bits)) }
    }
  }
}

private func bigEndian32(_ bytes: RawSpan, _ at: Int) -> UInt32 {
  let source = Span<UInt8>(_bytes: bytes)
  return UInt32(source[at]) << 24 | UInt32(source[at + 1]) << 16 | UInt32(source[at + 2]) << 8
    | UInt32(source[at + 3])
}

/// Exponent in one byte, then sign and the leading bits of the mantissa in two.
///
/// - Reference: ROOT, TBufferFile::ReadWithNbits.
private func truncated(_ bytes: RawSpan, _ at: Int, _ bits: Int) -> Float {
  let source = Span<UInt8>(_bytes: bytes)
  let mantissa = UInt32(source[at + 1]) << 8 | UInt32(source[at + 2])
  let kept = (mantissa & ((1 << UInt32(bits + 1)) - 1)) << UInt32(23 - bits)
  let magnitude = Float(bitPattern: UInt32(source[at]) << 23 | kept)
  return mantissa & 1 << UInt32(bits + 1) != 0 ? -magnitude : magnitude
}
