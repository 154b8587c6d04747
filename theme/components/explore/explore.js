// Explore the chart of a measure: fetch the drawing and its rows when a reader asks, and keep each choice in the
// address. Words come ready-made, from the page's data attributes and from the file of rows.

import {asked, keep} from "./address.js";
import {chosenRows} from "./explore-rows.js";
import {LiveView} from "./explore-view.js";
import {filled} from "./text.js";

const OPEN = "explore";
const FIELDS = ["period", "interval", "owner", "area", "size", "order", "provider"];
const PAGE = 10; // rows that Page Up and Page Down go past
const ROOM = 90; // kept free above and below the row that is read, in pixels

class Explore {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.button = section.querySelector(".explore__button");
    this.state = section.querySelector(".explore__state");
    this.panel = section.querySelector(".explore__panel");
    this.form = section.querySelector("form");
    this.chart = section.querySelector(".explore__chart");
    this.row = section.querySelector(".explore__row");
    this.link = section.querySelector(".explore__link");
    this.told = section.querySelector(".explore__told");
    this.instead = document.querySelector("[data-explored]");
    this.button.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close()));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", () => this.choose());
    this.chart.addEventListener("keydown", (event) => this.key(event));
    this.chart.addEventListener("focus", () => this.begin());
    this.chart.addEventListener("row-pointed", ({detail}) => this.read(detail));
    this.chart.addEventListener("row-chosen", ({detail}) => this.read(detail));
    section.hidden = false;
    if (asked(OPEN) !== null) this.open();
  }

  async open() {
    this.state.textContent = this.words.loading;
    this.panel.setAttribute("aria-busy", "true");
    // Whoever asks again while they are on their way waits for the same.
    this.loading ??= this.load();
    try {
      await this.loading;
    } catch {
      this.loading = undefined;
      this.state.textContent = this.words.failed;
      return;
    }
    this.state.textContent = "";
    this.toggle(true);
    await this.choose();
    this.panel.removeAttribute("aria-busy");
  }

  close() {
    this.toggle(false);
    this.keepInAddress();
  }

  toggle(open) {
    this.panel.hidden = !open;
    this.instead.hidden = open;
    this.button.setAttribute("aria-expanded", open);
    this.button.textContent = open ? this.words.close : this.words.open;
  }

  async load() {
    const fetched = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
    const [{default: vegaEmbed}, data, spec] = await Promise.all([
      import(new URL(this.words.vega, location.href).href),
      fetched(this.words.rows),
      fetched(this.words.spec),
    ]);
    const place = this.section.querySelector(".explore__view");
    this.view = await LiveView.in(place, vegaEmbed, spec, data.axis);
    this.data = data;
    this.fill("period", data.periods.map(({id, title}) => [id, title]));
    this.fill("interval", data.levels);
    this.fill("owner", this.inUse(data.forms, 2));
    this.fill("area", this.inUse(data.areas, 3));
    this.fill("size", data.sizes.map(([code, title]) => [code, title]));
    this.fill("provider", data.providers.map(([name, slug]) => [slug, name]));
    this.readAddress();
  }

  // The choices that some provider has; `field` is where providers keep its number.
  inUse(choices, field) {
    return choices.filter((_, number) => this.data.providers.some((provider) => provider[field] === number));
  }

  // Where there is nothing to choose between, nothing is asked.
  fill(name, choices) {
    const list = this.form.elements[name];
    for (const [code, title, lang] of choices) {
      const option = new Option(title, code);
      if (lang && lang !== document.documentElement.lang) option.lang = lang;
      list.append(option);
    }
    list.closest(".explore__field").hidden = choices.length < 2;
  }

  readAddress() {
    for (const name of FIELDS) {
      const list = this.form.elements[name];
      const wanted = asked(name) ?? (name === "owner" ? asked("form") : null);
      list.value = wanted ?? list.options[0]?.value ?? "";
      if (list.selectedIndex < 0) list.selectedIndex = 0;
    }
  }

  // The first choice of a list is what a reader gets who chooses nothing.
  keepInAddress() {
    const open = !this.panel.hidden;
    const chosen = ({value, selectedIndex}) => (open && selectedIndex > 0 ? value : "");
    keep({[OPEN]: open ? "1" : "", ...Object.fromEntries(FIELDS.map((name) => [name, chosen(this.form.elements[name])]))});
  }

  async choose() {
    this.keepInAddress();
    const {period, interval, owner, area, size, order} = this.form.elements;
    const shown = this.data.periods[period.selectedIndex];
    this.level = Math.max(interval.selectedIndex, 0);
    const choice = {owner: owner.value, area: area.value, size: size.value, order: order.value};
    const {rows, unsized} = chosenRows(this.data, shown, choice);
    this.rows = rows.map((row) => ({...row, name: this.data.providers[row.provider][0]}));
    this.say(".explore__sentence", shown.sentence);
    this.say(".explore__compared", shown.compared);
    this.section.querySelector(".comparison__reference").hidden = !shown.compared;
    this.say(".explore__status", this.status(shown, unsized, order.value));
    this.chart.hidden = !rows.length;
    this.told.hidden = !rows.length;
    await this.view.show(this.rows, {reference: shown.reference, level: this.level, marked: this.marked()});
    if (this.at !== undefined) this.read(this.rows.some(({provider}) => provider === this.at) ? this.at : undefined);
  }

  status({rows}, unsized, order) {
    const told = [];
    if (!this.rows.length) told.push(this.words.none);
    else if (this.rows.length < rows.length) told.push(filled(this.words.count, {found: this.rows.length, total: rows.length}));
    if (unsized) told.push(filled(this.words.unsized, {number: unsized}));
    if (order === "value" && this.rows.length) told.push(this.words.byValue);
    return told.join(" ");
  }

  say(place, words) {
    this.section.querySelector(place).textContent = words;
  }

  marked() {
    const slug = this.form.elements.provider.value;
    const number = slug ? this.data.providers.findIndex((provider) => provider[1] === slug) : -1;
    return this.rows.some(({provider}) => provider === number) ? number : undefined;
  }

  // Say of a provider what its row says; of none, how to read them.
  read(provider) {
    const row = this.rows.find((one) => one.provider === provider);
    this.at = row?.provider;
    this.row.textContent = row ? (row.said[this.level] ?? row.said[0]) : "";
    this.link.hidden = !row;
    if (row) this.link.href = this.addressOf(row);
    return this.view.point(this.at);
  }

  // Whoever comes by keyboard begins where they were, with the provider they chose, or with the first.
  begin() {
    if (this.at === undefined && this.chart.matches(":focus-visible")) this.read(this.marked() ?? this.rows[0].provider);
  }

  addressOf(row) {
    return `${this.words.providers}${this.data.providers[row.provider][1]}/`;
  }

  key(event) {
    const last = this.rows.length - 1;
    const here = this.rows.findIndex(({provider}) => provider === this.at);
    const there = {
      ArrowDown: here + 1, ArrowRight: here + 1, ArrowUp: here - 1, ArrowLeft: here - 1,
      Home: 0, End: last, PageDown: here + PAGE, PageUp: here - PAGE,
    }[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey || last < 0) return;
    if (event.key === "Enter" && here >= 0) location.assign(this.addressOf(this.rows[here]));
    if (there === undefined) return;
    event.preventDefault();
    const number = Math.min(Math.max(there, 0), last);
    this.read(this.rows[number].provider);
    const [top, bottom] = this.view.spanOf(number);
    const below = this.told.getBoundingClientRect().height;
    if (top < ROOM) scrollBy(0, top - ROOM);
    else if (bottom > innerHeight - below - ROOM) scrollBy(0, bottom - innerHeight + below + ROOM);
  }
}

for (const section of document.querySelectorAll("[data-module=explore]")) new Explore(section);
