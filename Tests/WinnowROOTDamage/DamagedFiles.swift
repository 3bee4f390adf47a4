import Foundation
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowROOT

/// Damaged copies of ROOT files, numbered: the same seed and number give the same bytes.
public struct DamagedFiles: Sendable {
  private struct Original: Sendable {
    let bytes: Data
    /// Of an uncompressed ntuple: damage behind checksums that are right.
    let envelopes: SealedEnvelopes?
  }

  private let originals: [Original]
  private let seed: UInt64

  /// The ROOT files of a folder, in the order of their names.
  /// - Throws: where the folder cannot be read.
  public init(of folder: String, seed: UInt64) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    originals = try names.filter { $0.hasSuffix(".root") }.sorted().map {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))
      return Original(bytes: bytes, envelopes: SealedEnvelopes(bytes))
    }
    self.seed = seed
  }

  public var isEmpty: Bool { originals.isEmpty }

  /// The damaged file of a number.
  public subscript(number: Int) -> Data {
    var random = CounterRandom(seed: seed, stream: UInt64(number))
    let original = originals[number % originals.count]
    if let envelopes = original.envelopes, Bool.random(using: &random) {
      return Self.lying(original.bytes, envelopes, &random)
    }
    return Mutation.apply(to: original.bytes, &random)
  }

  /// An ntuple whose description itself lies.
  private static func lying(
    _ original: Data, _ envelopes: SealedEnvelopes, _ random: inout CounterRandom
  ) -> Data {
    var bytes = original
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard let range = envelopes.payloads.randomElement(using: &random) else { continue }
      let place = Int.random(in: range.lowerBound..<range.upperBound - 8, using: &random)
      Mutation.damage(&bytes, place, &random)
    }
    envelopes.seal(&bytes)
    return bytes
  }

  /// Reads all there is in a file; false where something was refused.
  public static func reads(_ bytes: Data, _ team: ThreadTeam) -> Bool {
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
      let entries = 0..<min(table.entries, 100_000)
      for column in table.columns {
        do { _ = try table.read(column, entries: entries, team: team) } catch { whole = false }
      }
    }
    return whole
  }
}
