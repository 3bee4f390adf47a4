/// The classes of a file with trees and ntuples, as ROOT 6.40 describes them: what other programs
/// need to read the objects.
///
/// - Reference: ROOT, `io/doc/TFile/streamerinfo.md`; checksums are those of ROOT's dictionaries.
struct ClassDescription {
  enum Member {
    case base(String, version: Int, checksum: UInt32)
    case basic(String, Int)
    case array(String, Int, count: String, version: Int)
    case object(String, String)
    case any(String, String)
    case pointer(String, String)
    case string(String)
  }

  let name: String
  let version: Int
  let checksum: UInt32
  let members: [Member]

  init(_ name: String, _ version: Int, _ checksum: UInt32, _ members: [Member]) {
    self.name = name
    self.version = version
    self.checksum = checksum
    self.members = members
  }

  private static let named = Member.base("TNamed", version: 1, checksum: 0xdfb7_4a3c)
  private static let object = Member.base("TObject", version: 1, checksum: 0x901b_c02d)
  private static let fill = Member.base("TAttFill", version: 2, checksum: 0xffd9_2a92)

  private static func leaf(_ letter: String, _ checksum: UInt32, _ type: Int) -> ClassDescription {
    ClassDescription(
      "TLeaf" + letter, 1, checksum,
      [
        .base("TLeaf", version: 2, checksum: 0x6d1e_8152), .basic("fMinimum", type),
        .basic("fMaximum", type),
      ])
  }

  static let all: [ClassDescription] = [
    tree, branch,
    ClassDescription("TNamed", 1, 0xdfb7_4a3c, [object, .string("fName"), .string("fTitle")]),
    ClassDescription("TObject", 1, 0x901b_c02d, [.basic("fUniqueID", 13), .basic("fBits", 15)]),
    ClassDescription(
      "TAttLine", 2, 0x9407_4549,
      [.basic("fLineColor", 2), .basic("fLineStyle", 2), .basic("fLineWidth", 2)]),
    ClassDescription("TAttFill", 2, 0xffd9_2a92, [.basic("fFillColor", 2), .basic("fFillStyle", 2)]),
    ClassDescription(
      "TAttMarker", 3, 0x291d_8bec,
      [.basic("fMarkerColor", 2), .basic("fMarkerStyle", 2), .basic("fMarkerSize", 5)]),
    ClassDescription("ROOT::TIOFeatures", 1, 0x1aa1_2f10, [.basic("fIOBits", 11)]),
    ClassDescription(
      "TLeaf", 2, 0x6d1e_8152,
      [
        named, .basic("fLen", 3), .basic("fLenType", 3), .basic("fOffset", 3),
        .basic("fIsRange", 18), .basic("fIsUnsigned", 18), .pointer("fLeafCount", "TLeaf*"),
      ]),
    leaf("O", 0x02ae_48d3, 18), leaf("B", 0x0f1e_4b5e, 1), leaf("S", 0x150c_eecf, 2),
    leaf("I", 0x7e6a_ae19, 3), leaf("L", 0xde32_0862, 16), leaf("F", 0x3add_9d72, 5),
    leaf("D", 0x118e_8776, 8), leaf("C", 0xfbe3_b2f3, 3),
    ClassDescription(
      "ROOT::RNTuple", 2, 0x28e6_32ec,
      ["fVersionEpoch", "fVersionMajor", "fVersionMinor", "fVersionPatch"].map { .basic($0, 12) }
        + [
          "fSeekHeader", "fNBytesHeader", "fLenHeader", "fSeekFooter", "fNBytesFooter",
          "fLenFooter", "fMaxKeySize",
        ].map { .basic($0, 14) }),
  ]

  private static let tree = ClassDescription(
    "TTree", 20, 0x7264_e07f,
    [
      named, .base("TAttLine", version: 2, checksum: 0x9407_4549), fill,
      .base("TAttMarker", version: 3, checksum: 0x291d_8bec),
      .basic("fEntries", 16), .basic("fTotBytes", 16), .basic("fZipBytes", 16),
      .basic("fSavedBytes", 16), .basic("fFlushedBytes", 16), .basic("fWeight", 8),
      .basic("fTimerInterval", 3), .basic("fScanField", 3), .basic("fUpdate", 3),
      .basic("fDefaultEntryOffsetLen", 3), .basic("fNClusterRange", 6), .basic("fMaxEntries", 16),
      .basic("fMaxEntryLoop", 16), .basic("fMaxVirtualSize", 16), .basic("fAutoSave", 16),
      .basic("fAutoFlush", 16), .basic("fEstimate", 16),
      .array("fClusterRangeEnd", 56, count: "fNClusterRange", version: 20),
      .array("fClusterSize", 56, count: "fNClusterRange", version: 20),
      .any("fIOFeatures", "ROOT::TIOFeatures"), .object("fBranches", "TObjArray"),
      .object("fLeaves", "TObjArray"), .pointer("fAliases", "TList*"),
      .any("fIndexValues", "TArrayD"), .any("fIndex", "TArrayI"),
      .pointer("fTreeIndex", "TVirtualIndex*"), .pointer("fFriends", "TList*"),
      .pointer("fUserInfo", "TList*"), .pointer("fBranchRef", "TBranchRef*"),
    ])

  private static let branch = ClassDescription(
    "TBranch", 13, 0x1097_8aac,
    [
      named, fill, .basic("fCompress", 3), .basic("fBasketSize", 3), .basic("fEntryOffsetLen", 3),
      .basic("fWriteBasket", 3), .basic("fEntryNumber", 16), .any("fIOFeatures", "ROOT::TIOFeatures"),
      .basic("fOffset", 3), .basic("fMaxBaskets", 6), .basic("fSplitLevel", 3),
      .basic("fEntries", 16), .basic("fFirstEntry", 16), .basic("fTotBytes", 16),
      .basic("fZipBytes", 16), .object("fBranches", "TObjArray"), .object("fLeaves", "TObjArray"),
      .object("fBaskets", "TObjArray"),
      .array("fBasketBytes", 43, count: "fMaxBaskets", version: 13),
      .array("fBasketEntry", 56, count: "fMaxBaskets", version: 13),
      .array("fBasketSeek", 56, count: "fMaxBaskets", version: 13), .string("fFileName"),
    ])
}
