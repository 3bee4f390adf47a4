// The matrix product of a dense layer with its bias and its activation, for panels of events.
//
// A tile is six units by sixteen events. Every sum starts at the bias and adds its products in the order of the
// inputs, as in `DenseProduct`: the output for an event has the same bits in either layout.

extension VectorActivation {
  public func apply(
    toProductOfPanels x: Span<Float>, _ weights: Span<Float>, adding bias: Span<Float>,
    scratch: inout MutableSpan<Float>, into y: inout MutableSpan<Float>
  ) {
    let units = bias.count
    precondition(units > 0 && weights.count % units == 0, "weights for each unit")
    let inputs = weights.count / units
    precondition(y.count % (units * EventPanels.width) == 0, "whole panels")
    let panels = y.count / (units * EventPanels.width)
    precondition(x.count == panels * inputs * EventPanels.width, "matching sizes")
    precondition(scratch.count >= DenseProduct.scratchCount(inputs: inputs), "scratch")
    ProductPlaces.lend(x, weights, bias, scratch: &scratch, y: &y) { places in
      PanelProduct(at: places, panels: panels, inputs: inputs, units: units).run { value($0) }
    }
  }
}

/// The places and the sizes of one product.
private struct PanelProduct {
  /// Its scratch memory has room for the weights and biases of one tile.
  let at: ProductPlaces
  let panels: Int
  let inputs: Int
  let units: Int

  private static let width = EventPanels.width, height = ProductTile.height
  /// With more inputs, the weights of a tile are copied together first: the rows of a large matrix are many
  /// cache lines.
  private static let plainInputs = 128
  /// Numbers per packed row: those of six units, and two that come along.
  private static let packedWidth = 8

  @inline(__always)
  func run(_ activation: (Vector) -> Vector) {
    if units == 1 {
      for panel in 0..<panels {
        let sum = unsafe dotProduct(of: at.x + panel &* inputs &* Self.width)
        unsafe activation(sum + Vector(at.bias[0])).store(at: at.y + panel &* Self.width)
      }
      return
    }
    let packs = units < Self.height || inputs > Self.plainInputs
    for first in stride(from: 0, to: units, by: Self.height) {
      let unit = max(0, min(first, units - Self.height))
      if packs { pack(unit) }
      let starts = unsafe packs ? UnsafePointer(at.scratch) : at.bias + unit
      let factors = unsafe packs
        ? ProductTile.Factors(start: starts + Self.packedWidth, spread: 1, step: Self.packedWidth)
        : ProductTile.Factors(start: at.weights + unit, spread: 1, step: units)
      for panel in 0..<panels {
        var tile = unsafe ProductTile(at: starts)
        unsafe tile.addProducts(
          factors, .init(start: at.x + panel &* inputs &* Self.width, step: Self.width), count: inputs)
        let target = unsafe at.y + (panel &* units &+ unit) &* Self.width
        tile.forEach { index, sum in
          if index < units { unsafe activation(sum).store(at: target + index &* Self.width) }
        }
      }
    }
  }

  /// Puts the biases and weights of six units together, with zeros where the layer is narrower.
  private func pack(_ unit: Int) {
    for row in 0...inputs {
      let from = unsafe (row == 0 ? at.bias : at.weights + (row &- 1) &* units) + unit
      let to = unsafe at.scratch + row &* Self.packedWidth
      if unit + Self.packedWidth <= units {
        let whole = unsafe UnsafeRawPointer(from).loadUnaligned(as: SIMD8<Float>.self)
        unsafe UnsafeMutableRawPointer(to).storeBytes(of: whole, as: SIMD8<Float>.self)
      } else {
        for index in 0..<Self.height { unsafe to[index] = unit + index < units ? from[index] : 0 }
      }
    }
  }

  /// For one unit, sixteen events at once: eight partial sums, joined as in `multiplyRows`.
  @inline(__always)
  private func dotProduct(of panel: UnsafePointer<Float>) -> Vector {
    partialSums(of: panel, 0) + partialSums(of: panel, 1)
  }

  /// Those of the numbers that are even, or odd, together.
  @inline(__always)
  private func partialSums(of panel: UnsafePointer<Float>, _ first: Int) -> Vector {
    var s0 = Vector(), s2 = s0, s4 = s0, s6 = s0
    func add(_ k: Int, to sum: inout Vector) {
      if k < inputs { unsafe sum.addProduct(Vector(at: panel + k &* Self.width), Vector(at.weights[k])) }
    }
    for k in stride(from: first, to: inputs, by: 8) {
      add(k, to: &s0)
      add(k &+ 2, to: &s2)
      add(k &+ 4, to: &s4)
      add(k &+ 6, to: &s6)
    }
    return (s0 + s4) + (s2 + s6)
  }
}
