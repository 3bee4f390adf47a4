/// A C++ type name as streamers write it, taken apart.
indirect enum CppType: Sendable, Equatable {
  case number(NumberFormat)
  case string
  /// A vector or another container that is written as a count and its items.
  case list(CppType)
  /// Anything else.
  case other(String)

  private static let containers: Set<String> = [
    "vector", "list", "deque", "set", "multiset", "unordered_set", "unordered_multiset", "RVec",
    "ROOT::VecOps::RVec", "ROOT::RVec", "forward_list",
  ]

  /// Deeper nesting than this is no type that a program wrote.
  private static let depthLimit = 12

  init(_ name: String) { self.init(name, depth: 0) }

  private init(_ name: String, depth: Int) {
    if depth > Self.depthLimit {
      self = .other(name)
      return
    }
    let plain = Self.plain(name)
    if let format = Self.numbers[plain] {
      self = .number(format)
    } else if plain == "string" || plain == "TString" {
      self = .string
    } else if Self.template(plain)?.name == "bitset" {
      self = .list(.number(NumberFormat(type: .bool)))  // one byte for each bit
    } else if let (container, argument) = Self.template(plain), Self.containers.contains(container) {
      self = .list(CppType(argument, depth: depth + 1))
    } else {
      self = .other(plain)
    }
  }

  /// Without `std::`, `const` and spaces that mean nothing.
  private static func plain(_ name: String) -> String {
    var text = name.replacing("std::", with: "").replacing("const ", with: "")
    text.removeAll { $0 == "\n" || $0 == "\t" }
    return text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
      .replacing(" >", with: ">").replacing("< ", with: "<").replacing(" *", with: "*")
  }

  /// `vector<float,allocator>` as its name and first argument.
  private static func template(_ name: String) -> (name: String, argument: String)? {
    guard name.hasSuffix(">"), let open = name.firstIndex(of: "<") else { return nil }
    let inside = name[name.index(after: open)...].dropLast()
    var depth = 0
    let stop = inside.firstIndex { letter in
      if letter == "<" { depth += 1 }
      if letter == ">" { depth -= 1 }
      return letter == "," && depth == 0
    }
    return (String(name[..<open]), String(inside[..<(stop ?? inside.endIndex)]))
  }

  private static let numbers: [String: NumberFormat] = {
    var table: [String: NumberFormat] = [:]
    let names: [(ElementType, String)] = [
      (.bool, "bool,Bool_t"), (.int8, "char,signed char,Char_t,Byte_t,int8_t"),
      (.uint8, "unsigned char,UChar_t,uint8_t"), (.int16, "short,Short_t,int16_t"),
      (.uint16, "unsigned short,UShort_t,uint16_t"), (.int32, "int,Int_t,int32_t"),
      (.uint32, "unsigned int,unsigned,UInt_t,uint32_t"),
      (.int64, "long,long long,Long_t,Long64_t,int64_t"),
      (.uint64, "unsigned long,unsigned long long,ULong_t,ULong64_t,uint64_t,size_t"),
      (.float, "float,Float_t"), (.double, "double,Double_t"),
    ]
    for (type, list) in names {
      for name in list.split(separator: ",") { table[String(name)] = NumberFormat(type: type) }
    }
    table["Double32_t"] = NumberFormat(type: .double, encoding: .single)
    table["Float16_t"] = NumberFormat(type: .float, encoding: .truncated(bits: 12))
    return table
  }()
}
