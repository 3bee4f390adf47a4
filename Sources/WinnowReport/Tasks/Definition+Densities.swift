extension Definition {
  static let densities = [
    Definition(
      name: "−ln p of the test events",
      formula: "⟨−ln p⟩ = −Σ w ln p(y | θ(x)) / Σ w",
      text: """
        Of the target itself, in units of 1 over its unit: where a ratio or a logarithm was learnt, with \
        the Jacobian of the way back. It is smallest for the true density; the difference of two methods \
        is an estimate of how much nearer one is to it (Kullback and Leibler). Differences are paired, \
        event by event.
        """),
    Definition(
      name: "Probability integral transform and pull",
      formula: "u = P(Y ≤ y | x),  pull = Φ⁻¹(u)",
      text: """
        Where the density is right u is flat between 0 and 1 and the pull is a unit Gaussian, whatever \
        form the density has (Rosenblatt, Ann. Math. Stat. 23 (1952) 470). Flatness is tested by χ² over \
        20 bins with the variance ⟨n⟩ Σw²/Σw. The width is the RMS about the mean.
        """),
    Definition(
      name: "Coverage",
      formula: "Σ_{|u − ½| ≤ c/2} w / Σ w,  c = 0.683, 0.95",
      text: "The share of events inside the predicted central interval of content c."),
    Definition(
      name: "Predicted and measured resolution",
      formula: "σ = ½ (q(0.8415) − q(0.1585))",
      text: """
        Half of the predicted central interval that holds 68.3 %, event by event. Measured is the same of \
        the residuals (y − corrected value)/σ in bins of σ, times the mean of σ in the bin.
        """),
  ]
}
