extension ClassDescription {
  /// The list of class descriptions (a TList of TStreamerInfo) as an object's bytes.
  static func list(keySize: Int) -> [UInt8] {
    var buffer = ObjectBuffer(keySize: keySize)
    buffer.object(version: 5) { buffer in
      buffer.writeTObject()
      buffer.write("")
      buffer.write(Int32(all.count))
      for description in all {
        buffer.pointer(toNew: "TStreamerInfo") { description.write(to: &$0) }
        buffer.write(UInt8(0))
      }
    }
    return buffer.bytes
  }

  private func write(to buffer: inout ObjectBuffer) {
    buffer.object(version: 9) { buffer in
      buffer.writeNamed(name, "")
      buffer.write(checksum)
      buffer.write(Int32(version))
      buffer.pointer(toNew: "TObjArray") { buffer in
        buffer.writeArray(count: members.count) { buffer in
          for member in members { member.write(to: &buffer, of: name) }
        }
      }
    }
  }
}

extension ClassDescription.Member {
  private struct Shape {
    let className: String
    var version: Int16 = 2
    let name: String
    var title = ""
    let type: Int
    var size = 0
    let typeName: String
    var baseChecksum: UInt32 = 0
  }

  private var shape: Shape {
    switch self {
    case .base(let name, _, let checksum):
      let type = ["TObject": MemberType.tObject, "TNamed": MemberType.named][name] ?? MemberType.base
      return Shape(
        className: "TStreamerBase", version: 3, name: name, type: type, typeName: "BASE",
        baseChecksum: checksum)
    case .basic(let name, let type):
      return Shape(
        className: "TStreamerBasicType", name: name, type: type, size: MemberValue.width(of: type),
        typeName: Self.typeName(type))
    case .array(let name, let type, let count, _):
      return Shape(
        className: "TStreamerBasicPointer", name: name, title: "[\(count)]", type: type,
        size: MemberValue.width(of: type - MemberType.pointer),
        typeName: Self.typeName(type - MemberType.pointer) + "*")
    case .object(let name, let typeName):
      return Shape(
        className: "TStreamerObject", name: name, type: MemberType.object, size: 64,
        typeName: typeName)
    case .any(let name, let typeName):
      return Shape(
        className: "TStreamerObjectAny", name: name, type: MemberType.any, size: 24,
        typeName: typeName)
    case .pointer(let name, let typeName):
      return Shape(
        className: "TStreamerObjectPointer", name: name, type: MemberType.objectPointer, size: 8,
        typeName: typeName)
    case .string(let name):
      return Shape(
        className: "TStreamerString", name: name, type: MemberType.string, size: 24,
        typeName: "TString")
    }
  }

  fileprivate func write(to buffer: inout ObjectBuffer, of className: String) {
    let shape = shape
    buffer.pointer(toNew: shape.className) { buffer in
      buffer.object(version: shape.version) { buffer in
        buffer.object(version: 4) { buffer in
          buffer.writeNamed(shape.name, shape.title)
          for value in [shape.type, shape.size, 0, 0] { buffer.write(Int32(value)) }
          buffer.write(UInt32(0))
          buffer.write(shape.baseChecksum)  // where the array's sizes would stand
          for _ in 0..<3 { buffer.write(UInt32(0)) }
          buffer.write(shape.typeName)
        }
        switch self {
        case .base(_, let version, _): buffer.write(Int32(version))
        case .array(_, _, let count, let version):
          buffer.write(Int32(version))
          buffer.write(count)
          buffer.write(className)
        default: break
        }
      }
    }
  }

  private static func typeName(_ type: Int) -> String {
    switch type {
    case MemberType.char: "char"
    case MemberType.short: "short"
    case MemberType.int, MemberType.counter: "int"
    case MemberType.float: "float"
    case MemberType.double: "double"
    case MemberType.uchar: "unsigned char"
    case MemberType.ushort: "unsigned short"
    case MemberType.uint, MemberType.bits: "unsigned int"
    case MemberType.ulong: "unsigned long"
    case MemberType.bool: "bool"
    default: "long long"
    }
  }
}
