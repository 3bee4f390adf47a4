import WinnowCore

extension MethodPlan {
  /// The same method where some variables are gone: options and transforms that name them do so no more.
  func without(_ variables: Set<String>) throws -> MethodPlan {
    if variables.isEmpty { return self }
    let manual = try Catalog.method(named: kind, at: location).manual
    let naming = Set(manual.filter { $0.range.contains("variable") }.map(\.name))
    var plan = self
    plan.settings = Setting(
      .table(
        try settings.table().compactMap { entry -> Setting.Entry? in
          guard naming.contains(entry.key) else { return entry }
          return entry.value.withoutNames(variables)
            .map { Setting.Entry(entry.key, $0, at: entry.keyLocation) }
        }), at: settings.location)
    plan.transforms = transforms?.withoutTransforms(of: variables)
    return plan
  }
}

extension Setting {
  /// A chain of transforms without those of certain variables; one of nothing else is left out.
  func withoutTransforms(of variables: Set<String>) -> Setting {
    if variables.isEmpty || value == .null { return self }
    let steps = listOrSingle().compactMap { step -> Setting? in
      guard case .table(let entries) = step.value, let entry = entries.first,
        case .table(let options) = entry.value.value
      else { return step }
      let kept = options.compactMap { option -> Entry? in
        guard option.key == "variables" else { return option }
        return option.value.withoutNames(variables).map { Entry(option.key, $0) }
      }
      return kept.count == options.count
        ? Setting(.table([Entry(entry.key, Setting(.table(kept)))]), at: step.location) : nil
    }
    return Setting(.list(steps), at: location)
  }

  /// Without these words and keys; nil where nothing is left.
  fileprivate func withoutNames(_ names: Set<String>) -> Setting? {
    switch value {
    case .text(let text): return names.contains(text) ? nil : self
    case .list(let items):
      let kept = items.compactMap { $0.withoutNames(names) }
      return kept.isEmpty && !items.isEmpty ? nil : Setting(.list(kept), at: location)
    case .table(let entries):
      let kept = entries.filter { !names.contains($0.key) }
      return kept.isEmpty && !entries.isEmpty ? nil : Setting(.table(kept), at: location)
    default: return self
    }
  }
}
