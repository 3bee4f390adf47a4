import Foundation
import Testing
import WinnowKernels
import WinnowROOTDamage

/// Damaged copies of the fixtures: each must be read or refused, never crash or hang. `make fuzz` does
/// the same for longer, under the address sanitizer.
@Suite struct MutationTests {
  @Test func damagedFilesAreReadOrRefused() throws {
    let files = try DamagedFiles(of: Fixture.folder.path, seed: 1)
    let team = ThreadTeam(threads: 2)
    let refused = (0..<1500).count { !DamagedFiles.reads(files[$0], team) }
    // Damage that changes nothing that is read is possible, but not the rule.
    #expect(refused > 1500 / 10)
    #expect(refused < 1500)
  }

  @Test func damageFollowsFromSeedAndNumber() throws {
    let files = try [1, 1, 2].map { try DamagedFiles(of: Fixture.folder.path, seed: $0) }
    #expect((0..<20).allSatisfy { files[0][$0] == files[1][$0] })
    #expect((0..<20).contains { files[0][$0] != files[2][$0] })
  }
}
