import WinnowCore

/// How one member of a class is written (TStreamerElement).
struct StreamerElement: Sendable {
  let name: String
  let title: String
  /// ROOT's type code: `MemberType`, plus 20 for a fixed array and 40 for a pointer to an array.
  let type: Int
  let arrayLength: Int
  let dimensions: [Int]
  let typeName: String
  /// The member that counts the elements of a pointer's array.
  var countName = ""
}

/// How one version of a class is written (TStreamerInfo).
struct StreamerInfo: Sendable {
  let name: String
  let version: Int
  let checksum: UInt32
  let elements: [StreamerElement]
}

/// The classes that a file describes.
struct StreamerTable: Sendable {
  private var byName: [String: [StreamerInfo]] = [:]

  init(_ infos: [StreamerInfo] = []) {
    for info in infos { byName[info.name, default: []].append(info) }
  }

  func info(_ name: String, version: Int? = nil, checksum: UInt32? = nil) -> StreamerInfo? {
    guard let known = byName[name] else { return nil }
    if let checksum, let match = known.first(where: { $0.checksum == checksum }) { return match }
    if let version, let match = known.first(where: { $0.version == version }) { return match }
    return known.max { $0.version < $1.version }
  }
}

/// The codes of member types (TVirtualStreamerInfo::EReadWrite).
enum MemberType {
  static let base = 0
  static let char = 1, short = 2, int = 3, long = 4, float = 5, counter = 6
  static let charStar = 7, double = 8, double32 = 9
  static let uchar = 11, ushort = 12, uint = 13, ulong = 14, bits = 15
  static let long64 = 16, ulong64 = 17, bool = 18, float16 = 19
  /// Added to a basic type's code: a fixed array, or a pointer to an array with a counter.
  static let array = 20, pointer = 40
  static let object = 61, any = 62, objectArrow = 63, objectPointer = 64
  static let string = 65, tObject = 66, named = 67, anyArrow = 68, anyPointer = 69
  static let anyNoVirtual = 70, stlPointer = 71
  static let stl = 300, stlString = 365, streamer = 500, streamLoop = 501
}
