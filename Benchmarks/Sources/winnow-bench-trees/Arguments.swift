import WinnowTrees

struct Arguments {
  enum Command: String { case train, load }

  let command: Command
  let files: [String]
  private let values: [String: String]

  init?(_ words: [String]) {
    guard words.count >= 2, let command = Command(rawValue: words[1]) else { return nil }
    let count = command == .train ? 3 : 2
    guard words.count >= 2 + count else { return nil }
    self.command = command
    files = Array(words[2..<2 + count])
    var values: [String: String] = [:]
    for word in words.dropFirst(2 + count) {
      let parts = word.split(separator: "=")
      guard parts.count == 2 else { return nil }
      values[String(parts[0])] = String(parts[1])
    }
    self.values = values
  }

  func real(_ key: String, _ standard: Double) -> Double {
    values[key].flatMap(Double.init) ?? standard
  }
  func integer(_ key: String, _ standard: Int) -> Int { Int(real(key, Double(standard))) }
  func text(_ key: String, _ standard: String) -> String { values[key] ?? standard }

  var features: Int { integer("features", 28) }
  var threads: Int { integer("threads", 2) }

  var options: BoostingOptions {
    var options = BoostingOptions()
    options.trees = integer("trees", 100)
    options.bins = integer("bins", 255)
    options.learningRate = real("rate", 0.1)
    options.growth.maxLeaves = integer("leaves", 63)
    options.growth.maxDepth = integer("depth", 0)
    options.growth.minNodeSize = integer("node", 20)
    options.growth.minChildWeight = real("weight", 1e-3)
    options.growth.l2 = real("l2", 0)
    options.categorical = Set(text("categorical", "").split(separator: ",").compactMap { Int($0) })
    return options
  }
}
