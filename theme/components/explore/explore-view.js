// The drawing of a live chart: Vega fills it with rows, and tells which one is pointed at.

const WIDE = {narrow: false, left: 220, right: 168, row: 34};
const NARROW = {narrow: true, left: 0, right: 0, row: 62};
const NARROW_BELOW = 640;
const TOP = 30;
const BOTTOM = 4;
const GAP = 36; // between the end of the axis and the rows of words, which have no place along it
const EDGE = 8; // for marks at the ends of the axis, where nothing stands beside it

export class LiveView {
  constructor(place, view, axis) {
    Object.assign(this, {place, view, axis});
    this.rows = [];
    view.addEventListener("pointermove", (_, item) => this.told(item, "row-pointed"));
    view.addEventListener("click", (_, item) => this.told(item, "row-chosen"));
    new ResizeObserver(() => this.resized()).observe(place);
  }

  static async in(place, vegaEmbed, spec, axis) {
    // Without the interpreter Vega would run text as a program, and with its own style it would write one inline.
    const options = {mode: "vega", ast: true, defaultStyle: false, actions: false, renderer: "svg", tooltip: false};
    const {view} = await vegaEmbed(place, spec, options);
    return new LiveView(place, view, axis);
  }

  resized() {
    const width = this.place.clientWidth;
    if (width && width !== this.width) this.draw();
  }

  told(item, name) {
    const provider = item?.datum?.provider;
    if (provider !== undefined) this.place.dispatchEvent(new CustomEvent(name, {bubbles: true, detail: provider}));
  }

  // Rows as the file has them, with names; `level` is the number of the confidence level.
  show(rows, {reference, level, marked}) {
    Object.assign(this, {rows, reference, level, marked});
    return this.draw();
  }

  draw() {
    this.width = this.place.clientWidth;
    this.shape = this.width < NARROW_BELOW ? NARROW : WIDE;
    const {narrow, left, right, row} = this.shape;
    const side = narrow ? EDGE : 0;
    const figures = this.rows.filter(({words}) => words === undefined).length;
    this.drawn = figures * row;
    const records = this.rows.map((one, number) => this.record(one, number));
    return this.view
      .padding({left: left + side, right: right + side, top: TOP, bottom: BOTTOM})
      .width(Math.max(this.width - left - right - 2 * side, 0))
      .height(this.topOf(this.rows.length))
      .signal("drawn", this.drawn)
      .signal("narrow", narrow)
      .signal("left", left)
      .signal("right", right)
      .signal("marked", this.marked ?? -1)
      .data("rows", records)
      .data("ticks", figures ? this.ticks() : [])
      .runAsync();
  }

  ticks() {
    const {labels} = this.axis;
    const ticks = labels.map((label, number) => ({label, position: number / (labels.length - 1)}));
    return this.reference === null ? ticks : [...ticks, {reference: this.position(this.reference)}];
  }

  // Where a row begins, from the top of the first; rows of words come after all others.
  topOf(number) {
    const top = number * this.shape.row;
    return this.drawn && top >= this.drawn ? top + GAP : top;
  }

  record({provider, name, told, words, category, value, ends, limits, range}, number) {
    const {row, narrow} = this.shape;
    const [lower, upper] = this.ends(ends);
    const [limit_lower, limit_upper] = this.ends(limits);
    const [protected_lower, protected_upper] = this.ends(range);
    const top = this.topOf(number);
    return {
      provider, name, category, lower, upper, limit_lower, limit_upper, protected_lower, protected_upper, top,
      bottom: top + row,
      y: top + (narrow ? row - 18 : row / 2),
      told: told?.[0] ?? "",
      aside: told?.[this.level + 1] ?? told?.[1] ?? "",
      words: words ?? "",
      value: this.position(value),
    };
  }

  ends(ofLevels) {
    return (ofLevels?.[this.level] ?? []).map((end) => this.position(end));
  }

  // From 0 to 1 along the axis; what reaches beyond it is cut.
  position(value) {
    const {low, high} = this.axis;
    return value === undefined || value === null ? null : Math.min(Math.max((value - low) / (high - low), 0), 1);
  }

  point(provider) {
    return this.view.signal("at", provider ?? -1).runAsync();
  }

  // Where a row lies in the window, from the top.
  spanOf(number) {
    const top = this.place.getBoundingClientRect().top + TOP + this.topOf(number);
    return [top, top + this.shape.row];
  }
}
