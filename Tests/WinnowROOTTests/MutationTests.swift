import Foundation
import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowROOT

/// Reads damaged copies of the fixtures: each must be read or refused, never crash or hang.
///
/// `WINNOW_MUTATIONS` sets the number of damaged files (default 1500), `WINNOW_MUTATION_SEED` where
/// to begin, `WINNOW_MUTATION_FILES` a folder of files to damage instead.
@Suite struct MutationTests {
  private static let count = setting("WINNOW_MUTATIONS") ?? 1500
  private static let seed = UInt64(setting("WINNOW_MUTATION_SEED") ?? 1)

  private static func setting(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init)
  }

  private static let originals: [Data] = {
    let folder = ProcessInfo.processInfo.environment["WINNOW_MUTATION_FILES"].map {
      URL(fileURLWithPath: $0)
    }
    let files =
      (try? FileManager.default.contentsOfDirectory(
        at: folder ?? Fixture.folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "root" }.sorted { $0.path < $1.path }.compactMap {
      try? Data(contentsOf: $0)
    }
  }()

  @Test func damagedFilesAreReadOrRefused() throws {
    #expect(Self.originals.count >= 5)
    var refused = 0
    let team = ThreadTeam(threads: 2)
    for number in 0..<Self.count {
      var random = CounterRandom(seed: Self.seed, stream: UInt64(number))
      let original = Self.originals[number % Self.originals.count]
      if !survives(Mutation.apply(to: original, &random), team) { refused += 1 }
    }
    // Damage that changes nothing that is read is possible, but not the rule.
    #expect(refused > Self.count / 20)
  }

  /// Damage behind checksums that are right: the ntuple's description itself lies.
  @Test func lyingEnvelopesAreReadOrRefused() throws {
    let original = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("ntuple-none.root")))
    let envelopes = try #require(SealedEnvelopes(original))
    #expect(envelopes.payloads.count >= 4)  // header, footer, two page lists
    var refused = 0
    let team = ThreadTeam(threads: 2)
    for number in 0..<Self.count / 3 {
      var random = CounterRandom(seed: Self.seed, stream: UInt64(number), index: 1 << 32)
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard let range = envelopes.payloads.randomElement(using: &random) else { continue }
        let place = Int.random(in: range.lowerBound..<range.upperBound - 8, using: &random)
        Mutation.damage(&bytes, place, &random)
      }
      envelopes.seal(&bytes)
      if !survives(bytes, team) { refused += 1 }
    }
    #expect(refused > Self.count / 10)
  }

  /// Reads all there is; false where something was refused.
  private func survives(_ bytes: Data, _ team: ThreadTeam) -> Bool {
    guard let file = try? ROOTFile(name: "damaged.root", bytes: bytes),
      let objects = try? file.listing()
    else { return false }
    var whole = true
    for object in objects where object.isTable {
      guard let table = try? file.table(object.path) else {
        whole = false
        continue
      }
      // No table of these files is long; a damaged number of entries is cut, not read for ever.
      let entries = 0..<min(table.entries, 1_000_000)
      for column in table.columns {
        do { _ = try table.read(column, entries: entries, team: team) } catch { whole = false }
      }
    }
    return whole
  }
}

/// The kinds of damage.
enum Mutation {
  static func apply(to original: Data, _ random: inout CounterRandom) -> Data {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      if bytes.count < 16 { break }
      let place = Int.random(in: 0..<bytes.count - 8, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes = bytes.prefix(max(16, place))
      case 1: swap(&bytes, place, &random)
      case 2: moveBlock(&bytes, place, &random)
      default: damage(&bytes, place, &random)
      }
    }
    return bytes
  }

  /// Damage to a byte or a number.
  static func damage(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    default: setNumber(&bytes, place, &random)
    }
  }

  /// A number that programs do not expect: an extreme one, big- or little-endian, of 2 to 8 bytes.
  private static func setNumber(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    let numbers: [UInt64] = [
      0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x4000_0000, 0x7FFF_FFFF_FFFF_FFFF,
      .max, 1 << 32, 1 << 55,
    ]
    let width = [2, 4, 8].randomElement(using: &random) ?? 4
    let number = numbers.randomElement(using: &random) ?? 0
    let isBig = Bool.random(using: &random)
    for byte in 0..<width {
      bytes[place + (isBig ? width - 1 - byte : byte)] = UInt8(truncatingIfNeeded: number >> UInt64(8 * byte))
    }
  }

  private static func swap(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    let other = Int.random(in: 0..<bytes.count - 8, using: &random)
    for byte in 0..<8 { bytes.swapAt(place + byte, other + byte) }
  }

  private static func moveBlock(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    let size = Int.random(in: 1...64, using: &random)
    let source = Int.random(in: 0..<bytes.count, using: &random)
    let block = bytes.subdata(in: source..<min(bytes.count, source + size))
    let end = min(bytes.count, place + block.count)
    bytes.replaceSubrange(place..<end, with: block.prefix(end - place))
  }
}
