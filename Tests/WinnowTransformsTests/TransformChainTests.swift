import Testing
import WinnowCore
import WinnowTestSupport
import WinnowTransforms

@Suite struct TransformChainTests {
  private let sample = Samples.gaussians(events: 200)

  private func message(_ setting: Setting) -> String {
    let error = #expect(throws: WinnowError.self) {
      try TransformChain(reading: setting).fit(to: sample)
    }
    #expect(error?.kind == .badConfiguration)
    return error?.message ?? ""
  }

  @Test(arguments: [
    ("N", "normalize"), ("D", "decorrelate"), ("P", "pca"), ("U", "uniform"), ("G", "gauss"),
    ("I", "none"), ("identity", "none"), ("standardize", "standardize"),
  ])
  func lettersOfTMVA(_ word: String, _ name: String) throws {
    let chain = try TransformChain(reading: Setting(.text(word))).fit(to: sample)
    #expect(chain.description == name)
  }

  @Test func nothingIsTheIdentity() throws {
    for setting in [Setting(.null), [], ["I"]] {
      let chain = try TransformChain(reading: setting)
      #expect(chain.isIdentity)
      #expect(try chain.fit(to: sample).apply(to: sample).columns == sample.columns)
    }
  }

  @Test func descriptionAndSettingsKeepTheOptions() throws {
    let setting: Setting = [
      "gauss", .table(["uniform": .table(["nodes": 50, "class": "signal", "variables": "x1"])]),
    ]
    let chain = try TransformChain(reading: setting)
    let text = "gauss, uniform (variables: [x1], class: signal, nodes: 50)"
    #expect(try chain.fit(to: sample).description == text)
    #expect(try TransformChain(reading: chain.settings).settings == chain.settings)
  }

  @Test func aSubsetLeavesTheOthersAlone() throws {
    let setting: Setting = .table(["pca": .table(["variables": ["x2", "x0"]])])
    let chain = try TransformChain(reading: setting).fit(to: sample)
    #expect(chain.output.names == ["pc2", "x1", "pc1"])
    let output = try chain.apply(to: sample)
    #expect(output.columns[1] == sample.columns[1])
    #expect(output.columns[0] != sample.columns[0])
  }

  @Test func columnsAreMatchedByName() throws {
    let chain = try TransformChain(reading: ["gauss", "decorrelate"]).fit(to: sample)
    let turned = Sample(
      schema: Schema(sample.schema.features.reversed()), columns: sample.columns.reversed(),
      weights: sample.weights)
    #expect(try chain.apply(to: turned).columns == chain.apply(to: sample).columns)
    let error = #expect(throws: WinnowError.self) {
      try chain.apply(to: Samples.literal(["x0": [1], "x1": [1]]))
    }
    #expect(error?.kind == .badData)
  }

  @Test func misspeltNamesGetTheNearest() {
    #expect(message("normalise").contains("did you mean “normalize”"))
    #expect(message([.table(["gauss": .table(["node": 10])])]).contains("did you mean “nodes”"))
    #expect(
      message([.table(["gauss": .table(["varables": "x1"])])]).contains("did you mean “variables”"))
    #expect(
      message([.table(["pca": .table(["variables": ["x1", "y0"]])])])
        .contains("there is no variable “y0”"))
    #expect(
      message([.table(["pca": .table(["class": "signl"])])]).contains("did you mean “signal”"))
  }

  @Test(arguments: [
    [3], [.table(["gauss": 3])], [.table(["gauss": Setting(.null), "pca": Setting(.null)])],
    [.table(["gauss": .table(["nodes": 1])])], [.table(["gauss": .table(["variables": []])])],
    [.table(["gauss": .table(["variables": ["x1", "x1"]])])],
    [.table(["gauss": .table(["class": true])])],
  ] as [Setting])
  func malformedSettingsAreRefused(_ setting: Setting) {
    #expect(!message(setting).isEmpty)
  }

  @Test func twoVariablesOfOneNameAreRefused() {
    let first: Setting = .table(["pca": .table(["variables": ["x0"]])])
    let second: Setting = .table(["pca": .table(["variables": ["x1"]])])
    #expect(message([first, second]).contains("two variables called “pc1”"))
  }

  @Test func classesAreNeededForAClass() {
    let unlabelled = Samples.literal(["x": [1, 2, 3]])
    #expect(throws: WinnowError.self) {
      try TransformChain(reading: .table(["normalize": .table(["class": "signal"])]))
        .fit(to: unlabelled)
    }
  }

  @Test func catalogueIsConsistent() {
    let names = TransformCatalog.all.map { $0.identifier }
    #expect(
      names == ["normalize", "standardize", "decorrelate", "pca", "uniform", "gauss", "autoencoder"])
    for type in TransformCatalog.all {
      let options = TransformCatalog.options(of: type)
      #expect(options.map(\.name).prefix(2) == ["variables", "class"])
      #expect(options.allSatisfy { $0.defaultValue != "null" && !$0.summary.isEmpty })
    }
  }
}
