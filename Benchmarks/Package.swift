// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func program(_ name: String, exclude: [String] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      .product(name: "Winnow", package: "Winnow"), .product(name: "WinnowROOT", package: "Winnow"),
    ],
    exclude: exclude, swiftSettings: strict)
}

// The programs that the benchmark scripts run beside the peers; not part of the product.
let package = Package(
  name: "WinnowBenchmarks",
  dependencies: [.package(name: "Winnow", path: "..")],
  targets: [
    program("winnow-bench-trees"),
    program("winnow-bench-networks"),
    program("winnow-bench-fashion"),
    program("winnow-bench-layers"),
    program("winnow-bench-neighbours"),
    program("winnow-bench-evaluation"),
    program("winnow-bench-root", exclude: ["make_files.C"]),
  ],
  swiftLanguageModes: [.v6]
)
