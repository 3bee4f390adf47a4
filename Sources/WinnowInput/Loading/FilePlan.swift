import WinnowCore
import WinnowExpressions

/// An expression and where its columns stand in a batch.
struct BoundExpression {
  let expression: Expression
  let places: [Int]

  /// - Throws: `badData` where lists that are joined element by element differ in length.
  func values(_ batch: TableBatch) throws -> [Double] {
    let inputs = places.map { batch.values[$0].expressionInput }
    return try expression.values(of: inputs, count: batch.count, firstRow: batch.firstRow)
  }
}

/// What to read of one file, and where everything stands in its batches.
struct FilePlan {
  private(set) var selection: [ColumnRequest] = []
  private(set) var features: [BoundExpression] = []
  private(set) var targets: [BoundExpression] = []
  private(set) var cuts: [BoundExpression] = []
  private(set) var weights: [BoundExpression] = []
  private(set) var spectators: [SpectatorPlan] = []
  private(set) var label: Int?
  let table: any TableSource

  enum SpectatorPlan {
    /// A column in its own type.
    case column(place: Int)
    case expression(BoundExpression)
  }

  /// - Throws: `badData` for a missing column, `badConfiguration` for an expression at fault.
  init(_ table: any TableSource, request: SampleRequest, source: SampleRequest.Source) throws {
    self.table = table
    do {
      cuts = try [request.cut, source.cut].compactMap { try $0.map { try bind($0) } }
      weights = try [request.weight, source.weight].compactMap { try $0.map { try bind($0) } }
      features = try request.features.map { try bind(expression(of: $0)) }
      targets = try request.targets.map { try bind($0.expression) }
      spectators = try request.spectators.map { try plan($0) }
      if let rule = request.label {
        let expression = Expression(column: rule.column)
        try expression.check(against: table.columns.map(\.name))
        label = place(of: try table.index(of: rule.column), .exact)
      }
    } catch let error as WinnowError {
      throw error.located(at: table.location)
    }
  }

  /// A feature that is a column of the table by its whole name is that column, whatever its characters.
  private func expression(of feature: Feature) throws -> Expression {
    if feature.expression == feature.name, table.columns.contains(where: { $0.name == feature.name }) {
      return Expression(column: feature.name)
    }
    return try Expression(parsing: feature.expression)
  }

  private mutating func bind(_ expression: Expression) throws -> BoundExpression {
    try expression.check(against: table.columns.map(\.name))
    let indices = try expression.columnNames.map { try table.index(of: $0) }
    let areLists = indices.map { table.columns[$0].type.isList }
    try expression.check(areLists: areLists)
    let places = zip(indices, areLists).map { place(of: $0, $1 ? .lists : .number) }
    return BoundExpression(expression: expression, places: places)
  }

  private mutating func plan(_ spectator: NamedExpression) throws -> SpectatorPlan {
    guard let column = spectator.expression.plainColumn else {
      return .expression(try bind(spectator.expression))
    }
    try spectator.expression.check(against: table.columns.map(\.name))
    return .column(place: place(of: try table.index(of: column), .exact))
  }

  private mutating func place(of index: Int, _ form: ColumnRequest.Form) -> Int {
    let request = ColumnRequest(index, form)
    if let known = selection.firstIndex(of: request) { return known }
    selection.append(request)
    return selection.count - 1
  }
}
