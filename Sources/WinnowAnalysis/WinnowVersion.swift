/// The version of Winnow.
public enum WinnowVersion {
  public static let current = "0.1.0"
}
