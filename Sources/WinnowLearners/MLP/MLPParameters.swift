import WinnowCore
import WinnowNetworks

/// The settings of `MLP`.
public struct MLPParameters: LearnerParameters {
  var hidden = [SizeExpression("64"), SizeExpression("64")].compactMap { $0 }
  public var activation = HiddenActivation.relu
  public var loss = LossSettings()
  public var training = TrainingSettings()

  public init() {
    training.l2 = 1e-3
  }

  /// The functions that hidden units may have.
  public enum HiddenActivation: String, CaseIterable, Sendable {
    case tanh, sigmoid, relu

    var activation: Activation {
      switch self {
      case .tanh: .tanh
      case .sigmoid: .sigmoid
      case .relu: .relu
      }
    }
  }

  private static let hiddenRule = ParameterRule<MLPParameters>(
    "hidden", range: "1 to 3 sizes, numbers or expressions such as N+5",
    "sizes of the hidden layers; N is the number of inputs", invalid: [0],
    read: { parameters, setting in
      let items = setting.listOrSingle()
      guard (1...3).contains(items.count) else { throw setting.mismatch("a list of 1 to 3 sizes") }
      parameters.hidden = try items.map { item in
        guard let size = SizeExpression(item.compactText), item.isSizeLike else {
          throw item.mismatch("a size from 1 to 65536, or an expression such as N, N+5 or 2*N")
        }
        return size
      }
    },
    write: { Setting(.list($0.hidden.map(\.setting))) })

  public static let rules: [ParameterRule<MLPParameters>] =
    [hiddenRule, .choice("activation", \.activation, "function of the hidden units")]
    + LossSettings.rules.map { $0.lifted(to: \.loss) }
    + TrainingSettings.rules.map { $0.lifted(to: \.training) }
}

extension Setting {
  /// A whole number in the allowed range, or text.
  fileprivate var isSizeLike: Bool {
    if case .text = value { return true }
    return (try? integer()).map(SizeExpression.allowed.contains) ?? false
  }
}

extension SizeExpression {
  fileprivate var setting: Setting { Int(text).map { Setting(.integer($0)) } ?? Setting(.text(text)) }
}
