import ArgumentParser
import WinnowAnalysis

struct Fit: Command {
  static let configuration = CommandConfiguration(
    abstract: "Fit a density to a column of a file by unbinned maximum likelihood.",
    discussion: """
      Densities: \(DensityFitting.densities.joined(separator: ", ")). Prints parameters with errors and \
      correlations; with --output also writes fit.json and a plot with pulls.
      """)

  @Argument(help: "The events: FILE or FILE:OBJECT.")
  var file: String

  @Argument(help: "The column, or name := expression.")
  var column: String

  @Option(help: "The density.")
  var density = "dscb"

  @Option(help: "An expression of the event weights, of any sign.")
  var weight: String?

  @Option(help: "An expression that accepts an event.")
  var cut: String?

  @Option(help: "Bins of the plot.")
  var bins = 80

  @Option(name: .shortAndLong, help: "A directory for fit.json and plots/.")
  var output: String?

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(5...1000).contains(bins) { throw ValidationError("--bins must be in 5 … 1000; got \(bins)") }
  }

  func execute() throws {
    var fitting = DensityFitting(input: [file], column: column)
    fitting.density = density
    fitting.weight = weight
    fitting.cut = cut
    fitting.output = output
    fitting.bins = bins
    fitting.threads = threads.count
    try fitting.execute()
  }
}
