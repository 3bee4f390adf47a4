/// Everything needed to rebuild a model or a transform: named tensors and named settings.
public struct Archive: Sendable, Hashable {
  public private(set) var tensors: [String: Tensor]
  public private(set) var attributes: [String: Setting]

  public init(tensors: [String: Tensor] = [:], attributes: [String: Setting] = [:]) {
    self.tensors = tensors
    self.attributes = attributes
  }

  public mutating func store(_ name: String, _ tensor: Tensor) { tensors[name] = tensor }
  public mutating func store(_ name: String, _ setting: Setting) { attributes[name] = setting }

  /// Puts another archive inside this one; its names get the prefix `name/`.
  public mutating func store(_ name: String, _ inner: Archive) {
    for (key, tensor) in inner.tensors { tensors["\(name)/\(key)"] = tensor }
    for (key, setting) in inner.attributes { attributes["\(name)/\(key)"] = setting }
  }

  /// The archive stored under a name.
  public func inner(_ name: String) -> Archive {
    func strip<Value>(_ all: [String: Value]) -> [String: Value] {
      let prefix = name + "/"
      let pairs = all.filter { $0.key.hasPrefix(prefix) }
        .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
      return Dictionary(uniqueKeysWithValues: pairs)
    }
    return Archive(tensors: strip(tensors), attributes: strip(attributes))
  }
}

extension Archive {
  /// A setting that must be there. - Throws: `badData`.
  public func setting(_ name: String) throws -> Setting {
    guard let setting = attributes[name] else {
      throw WinnowError(.badData, "the model lacks the setting “\(name)”")
    }
    return setting
  }

  public func float32(_ name: String, shape: [Int?]) throws -> [Float] {
    guard case .float32(let values) = try tensor(name, shape).values else {
      throw wrongType(name, "float32")
    }
    return values
  }

  public func float64(_ name: String, shape: [Int?]) throws -> [Double] {
    guard case .float64(let values) = try tensor(name, shape).values else {
      throw wrongType(name, "float64")
    }
    return values
  }

  public func int32(_ name: String, shape: [Int?]) throws -> [Int32] {
    guard case .int32(let values) = try tensor(name, shape).values else {
      throw wrongType(name, "int32")
    }
    return values
  }

  public func int64(_ name: String, shape: [Int?]) throws -> [Int64] {
    guard case .int64(let values) = try tensor(name, shape).values else {
      throw wrongType(name, "int64")
    }
    return values
  }

  public func uint8(_ name: String, shape: [Int?]) throws -> [UInt8] {
    guard case .uint8(let values) = try tensor(name, shape).values else {
      throw wrongType(name, "uint8")
    }
    return values
  }

  public func uint16(_ name: String, shape: [Int?]) throws -> [UInt16] {
    guard case .uint16(let values) = try tensor(name, shape).values else {
      throw wrongType(name, "uint16")
    }
    return values
  }

  /// A tensor that must be there. - Throws: `badData`.
  public func tensor(_ name: String) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw WinnowError(.badData, "the model lacks the tensor “\(name)”")
    }
    return tensor
  }

  /// The tensor of a name; a nil in the wanted shape takes any length.
  private func tensor(_ name: String, _ shape: [Int?]) throws -> Tensor {
    let tensor = try tensor(name)
    let fits = tensor.shape.count == shape.count
      && zip(tensor.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
    guard fits else {
      let wanted = shape.map { $0.map(String.init) ?? "any" }.joined(separator: " × ")
      throw WinnowError(
        .badData, "the tensor “\(name)” has shape \(tensor.shape); wanted \(wanted)")
    }
    return tensor
  }

  private func wrongType(_ name: String, _ wanted: String) -> WinnowError {
    WinnowError(.badData, "the tensor “\(name)” is not \(wanted)")
  }
}
