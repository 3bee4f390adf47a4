import Foundation

/// The columns of a raw float32 file that has one after the other.
public func readColumns(_ file: URL, _ columns: Int) throws -> [[Float]] {
  let bytes = try Data(contentsOf: file, options: .mappedIfSafe)
  let size = bytes.count / columns
  return bytes.withUnsafeBytes { raw in
    (0..<columns).map { Array(raw[$0 * size..<($0 + 1) * size].bindMemory(to: Float.self)) }
  }
}
