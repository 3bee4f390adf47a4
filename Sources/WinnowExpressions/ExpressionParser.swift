import WinnowCore

/// Reads an expression by precedence climbing and emits the steps of its program.
struct ExpressionParser {
  private let text: String
  private let location: SourceLocation?
  private let tokens: [ExpressionToken]
  private var index = 0
  private var depth = 0

  private(set) var program = ExpressionProgram()
  private(set) var columns: [ExpressionColumn] = []
  private(set) var constants: [ExpressionColumn] = []

  /// Deeper nesting is refused, so that no input exhausts the stack.
  private static let deepest = 200

  init(_ text: String, at location: SourceLocation?) throws {
    self.text = text
    self.location = location
    tokens = try ExpressionLexer.tokens(of: text, at: location)
    if tokens.count == 1 { throw fault("the expression is empty") }
    if tokens.count == 2, case .name(let name) = tokens[0].kind {
      load(column: name)  // a lone name is a column, also where a constant has that name
      return
    }
    try ternary()
    guard token.kind == .end else { throw unexpected("an operator") }
  }

  private var token: ExpressionToken { tokens[index] }

  private mutating func accept(_ symbol: String) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws {
    guard accept(symbol) else { throw unexpected("“\(symbol)”") }
  }

  /// condition ? value : value; groups from the right.
  private mutating func ternary() throws {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw fault("nested too deeply") }
    try binary(above: 0)
    guard accept("?") else { return }
    try ternary()
    try expect(":")
    try ternary()
    program.steps.append(.select)
  }

  private mutating func binary(above level: Int) throws {
    try signed()
    var compared = false
    while case .symbol(let symbol) = token.kind, let found = ExpressionOperator.all[symbol],
      found.level > level
    {
      if found.level == ExpressionOperator.comparisonLevel {
        if compared {
          throw fault("comparisons do not chain; write “a < b && b < c”, or use parentheses")
        }
        compared = true
      }
      index += 1
      try binary(above: found.level)
      program.steps.append(.binary(found.apply))
    }
  }

  private mutating func signed() throws {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw fault("nested too deeply") }
    if accept("-") {
      try signed()
      program.steps.append(.unary(ExpressionOperator.negate))
    } else if accept("!") {
      try signed()
      program.steps.append(.unary(ExpressionOperator.not))
    } else if accept("+") {
      try signed()
    } else {
      try power()
    }
  }

  /// value ^ exponent, where the exponent may carry a sign or a power of its own.
  private mutating func power() throws {
    try value()
    guard accept("^") || accept("**") else { return }
    try signed()
    program.steps.append(.binary(ExpressionOperator.power))
  }

  /// A value, and the index of its element where brackets follow.
  private mutating func value() throws {
    let outer = program
    program = ExpressionProgram()
    try plainValue()
    let base = program
    program = outer
    guard accept("[") else {
      program.steps += base.steps
      return
    }
    if base.ownColumns.isEmpty { throw fault("only a column takes an index") }
    try ternary()
    try expect("]")
    program.steps.append(.element(base, hasDefault: false))
    if token.kind == .symbol("[") {
      throw fault("one index is enough; arrays of several dimensions are numbered row by row")
    }
  }

  private mutating func plainValue() throws {
    let start = token
    switch start.kind {
    case .number(let number):
      index += 1
      program.steps.append(.constant(number))
    case .quoted(let name):
      load(column: name)
    case .name(let name):
      if tokens[index + 1].kind == .symbol("(") { return try call(name) }
      if let constant = ExpressionFunction.constants[name] {
        constants.append(ExpressionColumn(name: name, position: start.position))
        index += 1
        program.steps.append(.constant(constant))
      } else {
        load(column: name)
      }
    case .symbol("("):
      index += 1
      try ternary()
      try expect(")")
    default:
      throw unexpected("a number, a column, a function or “(”")
    }
  }

  private mutating func load(column name: String) {
    let position = token.position
    index += 1
    let known = columns.firstIndex { $0.name == name }
    if known == nil { columns.append(ExpressionColumn(name: name, position: position)) }
    program.steps.append(.column(known ?? columns.count - 1))
  }

  private mutating func call(_ name: String) throws {
    if ExpressionReduction.all[name] != nil || name == "at" { return try listCall(name) }
    guard let function = ExpressionFunction.all[name] else {
      let names = Set(ExpressionFunction.all.keys).union(ExpressionReduction.all.keys).union(["at"])
      let hint = Spelling.hint(for: name, in: names)
      throw fault("there is no function “\(name)”\(hint)")
    }
    let start = index
    index += 2
    let count = accept(")") ? 0 : try arguments(joining: function, after: 0)
    try check(count, function.arity, of: name, at: start)
    switch function.body {
    case .constant(let number): program.steps.append(.constant(number))
    case .unary(let apply): program.steps.append(.unary(apply))
    case .binary(let apply): program.steps.append(.binary(apply))
    case .select: program.steps.append(.select)
    case .fold: break  // joined as the values came
    }
  }

  private mutating func check(
    _ count: Int, _ arity: ClosedRange<Int>, of name: String, at start: Int
  ) throws {
    if arity.contains(count) { return }
    let wanted = arity.lowerBound == arity.upperBound
      ? "\(arity.lowerBound)" : "at least \(arity.lowerBound)"
    index = start
    throw fault("“\(name)” takes \(wanted) values; got \(count)")
  }

  /// A function of a list; `min` and `max` are so with one value and compare several.
  private mutating func listCall(_ name: String) throws {
    let start = index
    index += 2
    if accept(")") { return try check(0, 1...1, of: name, at: start) }
    let outer = program
    program = ExpressionProgram()
    try ternary()
    let list = program
    program = outer
    if let reduction = ExpressionReduction.all[name], accept(")") {
      program.steps.append(.reduce(list, reduction))
    } else if let function = ExpressionFunction.all[name] {
      program.steps += list.steps
      try expect(",")
      let count = try arguments(joining: function, after: 1)
      try check(count, function.arity, of: name, at: start)
    } else if name == "at" {
      let count = accept(")") ? 1 : try moreArguments()
      try check(count, 3...3, of: name, at: start)
      program.steps.append(.element(list, hasDefault: true))
    } else {
      try expect(")")
    }
  }

  private mutating func moreArguments() throws -> Int {
    var count = 1
    while accept(",") {
      try ternary()
      count += 1
    }
    try expect(")")
    return count
  }

  /// Reads to the closing parenthesis; returns how many values there are, `before` included.
  private mutating func arguments(
    joining function: ExpressionFunction, after before: Int
  ) throws -> Int {
    var count = before
    repeat {
      try ternary()
      count += 1
      if count > 1, case .fold(let apply) = function.body { program.steps.append(.binary(apply)) }
    } while accept(",")
    try expect(")")
    return count
  }

  private func unexpected(_ wanted: String) -> WinnowError {
    fault("expected \(wanted), found \(token.shown)")
  }

  private func fault(_ message: String) -> WinnowError {
    Expression.fault(message, in: text, position: token.position, at: location)
  }
}
