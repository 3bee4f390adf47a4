/// How a figure of the report is defined, for its appendix.
struct Definition: Sendable {
  let name: PageText
  let formula: PageText
  let text: PageText

  static let all = [
    Definition(
      name: "Weights and errors",
      formula: "N = Σ w,  σ²(N) = Σ w²,  n_eff = (Σ w)² / Σ w²",
      text: """
        All sums run over event weights, negative ones included. Errors are one standard deviation. \
        Figures are rounded to two significant digits of their error; an en dash stands for what is \
        not defined.
        """),
    Definition(
      name: "Area under the ROC curve (AUC)",
      formula: "AUC = Σ_S Σ_B w_S w_B ([y_S > y_B] + ½ [y_S = y_B]) / (Σ_S w_S · Σ_B w_B)",
      text: """
        The probability that a signal event has a higher response than a background event; 1 is \
        perfect, ½ is chance. The error is the weighted one of DeLong and others (Biometrics 44, \
        1988, 837). Methods of one run share their events: the error of a difference between two of \
        them knows that, and is usually smaller than their own errors suggest.
        """),
    Definition(
      name: "Efficiency",
      formula: "ε = Σ_pass w / Σ w,  σ² = [(1−ε)² Σ_pass w² + ε² Σ_fail w²] / (Σ w)²",
      text: """
        The part of a class that passes a cut. The signal efficiency at B = 0.10 belongs to the cut \
        that 10 % of the background passes. In brackets stands the training sample: a figure there \
        that is higher by more than the error is a sign of overtraining.
        """),
    Definition(
      name: "Background rejection",
      formula: "1 − ε_B,  1/ε_B",
      text: """
        The ROC curve shows it against the signal efficiency for all cuts. The bands carry the \
        errors of both efficiencies: σ² = σ_B² + (dε_B/dε_S)² σ_S².
        """),
    Definition(
      name: "Separation ⟨S²⟩",
      formula: "⟨S²⟩ = ½ ∫ (s(y) − b(y))² / (s(y) + b(y)) dy",
      text: """
        Between the normalised densities of signal and background, of an input or of a response: 0 \
        for equal ones, 1 for those without overlap. It depends slightly on the bins.
        """),
    Definition(
      name: "Significance",
      formula: "|ȳ_S − ȳ_B| / √(rms_S² + rms_B²)",
      text: """
        The distance of the mean responses in units of their widths. It says little where responses \
        are far from Gaussian.
        """),
    Definition(
      name: "Overtraining",
      formula: "D = max |F_train(y) − F_test(y)|",
      text: """
        The Kolmogorov–Smirnov test compares training and test responses of each class, unbinned, \
        with weights and effective numbers of events. Small p-values say that the two differ; with \
        many events they also do where the difference is harmless. What it costs is the difference \
        of the areas under the ROC curves, with its error, and of the efficiencies. Judged by the \
        test sample, an overtrained method may still be the best.
        """),
    Definition(
      name: "Signal probability",
      formula: "P(S|y) = p(y|S) f_S / (p(y|S) f_S + p(y|B) (1 − f_S))",
      text: """
        With the densities of the response per class and a signal fraction f_S. The reliability \
        diagram shows, on events not used to fit the densities, the observed signal fraction against \
        the predicted probability: points on the diagonal mean that the probability may be believed.
        """),
    Definition(
      name: "Best cut",
      formula: "S/√(S+B),  S = ε_S S₀,  B = ε_B B₀",
      text: """
        The cut with the highest significance for the expected numbers S₀ and B₀ before it, chosen on \
        one half of the test events and quoted on the other, so that the value is not a lucky one. \
        Where few simulated background events are left above the cut, the figure is uncertain.
        """),
    Definition(
      name: "Linear correlation",
      formula: "ρ(x, y) = cov(x, y) / √(var(x) var(y))",
      text: """
        Weighted, in per cent, per class. Zero does not mean independent.
        """),
    Definition(
      name: "Importance",
      formula: "Σ importance = 1",
      text: """
        By the definition of each method (named on the axis), on the training sample. Inputs that \
        say the same share their importance; that of different methods cannot be compared.
        """),
    Definition(
      name: "Sculpting",
      formula: "JSD = ½ KL(p‖m) + ½ KL(f‖m),  R50 = 1/ε_B at ε_S = ½,  flatness = ⟨∫ (F_bin − F)² dF⟩",
      text: """
        Of the background that passes (p) and fails (f) a cut, in bins of a spectator; of the inverse \
        background efficiency; of the responses in each bin against all (Rogozhnikov et al., JINST 10, \
        2015, T03002). Beside each stands what fluctuations alone would give.
        """),
    Definition(
      name: "Systematic variations",
      formula: "σ²(ΔAUC) = Σ (ψ_varied − ψ_nominal)²",
      text: """
        Trained methods are applied to varied test events. The error of the change is paired where the \
        events are the same, ψ being the influence of an event on the AUC. Efficiencies are those at \
        the nominal cut.
        """),
    Definition(
      name: "Learning curve",
      formula: "AUC(n) = A∞ − a n⁻ᵇ",
      text: """
        Fitted to trainings on all events and on halves of them. It holds for the same settings; beyond \
        ten times the events it is a guess.
        """),
    Definition(
      name: "Permutation importance",
      formula: "AUC − AUC(one variable shuffled)",
      text: """
        On part of the test events, paired, the mean of three shuffles. Of two variables that say the same \
        neither may look important, and shuffling makes events that no process would.
        """),
    Definition(
      name: "Decision boundaries",
      formula: "y(x₁, x₂) = const,  P(S|y(x₁, x₂)) = const",
      text: """
        On a grid in the plane of two variables between their quantiles 1 % and 99 %, all others at their \
        median: a slice, on which few events lie where there are more than two variables.
        """),
    Definition(
      name: "Parallel coordinates",
      formula: "F(x) = ⟨F_class(x)⟩",
      text: """
        Each variable on the scale of its rank among the events of all classes, which weigh alike. A \
        variable that tells nothing has quartiles ¼, ½, ¾ in every class.
        """),
    Definition(
      name: "Importance by retraining",
      formula: "AUC(all) − AUC(all but one)",
      text: """
        The method is trained again without the variable and judged on the same test events, with a \
        paired error. It is what the variable is worth; permutation and the method’s own importance say \
        what the trained method looks at.
        """),
  ]
}
