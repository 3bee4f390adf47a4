extension Definition {
  /// The definitions that figures of every task share.
  private static var shared: [Definition] { all.filter { $0.name.text == "Weights and errors" } }

  /// That of a classification, for the width of the deviations.
  private static var permutation: [Definition] {
    all.filter { $0.name.text == "Permutation importance" }.map {
      Definition(name: $0.name, formula: "RMS(one variable shuffled) − RMS", text: $0.text)
    }
  }

  static let regression = shared + permutation + [
    Definition(
      name: "Deviation, bias and RMS",
      formula: "d = prediction − target,  bias = Σ w d / Σ w,  RMS² = Σ w (d − bias)² / Σ w",
      text: """
        Errors are those of the influence function, √(c Σ w² ψ²) / Σ w with c = n_eff / (n_eff − 1) and \
        ψ = d − bias for the bias, ((d − bias)² − RMS²) / (2 RMS) for the RMS. Truncated figures (T) are \
        those of the events within two RMS of the bias, as TMVA has them. The ranking is by the RMS of \
        all events.
        """),
    Definition(
      name: "Effective width σ_eff",
      formula: "σ_eff = ½ min (b − a),  Σ_{a ≤ d ≤ b} w ≥ 0.683 Σ w",
      text: """
        Half of the shortest interval that holds 68.3 % of the events: σ for a Gaussian, and hardly \
        moved by tails. Its error is that of the fraction inside times the slope of the width with the \
        fraction (Grübel, Ann. Statist. 16, 1988, 619).
        """),
    Definition(
      name: "Linearity and resolution of an energy",
      formula: "(σ/E)² = a²/E + b²/E² + c²,  r = prediction / true energy",
      text: """
        In bins of the true energy: the mean of r, which is 1 where the energy scale is right, and σ_eff of \
        r over its mean, to whose square the curve is fitted with a², b², c² not below 0. a holds the \
        fluctuations of the shower, b noise and pile-up, c what does not shrink with energy.
        """),
    Definition(
      name: "Gaussian core",
      formula: "p(d) ∝ exp(−(d − μ)² / 2σ²),  |d − μ| ≤ 2σ",
      text: """
        Unbinned maximum-likelihood fit of a Gaussian cut off at the ends of a window that follows the \
        fit. It says what the resolution would be without the tails.
        """),
    Definition(
      name: "Mutual information",
      formula: "I = Σ p_ij ln (p_ij / (p_i p_j))",
      text: """
        Of prediction and target, in nats, over bins of equal event numbers, with the correction of \
        Miller and Madow: 0 for independent ones. Unlike the correlation it sees dependence of any form.
        """),
    Definition(
      name: "Slope and linearity",
      formula: "slope = cov(prediction, target) / var(target)",
      text: """
        A method that minimises the squared deviation pulls towards the mean where the inputs say \
        little: its slope against the true value is below 1, and the bias in bins of the true value \
        falls. That is no mistake of the method; in bins of what can be measured there should be no bias.
        """),
    Definition(
      name: "Differences between methods",
      formula: "σ² = Σ (ψ₁ − ψ₂)²",
      text: """
        On the same test events, event by event: usually much smaller than the errors of the two figures \
        suggest.
        """),
    Definition(
      name: "Overtraining",
      formula: "D = max |F_train(d) − F_test(d)|",
      text: """
        A Kolmogorov–Smirnov test of the deviations, and a one-sided test whether the RMS grows from \
        training to test events. “Harmful” is a rise of the RMS by more than a fifth and twice its error. \
        The figures of the test sample hold in any case.
        """),
  ]

  static let multiclass = shared + all.filter {
    ["Efficiency", "Separation ⟨S²⟩", "Importance", "Permutation importance"].contains($0.name.text)
  } + [
    Definition(
      name: "One against rest, and pairs",
      formula: "AUC_c = P(y_c(event of c) > y_c(event of another class))",
      text: """
        Each class against all others by its own output, and against each other class by the difference \
        of the two outputs. The mean over classes ranks the methods; its error knows that one event \
        counts in several of the areas. Classes enter the “rest” with their weights.
        """),
    Definition(
      name: "Confusion matrix and accuracy",
      formula: "C_tk = Σ_{truth t, decision k} w / Σ_{truth t} w",
      text: """
        The decision is the class with the largest output. Rows add up to 1. The accuracy is the weighted \
        fraction of right decisions and depends on the mixture of classes; the balanced accuracy, the \
        mean of the diagonal, does not.
        """),
  ]
}
