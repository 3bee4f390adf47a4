import CHDF5
import Foundation
import WinnowCore

/// The one way into the C library, which need not be thread-safe: each call goes through its lock.
enum HDF5Library {
  /// Recursive, so that a handle may be closed inside another call.
  private static let lock = NSRecursiveLock()

  /// Lets variable-length text be read as references; true where that works.
  static let keepsReferences = locked { winnow_h5_register_references() >= 0 }

  static func locked<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    _ = winnow_h5_silence()  // each thread has an error stack of its own in thread-safe builds
    return try body()
  }

  /// What the library says of the failure that just happened.
  static func fault(
    _ what: String, kind: WinnowError.Kind = .badData, at place: SourceLocation
  ) -> WinnowError {
    let reason = locked {
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer -> String in
        guard let base = buffer.baseAddress else { return "" }
        unsafe winnow_h5_take_error(base)
        return unsafe String(cString: base)
      }
    }
    return WinnowError(kind, reason.isEmpty ? what : "\(what): HDF5 says “\(reason)”", at: place)
  }
}

/// Owns an identifier of the C library and closes it.
struct HDF5Handle: ~Copyable {
  let id: hid_t
  private let close: @Sendable (hid_t) -> herr_t

  /// - Throws: what the library says where the identifier is negative.
  init(
    _ what: String, kind: WinnowError.Kind = .badData, at place: SourceLocation,
    close: @escaping @Sendable (hid_t) -> herr_t, open: () -> hid_t
  ) throws(WinnowError) {
    id = HDF5Library.locked(open)
    self.close = close
    if id < 0 {
      throw HDF5Library.fault(what, kind: kind, at: place)
    }
  }

  deinit {
    if id >= 0 { _ = HDF5Library.locked { close(id) } }
  }
}

extension HDF5Handle {
  static func file(_ path: String) throws(WinnowError) -> HDF5Handle {
    try HDF5Handle(
      "the file is not HDF5, or damaged", at: SourceLocation(file: path), close: { H5Fclose($0) },
      open: { H5Fopen(path, winnow_h5_read_only(), winnow_h5_default()) })
  }

  static func object(
    _ path: String, in file: borrowing HDF5Handle, at place: SourceLocation
  ) throws(WinnowError) -> HDF5Handle {
    let id = file.id
    return try HDF5Handle(
      "the object cannot be opened", at: place, close: { H5Oclose($0) },
      open: { H5Oopen(id, path, winnow_h5_default()) })
  }

  static func type(
    _ what: String = "the type cannot be read", at place: SourceLocation, _ open: () -> hid_t
  ) throws(WinnowError) -> HDF5Handle {
    try HDF5Handle(what, at: place, close: { H5Tclose($0) }, open: open)
  }

  static func space(at place: SourceLocation, _ open: () -> hid_t) throws(WinnowError) -> HDF5Handle {
    try HDF5Handle("the shape cannot be read", at: place, close: { H5Sclose($0) }, open: open)
  }

  static func properties(
    at place: SourceLocation, _ open: () -> hid_t
  ) throws(WinnowError) -> HDF5Handle {
    try HDF5Handle("the properties cannot be read", at: place, close: { H5Pclose($0) }, open: open)
  }
}
