import WinnowCore

/// The settings of a window, as `conv` and `pool` layers share them: each a number, or one for each axis.
public struct WindowSettings: RuledParameters {
  public var kernel = [3]
  public var stride = [1]
  public var dilation = [1]
  public var padding = Padding.valid

  public init() {}

  private static func sizes(
    _ name: String, _ path: ParameterRule<WindowSettings>.Path<[Int]>, _ summary: String
  ) -> ParameterRule<WindowSettings> {
    .integers(name, path, 1...65536, count: 1...2, summary)
  }

  public static let rules: [ParameterRule<WindowSettings>] = [
    sizes("kernel", \.kernel, "size of the window, one number or one for each axis"),
    sizes("stride", \.stride, "steps between windows"),
    sizes("dilation", \.dilation, "distance of the places of a window"),
    paddingRule.lifted(to: \.padding),
  ]

  static let paddingRule = ParameterRule<Padding>(
    "padding", range: "valid | same | a number of places, 0 … 65536",
    "zeros that a window may reach beyond the edge", invalid: -1,
    read: { $0 = try Padding(reading: $1) }, write: { $0.setting })

  /// The windows along so many axes.
  func windows(axes: Int) -> Windows {
    Windows(
      Self.spread(kernel, axes), stride: Self.spread(stride, axes),
      dilation: Self.spread(dilation, axes), padding: padding)
  }

  /// One number stands for all axes.
  static func spread(_ numbers: [Int], _ axes: Int) -> [Int] {
    numbers.count == axes ? numbers : Array(repeating: numbers[0], count: axes)
  }
}

extension Padding {
  init(reading setting: Setting) throws {
    if let word = try? setting.text() {
      let words = ["valid": Padding.valid, "same": .same]
      guard let padding = words[word] else {
        throw WinnowError(
          .badConfiguration,
          "has no choice “\(word)”" + Spelling.hint(for: word, in: words.keys.sorted()),
          at: setting.location)
      }
      self = padding
      return
    }
    let count = try setting.integer()
    guard (0...65536).contains(count) else {
      throw setting.mismatch("valid, same or in 0 … 65536")
    }
    self = .zeros(count)
  }

  var setting: Setting {
    switch self {
    case .valid: "valid"
    case .same: "same"
    case .zeros(let count): Setting(.integer(count))
    }
  }
}
