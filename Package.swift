// swift-tools-version: 6.2
import PackageDescription

// Each line names a target and what it may see; data flows one way, from Input to Report.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// For functions that return spans into planned memory.
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
  resources: [Resource]? = nil, settings: [SwiftSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: strict + settings)
}

func tests(
  _ target: String, _ more: [Target.Dependency] = [], fixtures: Bool = false
) -> Target {
  .testTarget(
    name: "\(target)Tests",
    dependencies: [.target(name: target), "WinnowTestSupport"] + more,
    exclude: fixtures ? ["Fixtures"] : [],
    swiftSettings: strict)
}

func system(_ name: String, _ pkgConfig: String? = nil, apt package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

// Only `make docs` needs the documentation plugin.
let documentation: [Package.Dependency] =
  Context.environment["WINNOW_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
  name: "Winnow",
  products: [
    .executable(name: "winnow", targets: ["winnow"]),
    .library(name: "Winnow", targets: ["WinnowAnalysis"]),
    .library(name: "WinnowROOT", targets: ["WinnowROOT"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ] + documentation,
  targets: [
    // C libraries
    system("COpenBLAS", "openblas", apt: "libopenblas-dev"),
    system("COneDNN", apt: "libdnnl-dev"),
    system("CGSL", "gsl", apt: "libgsl-dev"),
    system("CHDF5", "hdf5", apt: "libhdf5-dev"),
    system("CZlib", "zlib", apt: "zlib1g-dev"),
    system("CDeflate", "libdeflate", apt: "libdeflate-dev"),
    system("CLZMA", "liblzma", apt: "liblzma-dev"),
    system("CLZ4", "liblz4", apt: "liblz4-dev"),
    system("CZstd", "libzstd", apt: "libzstd-dev"),
    .systemLibrary(name: "CIntrinsics", path: "Sources/System/CIntrinsics"),

    // Foundations
    library("WinnowCore"),
    library("WinnowKernels", ["COneDNN", "COpenBLAS", "CIntrinsics"], settings: lifetimes),
    library("WinnowMath", ["WinnowKernels", "CGSL"]),
    library("WinnowDensities", ["WinnowCore", "WinnowMath"]),
    library("WinnowSplines", ["WinnowCore", "WinnowKernels", "WinnowMath"]),

    // Events in
    library(
      "WinnowROOT", ["WinnowCore", "WinnowKernels", "CDeflate", "CLZMA", "CLZ4", "CZstd"],
      exclude: ["FORMAT.md", "README.md"]),
    library("WinnowExpressions", ["WinnowCore"]),
    library(
      "WinnowInput",
      ["WinnowCore", "WinnowExpressions", "WinnowMath", "WinnowROOT", "CHDF5", "CZlib"]),
    library("WinnowToys", ["WinnowCore", "WinnowMath"]),

    // Engines, and the transforms and methods built on them
    library(
      "WinnowTrees",
      [
        "WinnowCore", "WinnowMath", "WinnowKernels", "WinnowNeighbours", "WinnowDensities",
        "WinnowSplines",
      ]),
    library(
      "WinnowNetworks", ["WinnowCore", "WinnowMath", "WinnowKernels", "WinnowDensities"],
      settings: lifetimes),
    library("WinnowNeighbours", ["WinnowCore", "WinnowMath", "WinnowKernels"]),
    library("WinnowTransforms", ["WinnowCore", "WinnowMath", "WinnowNetworks"]),
    library(
      "WinnowLearners",
      [
        "WinnowCore", "WinnowExpressions", "WinnowKernels", "WinnowMath", "WinnowTrees",
        "WinnowNetworks", "WinnowNeighbours", "WinnowDensities", "WinnowSplines",
      ]),

    // Figures out
    library("WinnowEvaluation", ["WinnowCore", "WinnowMath", "WinnowDensities"]),
    library("WinnowReport", ["WinnowCore", "WinnowMath", "WinnowEvaluation", mustache]),

    // The whole
    library(
      "WinnowAnalysis",
      [
        "WinnowCore", "WinnowKernels", "WinnowMath", "WinnowExpressions", "WinnowInput", "WinnowToys",
        "WinnowTransforms", "WinnowTrees", "WinnowLearners", "WinnowEvaluation", "WinnowReport",
        "WinnowDensities", yams, logging,
      ]),
    .executableTarget(
      name: "winnow", dependencies: ["WinnowAnalysis", argumentParser], swiftSettings: strict),

    // Tests
    .target(
      name: "WinnowTestSupport", dependencies: ["WinnowCore", "WinnowMath"],
      path: "Tests/WinnowTestSupport", swiftSettings: strict),
    tests("WinnowCore"),
    tests("WinnowKernels"),
    tests("WinnowMath"),
    tests("WinnowDensities", ["WinnowCore", "WinnowMath"]),
    tests("WinnowSplines", ["WinnowCore", "WinnowKernels", "WinnowMath"]),
    .target(
      name: "WinnowROOTDamage",
      dependencies: ["WinnowCore", "WinnowKernels", "WinnowMath", "WinnowROOT"],
      path: "Tests/WinnowROOTDamage", exclude: ["Originals"], swiftSettings: strict),
    .executableTarget(
      name: "winnow-fuzz-root", dependencies: ["WinnowKernels", "WinnowROOTDamage"],
      path: "Tests/winnow-fuzz-root", swiftSettings: strict),
    tests("WinnowROOT", ["WinnowROOTDamage"], fixtures: true),
    tests("WinnowInput", ["WinnowExpressions"], fixtures: true),
    tests("WinnowToys"),
    tests("WinnowTransforms", ["WinnowToys"], fixtures: true),
    tests("WinnowTrees", ["WinnowSplines"], fixtures: true),
    tests("WinnowNetworks", fixtures: true),
    tests("WinnowNeighbours"),
    tests("WinnowLearners", ["WinnowToys", "WinnowEvaluation", "WinnowInput"]),
    tests("WinnowEvaluation", fixtures: true),
    tests("WinnowReport"),
    tests("WinnowAnalysis"),
  ],
  swiftLanguageModes: [.v6]
)
