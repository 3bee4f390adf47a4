// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let suite = Target.Dependency.product(name: "Winnow", package: "Winnow")

func program(
  _ name: String, _ more: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .executableTarget(
    name: name,
    dependencies: [suite, .product(name: "WinnowROOT", package: "Winnow")] + more,
    exclude: exclude, swiftSettings: strict)
}

// The programs that the benchmark scripts run beside the peers; not part of the product.
let package = Package(
  name: "WinnowBenchmarks",
  dependencies: [.package(name: "Winnow", path: "..")],
  targets: [
    program("winnow-bench-trees"),
    .target(name: "NetworkBench", dependencies: [suite], swiftSettings: strict),
    program("winnow-bench-networks", ["NetworkBench"]),
    program("winnow-bench-fashion", ["NetworkBench"]),
    program("winnow-bench-neighbours"),
    program("winnow-bench-evaluation"),
    program("winnow-bench-root", exclude: ["make_files.C"]),
  ],
  swiftLanguageModes: [.v6]
)
