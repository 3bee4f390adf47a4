// swift-tools-version: 6.2
import PackageDescription

// The programs that the benchmark scripts run beside the peers; not part of the product.
let package = Package(
  name: "WinnowBenchmarks",
  dependencies: [.package(name: "Winnow", path: "..")],
  targets: [
    .executableTarget(
      name: "winnow-bench-trees", dependencies: [.product(name: "Winnow", package: "Winnow")],
      swiftSettings: [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
    .executableTarget(
      name: "winnow-bench-neighbours", dependencies: [.product(name: "Winnow", package: "Winnow")],
      swiftSettings: [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
    .executableTarget(
      name: "winnow-bench-networks", dependencies: [.product(name: "Winnow", package: "Winnow")],
      swiftSettings: [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
