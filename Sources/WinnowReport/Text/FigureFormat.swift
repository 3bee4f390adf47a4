import Foundation
import WinnowEvaluation

/// How figures are written for people: rounded by their error, undefined ones as a dash.
public enum FigureFormat {
  public static let undefined = "–"

  /// `0.9371 ± 0.0012`: the error with two significant digits, the value to the same place.
  ///
  /// Without an error (zero or undefined) the value alone, with four significant digits.
  public static func measured(_ figure: Measured) -> String {
    guard figure.isDefined else { return undefined }
    guard figure.error.isFinite, figure.error > 0 else { return number(figure.value) }
    let magnitude = max(abs(figure.value), figure.error)
    if magnitude >= 1e7 || magnitude < 1e-4 { return scientific(figure) }
    let place = lastPlace(of: figure.error)
    return "\(rounded(figure.value, place)) ± \(rounded(figure.error, place))"
  }

  /// The value of a figure to the place that its error warrants, without the error.
  public static func value(of figure: Measured) -> String {
    guard figure.isDefined else { return undefined }
    guard figure.error.isFinite, figure.error > 0 else { return number(figure.value) }
    let magnitude = max(abs(figure.value), figure.error)
    if magnitude >= 1e7 || magnitude < 1e-4 { return number(figure.value) }
    return rounded(figure.value, lastPlace(of: figure.error))
  }

  /// At most so many significant digits; very large and small numbers as 1.2·10⁻⁵.
  public static func number(_ x: Double, digits: Int = 4) -> String {
    guard x.isFinite else { return undefined }
    guard x != 0 else { return "0" }
    let exponent = decimalExponent(x, digits: digits)
    if exponent < -4 || exponent >= 7 {
      return "\(trimmed(fixed(x / power(exponent), digits - 1)))·10\(superscript(exponent))"
    }
    return trimmed(fixed(x, max(0, digits - 1 - exponent)))
  }

  /// A p-value: three decimals, and powers of ten below.
  public static func pValue(_ p: Double) -> String {
    guard p.isFinite else { return undefined }
    // Below this, double precision ends in zero.
    if p < 1e-300 { return "< 10⁻³⁰⁰" }
    return p >= 0.0005 ? fixed(p, 3) : number(p, digits: 1)
  }

  /// `850 ms`, `12.3 s`, `3 min 20 s`, `2 h 05 min`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return undefined }
    if seconds < 99.95 { return scaled(seconds, units: ["s", "ms", "µs", "ns"]) }
    let whole = Int(min(seconds, 1e15).rounded())
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? "\(hours) h \(padded(minutes)) min" : "\(whole / 60) min \(padded(whole % 60)) s"
  }

  /// Nanoseconds, in the unit that reads best.
  public static func duration(nanoseconds: Double) -> String {
    duration(seconds: nanoseconds * 1e-9)
  }

  /// `512 B`, `12.3 kB`, `4.56 MB`, in powers of 1000.
  public static func size(bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    var value = Double(bytes), unit = 0
    let units = ["B", "kB", "MB", "GB", "TB"]
    while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return "\(threeDigits(value)) \(units[unit])"
  }

  /// A count with thin spaces between thousands.
  public static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    let grouped = digits.enumerated().map { index, digit in
      let left = digits.count - index
      return left < digits.count && left.isMultiple(of: 3) ? "\u{202F}\(digit)" : "\(digit)"
    }
    return (number < 0 ? "-" : "") + grouped.joined()
  }

  /// With this many digits after the point, always a point.
  public static func fixed(_ x: Double, _ decimals: Int) -> String {
    let text = String(format: "%.*f", decimals, x)
    return text.allSatisfy({ "-0.".contains($0) }) && text.hasPrefix("-")
      ? String(text.dropFirst()) : text
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let digits = text.reversed().drop { $0 == "0" }
    return String((digits.first == "." ? digits.dropFirst() : digits).reversed())
  }

  /// `10²` for 2.
  static func powerOfTen(_ exponent: Int) -> String {
    switch exponent {
    case 0: "1"
    case 1: "10"
    default: "10" + superscript(exponent)
    }
  }

  static func superscript(_ number: Int) -> String {
    let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let digits = String(number.magnitude).compactMap(\.wholeNumberValue).map { raised[$0] }
    return (number < 0 ? "⁻" : "") + String(digits)
  }
}

extension FigureFormat {
  /// The decimal place (−4 for 0.0001) of the second significant digit of an error.
  private static func lastPlace(of error: Double) -> Int { decimalExponent(error, digits: 2) - 1 }

  /// The exponent of the first digit, after rounding to so many digits: 0.0996 with two is 0.10.
  private static func decimalExponent(_ x: Double, digits: Int) -> Int {
    let exponent = Int(log10(abs(x)).rounded(.down))
    let mantissa = abs(x) / power(exponent)
    let scale = power(digits - 1)
    return (mantissa * scale).rounded() >= 10 * scale ? exponent + 1 : exponent
  }

  private static func rounded(_ x: Double, _ place: Int) -> String {
    place <= 0 ? fixed(x, -place) : fixed((x / power(place)).rounded() * power(place), 0)
  }

  private static func scientific(_ figure: Measured) -> String {
    let leading = max(abs(figure.value), figure.error)
    let exponent = decimalExponent(leading, digits: 2)
    let scaled = Measured(figure.value / power(exponent), figure.error / power(exponent))
    let place = min(0, lastPlace(of: scaled.error))
    let (value, error) = (rounded(scaled.value, place), rounded(scaled.error, place))
    return "(\(value) ± \(error))·10\(superscript(exponent))"
  }

  private static func scaled(_ value: Double, units: [String]) -> String {
    guard value > 0 else { return "0 \(units[0])" }
    var value = value, unit = 0
    while value < 0.9995, unit < units.count - 1 { (value, unit) = (value * 1000, unit + 1) }
    return "\(threeDigits(value)) \(units[unit])"
  }

  private static func threeDigits(_ value: Double) -> String {
    fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}
