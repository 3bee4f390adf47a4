/// Reads decimal numbers with correct rounding: the double nearest to what is written, ties to even.
package enum DecimalText {
  /// 5^0 … 5^27: the powers that fit 64 bits.
  private static let powersOfFive: [UInt64] = (0..<28).map { (0..<$0).reduce(1) { p, _ in p * 5 } }
  /// 10^0 … 10^22: the powers that a double holds exactly.
  private static let powersOfTen: [Double] = (0..<23).map { (0..<$0).reduce(1) { p, _ in p * 10 } }
  private static let missing: Set<String> = ["", "nan", "na", "n/a", "null", "none"]

  /// The number in a range of bytes, or nil where there is none.
  ///
  /// Blanks around it are skipped. Empty, `nan`, `na`, `null` and `none` are NaN; `inf` and
  /// `infinity` are infinite; letters of either case.
  ///
  /// - Complexity: O(length); up to 19 digits with exponents within ±27 take exact integer steps, all
  ///   else the standard library's conversion.
  static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    var reader = DecimalReader(position: range.lowerBound, end: range.upperBound)
    if reader.read(bytes), let value = value(of: reader) { return value }
    return special(bytes, range)
  }

  package static func number(_ word: String) -> Double? {
    let bytes = Array(word.utf8)
    return number(bytes.span, 0..<bytes.count)
  }

  private static func value(of reader: DecimalReader) -> Double? {
    guard reader.isExact, let magnitude = rounded(reader.digits, tens: reader.exponent) else {
      return nil
    }
    return reader.isNegative ? -magnitude : magnitude
  }

  /// digits × 10^tens, correctly rounded; nil where the integer steps do not reach.
  private static func rounded(_ digits: UInt64, tens: Int) -> Double? {
    if digits == 0 { return 0 }
    if digits <= 1 << 53, -22...22 ~= tens {
      return tens < 0 ? Double(digits) / powersOfTen[-tens] : Double(digits) * powersOfTen[tens]
    }
    guard -27...27 ~= tens else { return nil }
    let shift = digits.leadingZeroBitCount
    let top = digits << UInt64(shift)
    if tens >= 0 {
      let product = top.multipliedFullWidth(by: powersOfFive[tens])
      return joined(product.high, product.low, exponent: tens - shift)
    }
    // A 64-bit quotient with its remainder as sticky bit: the divisor's top bit is set and the
    // dividend's high word is smaller than it, as the division demands.
    let power = powersOfFive[-tens]
    let spread = power.leadingZeroBitCount
    let quotient = (power << UInt64(spread)).dividingFullWidth((top >> 1, top << 63))
    let sticky = quotient.quotient | (quotient.remainder == 0 ? 0 : 1)
    return Double(sticky) * powerOfTwo(tens - shift + spread - 63)
  }

  /// (high × 2^64 + low) × 2^exponent, rounded once.
  private static func joined(_ high: UInt64, _ low: UInt64, exponent: Int) -> Double {
    if high == 0 { return Double(low) * powerOfTwo(exponent) }
    let shift = UInt64(high.leadingZeroBitCount)
    let upper = shift == 0 ? high : high << shift | low >> (64 - shift)
    let rest = shift == 0 ? low : low << shift
    let sticky = upper | (rest == 0 ? 0 : 1)
    return Double(sticky) * powerOfTwo(exponent + 64 - Int(shift))
  }

  /// Of exponents far inside the range of normal numbers.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(1023 + exponent) << 52)
  }

  /// What the fast way does not read: long digits, great exponents, words.
  private static func special(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    guard range.count <= 4096 else { return nil }
    let letters = range.map { Character(UnicodeScalar(bytes[$0])) }
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let front = letters.drop(while: blank)
    let word = String(front.reversed().drop(while: blank).reversed()).lowercased()
    if missing.contains(word) { return .nan }
    switch word {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: break
    }
    let isDecimal = word.utf8.allSatisfy {
      (48...57).contains($0) || [43, 45, 46, 101].contains($0)  // + - . e
    }
    return isDecimal ? Double(word) : nil
  }
}

/// Takes a decimal apart: sign, up to 19 digits as one integer, power of ten.
private struct DecimalReader {
  var position: Int
  let end: Int
  var isNegative = false
  var digits: UInt64 = 0
  var exponent = 0
  /// Digits from the first that is not zero, which must fit 64 bits, and the zeros before it.
  private var digitCount = 0
  private var zeros = 0

  init(position: Int, end: Int) {
    self.position = position
    self.end = end
  }

  /// Whether all digits fitted: ten to the 19 is below two to the 64.
  var isExact: Bool { digitCount <= 19 }

  /// False where the bytes are no plain decimal.
  @inline(__always)
  mutating func read(_ bytes: Span<UInt8>) -> Bool {
    skipBlanks(bytes)
    if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
      isNegative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    readDigits(bytes)
    if position < end, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let before = position
      readDigits(bytes)
      exponent = before - position
    }
    if digitCount + zeros == 0 { return false }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e"), !readExponent(bytes) {
      return false
    }
    skipBlanks(bytes)
    return position == end
  }

  @inline(__always)
  private mutating func readDigits(_ bytes: Span<UInt8>) {
    while position < end {
      let digit = bytes[position] &- UInt8(ascii: "0")
      if digit > 9 { break }
      digits = digits &* 10 &+ UInt64(digit)
      let counts = digitCount > 0 || digit > 0
      digitCount += counts ? 1 : 0
      zeros += counts ? 0 : 1
      position += 1
    }
  }

  private mutating func readExponent(_ bytes: Span<UInt8>) -> Bool {
    position += 1
    var negative = false
    if position < end, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
      negative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    var power = 0
    while position < end, position < start + 6 {
      let digit = bytes[position] &- UInt8(ascii: "0")
      if digit > 9 { break }
      power = power * 10 + Int(digit)
      position += 1
    }
    exponent += negative ? -power : power
    return position > start
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
  }
}
