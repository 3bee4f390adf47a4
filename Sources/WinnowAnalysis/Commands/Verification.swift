import Foundation
import WinnowCore

/// `winnow verify`: the stored test vectors must give the same bits again.
public enum Verification {
  /// - Throws: `badData` where a score differs.
  public static func text(of url: URL) throws -> String {
    let classifier = try ModelFile.read(url)
    let result = try classifier.verify()
    guard result.passed else {
      throw WinnowError(
        .badData, "\(result.events - result.equal) of \(result.events) test vectors differ, by up "
          + "to \(result.largestDifference): trained on another kind of processor, or damaged",
        at: SourceLocation(file: url.relativePath))
    }
    return "\(url.relativePath): “\(classifier.name)” (\(classifier.kind)) gives the stored scores "
      + "of all \(result.events) test vectors, bit for bit"
  }
}
