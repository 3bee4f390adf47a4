import WinnowCore

/// The size of a hidden layer: a number, or arithmetic with N, the number of inputs, as in TMVA: `N+5`,
/// `2*N`, `(N+100)*2`. Products bind before sums.
struct SizeExpression: Sendable, Hashable {
  let text: String
  private let root: Term

  private indirect enum Term: Sendable, Hashable {
    case number(Int)
    case inputs
    case sum(Term, Term)
    case difference(Term, Term)
    case product(Term, Term)

    /// Nil on overflow.
    func value(inputs count: Int) -> Int? {
      switch self {
      case .number(let number): number
      case .inputs: count
      case .sum(let a, let b): Self.combine(a, b, count) { $0.addingReportingOverflow($1) }
      case .difference(let a, let b):
        Self.combine(a, b, count) { $0.subtractingReportingOverflow($1) }
      case .product(let a, let b):
        Self.combine(a, b, count) { $0.multipliedReportingOverflow(by: $1) }
      }
    }

    private static func combine(
      _ a: Term, _ b: Term, _ count: Int, _ operation: (Int, Int) -> (Int, overflow: Bool)
    ) -> Int? {
      guard let a = a.value(inputs: count), let b = b.value(inputs: count) else { return nil }
      let (result, overflow) = operation(a, b)
      return overflow ? nil : result
    }
  }

  /// The sizes that a layer may have.
  static let allowed = 1...65536

  /// Nil where the text is no such expression.
  init?(_ text: String) {
    // Nesting is bounded so that hostile files cannot exhaust the stack.
    guard text.count <= 100 else { return nil }
    var rest = text.filter { $0 != " " }[...]
    guard let root = Self.sum(&rest), rest.isEmpty else { return nil }
    self.text = text
    self.root = root
  }

  /// - Throws: `badConfiguration` where the size is out of range.
  func size(inputs: Int) throws -> Int {
    guard let size = root.value(inputs: inputs), Self.allowed.contains(size) else {
      throw WinnowError(
        .badConfiguration, "a hidden layer of size “\(text)” is not possible with \(inputs) inputs; "
          + "allowed: \(Self.allowed.lowerBound) … \(Self.allowed.upperBound)")
    }
    return size
  }

  private static func sum(_ rest: inout Substring) -> Term? {
    guard var term = product(&rest) else { return nil }
    while let sign = rest.first, sign == "+" || sign == "-" {
      rest.removeFirst()
      guard let next = product(&rest) else { return nil }
      term = sign == "+" ? .sum(term, next) : .difference(term, next)
    }
    return term
  }

  private static func product(_ rest: inout Substring) -> Term? {
    guard var term = factor(&rest) else { return nil }
    while rest.first == "*" {
      rest.removeFirst()
      guard let next = factor(&rest) else { return nil }
      term = .product(term, next)
    }
    return term
  }

  private static func factor(_ rest: inout Substring) -> Term? {
    if rest.first == "(" {
      rest.removeFirst()
      let inner = sum(&rest)
      guard inner != nil, rest.first == ")" else { return nil }
      rest.removeFirst()
      return inner
    }
    if rest.first == "N" {
      rest.removeFirst()
      return .inputs
    }
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest.removeFirst(digits.count)
    return Int(digits).map(Term.number)
  }
}
