// Trains, applies and loads boosted trees on raw float32 files, column by column, the label last; prints
// its figures as one line of JSON. Used by trees.py and trees_quality.py.
//
//   winnow-bench-trees train TRAIN TEST SCORES key=value …
//       keys: features trees leaves depth bins threads rate node weight l2 objective repeats categorical
//   winnow-bench-trees load TRAIN MODEL key=value …
//       keys: features trees leaves threads rows repeats

import Foundation

let usage = """
  usage: winnow-bench-trees train TRAIN TEST SCORES key=value …
         winnow-bench-trees load TRAIN MODEL key=value …

  """

guard let arguments = Arguments(CommandLine.arguments) else {
  FileHandle.standardError.write(Data(usage.utf8))
  exit(64)
}
switch arguments.command {
case .train: try TrainingBench(arguments).run()
case .load: try LoadingBench(arguments).run()
}
