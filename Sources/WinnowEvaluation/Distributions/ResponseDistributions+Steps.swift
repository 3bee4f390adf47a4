import WinnowMath

extension ResponseDistributions {
  /// Histograms of the response in common bins, which span both samples as `Binning` says, with the
  /// 0.1 % quantiles of their statistical weight. - Complexity: O(steps).
  init(test: ResponseSteps, train: ResponseSteps, bins: Int) {
    let samples = [test, train]
    let range = Binning.Range(
      minimum: samples.map { Double($0.response[$0.count - 1]) }.reduce(.infinity, min),
      maximum: samples.map { Double($0.response[0]) }.reduce(-.infinity, max),
      low: samples.map { $0.robustQuantile(above: 0.999) }.reduce(.infinity, min),
      high: samples.map { $0.robustQuantile(above: 0.001) }.reduce(-.infinity, max))
    let binning = Binning(range, bins: bins)
    func histogram(_ steps: ResponseSteps, _ weights: CumulativeWeights) -> Histogram {
      binning.histogram(binning.sums(steps, weights))
    }
    self.init(
      testSignal: histogram(test, test.signal), testBackground: histogram(test, test.background),
      trainSignal: histogram(train, train.signal),
      trainBackground: histogram(train, train.background))
  }
}
