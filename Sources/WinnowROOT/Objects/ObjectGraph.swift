import WinnowCore

/// The value of a member as it was read.
enum MemberValue: Sendable {
  case integer(Int)
  case real(Double)
  case text(String)
  case integers([Int])
  case reals([Double])
  /// Objects by their number in the graph; nil where a pointer is null.
  case object(Int?)
  case objects([Int?])
}

/// An object with the members of its class and of its base classes.
struct GraphObject: Sendable {
  let className: String
  var members: [String: MemberValue] = [:]
  /// The basket itself where the object is one that lies inside its tree.
  var basket: EmbeddedBasket?
}

/// Objects that refer to each other by number: a tree with its branches, leaves and lists.
struct ObjectGraph: Sendable {
  var objects: [GraphObject] = []

  subscript(_ index: Int) -> GraphObject { objects[index] }

  func integer(_ name: String, of object: Int) -> Int? {
    switch objects[object].members[name] {
    case .integer(let value): value
    case .real(let value): Int(exactly: value.rounded())  // numbers of entries, before ROOT 5
    default: nil
    }
  }

  func text(_ name: String, of object: Int) -> String {
    if case .text(let value) = objects[object].members[name] { return value }
    return ""
  }

  func integers(_ name: String, of object: Int) -> [Int] {
    if case .integers(let value) = objects[object].members[name] { return value }
    return []
  }

  func object(_ name: String, of object: Int) -> Int? {
    if case .object(let value) = objects[object].members[name] { return value }
    return nil
  }

  /// The objects of a list (TObjArray, TList) that is a member.
  func list(_ name: String, of object: Int) -> [Int?] {
    guard let list = self.object(name, of: object) else { return [] }
    if case .objects(let items) = objects[list].members["items"] { return items }
    return []
  }
}
