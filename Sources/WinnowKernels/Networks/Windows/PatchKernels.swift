/// patches[i] ← the numbers under the window at pixel i of a range, row by row of the window, 0 in the
/// margins: a convolution becomes a product of matrices.
///
/// - Parameter range: pixels, counted over all images one after the other.
public func gatherPatches(
  _ images: Span<Float>, _ grid: WindowGrid, _ range: Range<Int>,
  into patches: inout MutableSpan<Float>
) {
  precondition(patches.count == range.count * grid.patch, "one patch per pixel")
  precondition(range.upperBound * grid.inputCount <= images.count * grid.pixels, "pixels of the images")
  if grid.hasMargins { fill(&patches, with: 0) }
  grid.forEachRun(range) { image, patch, count in
    forEachVector(count) { place in
      patches.store(
        images.load(Place(index: image + place.index, lanes: place.lanes)),
        Place(index: patch + place.index, lanes: place.lanes))
    }
  }
}

/// images ← images + patches, each number at its place: the transpose of `gatherPatches`.
public func addPatches(
  _ patches: Span<Float>, _ grid: WindowGrid, _ range: Range<Int>,
  to images: inout MutableSpan<Float>
) {
  precondition(patches.count == range.count * grid.patch, "one patch per pixel")
  precondition(range.upperBound * grid.inputCount <= images.count * grid.pixels, "pixels of the images")
  grid.forEachRun(range) { image, patch, count in
    forEachVector(count) { place in
      let target = Place(index: image + place.index, lanes: place.lanes)
      let more = patches.load(Place(index: patch + place.index, lanes: place.lanes))
      images.store(images.load(target) + more, target)
    }
  }
}
