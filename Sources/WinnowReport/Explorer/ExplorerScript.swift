/// The script of the page: draws the ROC curves anew, so that methods can be switched on and off, values
/// read off and a cut moved. Without it the page is complete and the section stays hidden.
///
/// Purity, S/√(S+B) and Asimov's Z_A (Cowan et al., Eur. Phys. J. C 71 (2011) 1554, with σ_b as in
/// ATL-PHYS-PUB-2020-025) are those of the tables.
enum ExplorerScript {
  static let text = """
    (function () {
      'use strict';
      var data = JSON.parse(document.getElementById('explore-data').textContent);
      var section = document.getElementById('explore');
      if (!data || !section) { return; }
      var NS = 'http://www.w3.org/2000/svg', W = 640, H = 420, L = 62, R = 16, T = 14, B = 48;
      var shown = data.methods.map(function () { return true; });
      section.hidden = false;
      document.getElementById('explore-entry').hidden = false;

      function make(name, attributes, parent, text) {
        var svg = ['svg', 'path', 'line', 'text', 'circle', 'g', 'rect'].indexOf(name) >= 0;
        var node = svg ? document.createElementNS(NS, name) : document.createElement(name);
        Object.keys(attributes).forEach(function (key) { node.setAttribute(key, attributes[key]); });
        if (text !== undefined) { node.textContent = text; }
        if (parent) { parent.appendChild(node); }
        return node;
      }
      function x(signal) { return L + signal * (W - L - R); }
      function y(background) { return T + background * (H - T - B); }
      function digits(value, n) { return isFinite(value) ? Number(value).toPrecision(n) : '–'; }
      function pair(value, error) { return digits(value, 3) + ' ± ' + digits(error, 2); }

      // Controls.
      var controls = make('div', { 'class': 'controls' }, section);
      var boxes = make('fieldset', {}, controls);
      make('legend', {}, boxes, 'Methods');
      data.methods.forEach(function (method, index) {
        var label = make('label', {}, boxes);
        var box = make('input', { type: 'checkbox', 'data-method': index }, label);
        box.checked = true;
        make('span', { style: 'color:' + method.color }, label, ' ' + method.name + ' ');
        box.addEventListener('change', function () { shown[index] = box.checked; draw(); });
      });
      function field(id, label, attributes) {
        var holder = make('label', {}, controls, label + ' ');
        attributes.id = 'explore-' + id;
        var input = make('input', attributes, holder);
        input.addEventListener('input', update);
        return input;
      }
      var expectedSignal = field('signal', 'Expected signal S', { type: 'number', min: 0, step: 'any' });
      var expectedBackground = field('background', 'Expected background B',
        { type: 'number', min: 0, step: 'any' });
      var uncertainty = field('uncertainty', 'σ_b / b', { type: 'number', min: 0, step: 'any' });
      var position = field('cut', 'Signal efficiency of the cut',
        { type: 'range', min: 0, max: 1000, step: 1 });
      expectedSignal.value = data.signal;
      expectedBackground.value = data.background;
      uncertainty.value = 0.1;
      position.value = 500;

      // Curves.
      var svg = make('svg', { viewBox: '0 0 ' + W + ' ' + H, role: 'img', id: 'explore-roc',
        'aria-label': 'Background rejection against signal efficiency; the table below has the values.'
      }, section);
      make('rect', { x: L, y: T, width: W - L - R, height: H - T - B, fill: 'none', stroke: '#1b1b1b' },
        svg);
      [0, 0.2, 0.4, 0.6, 0.8, 1].forEach(function (tick) {
        make('text', { x: x(tick), y: H - B + 18, 'text-anchor': 'middle' }, svg, String(tick));
        make('text', { x: L - 8, y: y(1 - tick) + 4, 'text-anchor': 'end' }, svg, String(tick));
        make('line', { x1: x(tick), x2: x(tick), y1: T, y2: H - B, stroke: '#e3e5e9' }, svg);
        make('line', { x1: L, x2: W - R, y1: y(tick), y2: y(tick), stroke: '#e3e5e9' }, svg);
      });
      make('text', { x: (L + W - R) / 2, y: H - 10, 'text-anchor': 'middle' }, svg,
        'Signal efficiency');
      make('text', { transform: 'translate(16 ' + (T + H - B) / 2 + ') rotate(-90)',
        'text-anchor': 'middle' }, svg, 'Background rejection');
      var curves = make('g', {}, svg);
      var marker = make('line', { y1: T, y2: H - B, stroke: '#5b6068', 'stroke-dasharray': '3 3' }, svg);
      var dots = make('g', {}, svg);
      var table = make('table', { id: 'explore-table' }, make('div', { 'class': 'scroll' }, section));

      function draw() {
        curves.textContent = '';
        data.methods.forEach(function (method, index) {
          if (!shown[index]) { return; }
          var points = method.signal.map(function (signal, k) {
            return x(signal).toFixed(1) + ' ' + y(method.background[k]).toFixed(1);
          });
          make('path', { d: 'M' + points.join('L'), fill: 'none', stroke: method.color,
            'stroke-width': 2, 'stroke-dasharray': method.dash, 'data-curve': index }, curves);
        });
        update();
      }
      // The point of a curve where the signal efficiency is first reached.
      function place(method, signal) {
        var k = 0;
        while (k + 1 < method.signal.length && method.signal[k] < signal) { k += 1; }
        return k;
      }
      function probability(method, cut, S, B) {
        var r = method.response, p = method.probability, k = 0;
        if (!r.length || !isFinite(cut)) { return NaN; }
        while (k + 1 < r.length && r[k] < cut) { k += 1; }
        var odds = p[k] / (1 - p[k]) * (1 - data.prior) / data.prior * S / B;
        return p[k] >= 1 || odds === Infinity ? 1 : odds / (1 + odds);
      }
      function asimov(s, b, relative) {
        if (!(b > 0)) { return NaN; }
        var v = relative * b * relative * b;
        if (!(v > 0)) { return Math.sqrt(2 * Math.max(0, (s + b) * Math.log1p(s / b) - s)); }
        var first = (s + b) * Math.log((s + b) * (b + v) / (b * b + (s + b) * v));
        var second = b * b / v * Math.log1p(v * s / (b * (b + v)));
        return Math.sqrt(2 * Math.max(0, first - second));
      }
      function row(cells, head) {
        var line = make('tr', {}, table);
        cells.forEach(function (cell, k) {
          var isHead = head || k === 0;
          var node = make(isHead ? 'th' : 'td', { 'class': k === 0 ? 'left' : 'right' }, line, cell);
          if (isHead) { node.setAttribute('scope', head ? 'col' : 'row'); }
        });
      }
      function update() {
        var target = Number(position.value) / 1000;
        var S = Number(expectedSignal.value), BG = Number(expectedBackground.value);
        table.textContent = '';
        dots.textContent = '';
        marker.setAttribute('x1', x(target));
        marker.setAttribute('x2', x(target));
        row(['Method', 'Cut', 'ε signal', 'ε background', 'Purity', 'P(S|y) at the cut', 'S/√(S+B)',
          'Z_A'], true);
        data.methods.forEach(function (method, index) {
          if (!shown[index] || !method.signal.length) { return; }
          var k = place(method, target), es = method.signal[k], eb = method.background[k];
          var s = S * es, b = BG * eb, cut = Number(method.cut[k]);
          make('circle', { cx: x(es), cy: y(eb), r: 4, fill: method.color }, dots);
          row([method.name, digits(cut, 4), pair(es, method.signalError[k]),
            pair(eb, method.backgroundError[k]), digits(s / (s + b), 3),
            digits(probability(method, cut, S, BG), 3), digits(s / Math.sqrt(s + b), 4),
            digits(asimov(s, b, Number(uncertainty.value)), 4)]);
        });
      }
      svg.addEventListener('mousemove', function (event) {
        var box = svg.getBoundingClientRect();
        var signal = ((event.clientX - box.left) / box.width * W - L) / (W - L - R);
        if (signal >= 0 && signal <= 1) { position.value = Math.round(1000 * signal); update(); }
      });
      draw();
    })();
    """
}
