import CIntrinsics
import Foundation

/// The bytes of a file, in place where that is safe.
///
/// A file that someone shortens while it is mapped takes the pages away from under the reader, and one
/// that is written to changes numbers that were checked before. So only regular files on local disks are
/// mapped, whose state (size, time of writing, identity) `isUnchanged` compares with that at opening;
/// others, such as those of network file systems, are read into memory.
public final class MappedFile: Sendable {
  /// All bytes of the file; they stay as long as any part of them is in use.
  public let bytes: Data
  private let descriptor: Int32
  private let state: State?

  /// - Returns: nil where the file cannot be read.
  public init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    state = descriptor >= 0 ? State(descriptor) : nil
    if let state, let mapped = Self.map(descriptor, size: state.size) {
      bytes = mapped
    } else if let read = try? Data(contentsOf: URL(fileURLWithPath: path)) {
      bytes = read
    } else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether the file is still the one that was opened. Asked before and after the bytes are used.
  public var isUnchanged: Bool { state == nil || State(descriptor) == state }

  private static func map(_ descriptor: Int32, size: Int) -> Data? {
    guard size > 0,
      let start = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe start != MAP_FAILED
    else { return nil }
    return unsafe Data(
      bytesNoCopy: start, count: size, deallocator: .custom { start, size in unsafe munmap(start, size) })
  }

  /// What a change of a file changes.
  private struct State: Equatable, Sendable {
    let size: Int
    let device: UInt, number: UInt
    /// A rename or removal changes the time of the file's entry, not this one.
    let written: [Int]

    /// - Returns: nil for anything but a regular file on a local disk.
    init?(_ descriptor: Int32) {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        Self.local.contains(winnow_file_system(descriptor))
      else { return nil }
      size = Int(status.st_size)
      device = UInt(status.st_dev)
      number = UInt(status.st_ino)
      written = [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    }

    /// ext2–4, XFS, Btrfs, F2FS, ZFS, tmpfs, overlayfs: see statfs(2).
    private static let local: Set<Int> = [
      0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x2FC1_2FC1, 0x0102_1994, 0x794C_7630,
    ]
  }
}
