/// Values whose keys lie side by side in one JSON object, so that readers find `auc` beside `name`.
struct SideBySide<each Part: Codable>: Codable {
  let parts: (repeat each Part)

  init(_ parts: repeat each Part) { self.parts = (repeat each parts) }

  init(from decoder: any Decoder) throws {
    parts = (repeat try (each Part)(from: decoder))
  }

  func encode(to encoder: any Encoder) throws {
    for part in repeat each parts { try part.encode(to: encoder) }
  }
}
