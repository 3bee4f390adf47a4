/// outputs[i, c] ← the largest number of channel c under the window at pixel i. Margins do not count.
public func largestUnderWindows(
  _ images: Span<Float>, _ grid: WindowGrid, events: Int, into outputs: inout MutableSpan<Float>
) {
  checkPooling(images.count, grid, events, outputs.count)
  let channels = grid.channels
  fill(&outputs, with: -.infinity)
  forEachPixel(grid, events) { pixel, taps in
    forEachTap(grid, pixel, taps) { image in
      forEachVector(channels) { place in
        let target = Place(index: pixel * channels + place.index, lanes: place.lanes)
        let numbers = images.load(Place(index: image + place.index, lanes: place.lanes))
        let largest = outputs.load(target)
        // False for NaN, which therefore stays.
        outputs.store(
          largest.replacing(with: numbers, where: .!(numbers .<= largest)), target)
      }
    }
  }
}

/// The derivative of the above: each gradient goes to the first largest number under its window.
public func largestUnderWindowsSlope(
  _ images: Span<Float>, outputs: Span<Float>, upstream: Span<Float>, _ grid: WindowGrid,
  into gradient: inout MutableSpan<Float>
) {
  let events = images.count / grid.inputCount, channels = grid.channels
  checkPooling(images.count, grid, events, outputs.count)
  precondition(upstream.count == outputs.count && gradient.count == images.count, "equal sizes")
  fill(&gradient, with: 0)
  forEachPixel(grid, events) { pixel, taps in
    forEachVector(channels) { place in
      let source = Place(index: pixel * channels + place.index, lanes: place.lanes)
      let largest = outputs.load(source)
      var rest = upstream.load(source)
      forEachTap(grid, pixel, taps) { image in
        let target = Place(index: image + place.index, lanes: place.lanes)
        let wins = images.load(target) .== largest
        gradient.store(gradient.load(target) + Vector(0).replacing(with: rest, where: wins), target)
        rest.replace(with: 0, where: wins)
      }
    }
  }
}

/// outputs[i, c] ← the mean of channel c under the window at pixel i. Margins do not count.
public func meanUnderWindows(
  _ images: Span<Float>, _ grid: WindowGrid, events: Int, into outputs: inout MutableSpan<Float>
) {
  checkPooling(images.count, grid, events, outputs.count)
  let channels = grid.channels
  fill(&outputs, with: 0)
  forEachPixel(grid, events) { pixel, taps in
    let share = Vector(1 / Float(max(1, taps.count)))
    forEachTap(grid, pixel, taps) { image in
      forEachVector(channels) { place in
        let target = Place(index: pixel * channels + place.index, lanes: place.lanes)
        let numbers = images.load(Place(index: image + place.index, lanes: place.lanes))
        outputs.store(outputs.load(target).addingProduct(numbers, share), target)
      }
    }
  }
}

/// The derivative of the above: each gradient is shared out under its window.
public func meanUnderWindowsSlope(
  upstream: Span<Float>, _ grid: WindowGrid, events: Int, into gradient: inout MutableSpan<Float>
) {
  checkPooling(gradient.count, grid, events, upstream.count)
  let channels = grid.channels
  fill(&gradient, with: 0)
  forEachPixel(grid, events) { pixel, taps in
    let share = Vector(1 / Float(max(1, taps.count)))
    forEachTap(grid, pixel, taps) { image in
      forEachVector(channels) { place in
        let target = Place(index: image + place.index, lanes: place.lanes)
        let more = upstream.load(Place(index: pixel * channels + place.index, lanes: place.lanes))
        gradient.store(gradient.load(target).addingProduct(more, share), target)
      }
    }
  }
}

/// The taps of a window that lie inside the image.
private struct Taps {
  let rows, columns: Range<Int>
  var count: Int { rows.count * columns.count }
}

@inline(__always)
private func forEachPixel(_ grid: WindowGrid, _ events: Int, _ body: (Int, Taps) -> Void) {
  var pixel = 0
  for _ in 0..<events {
    for y in 0..<grid.vertical.outputs {
      let rows = grid.vertical.taps(output: y)
      for x in 0..<grid.horizontal.outputs {
        body(pixel, Taps(rows: rows, columns: grid.horizontal.taps(output: x)))
        pixel += 1
      }
    }
  }
}

/// Visits the places in the images under a pixel's window.
@inline(__always)
private func forEachTap(_ grid: WindowGrid, _ pixel: Int, _ taps: Taps, _ body: (Int) -> Void) {
  let (event, place) = pixel.quotientAndRemainder(dividingBy: grid.pixels)
  let (y, x) = place.quotientAndRemainder(dividingBy: grid.horizontal.outputs)
  for row in taps.rows {
    let top = grid.vertical.place(output: y, tap: row) * grid.horizontal.inputs
    for column in taps.columns {
      let left = grid.horizontal.place(output: x, tap: column)
      body(event * grid.inputCount + (top + left) * grid.channels)
    }
  }
}

private func checkPooling(_ images: Int, _ grid: WindowGrid, _ events: Int, _ outputs: Int) {
  precondition(images == events * grid.inputCount, "whole images")
  precondition(outputs == events * grid.pixels * grid.channels, "one number per window and channel")
}
