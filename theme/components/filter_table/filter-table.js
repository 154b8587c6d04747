// A table of all providers to filter by name, area and form. The rows are fetched when a reader first asks for them.
// Words come ready-made from the page's data attributes and from the file of rows; nothing is worked out here.

import {filled, made, plain} from "./text.js";

const STEP = 50;
const WAIT = 200; // milliseconds after the last key, so that the count is announced once and not for every letter
const FIELDS = ["name", "area", "form"];

class FilterTable {
  constructor(section) {
    this.section = section;
    this.words = section.dataset;
    this.form = section.querySelector("form");
    this.table = section.querySelector("table");
    this.body = section.querySelector("tbody");
    this.status = section.querySelector("[role=status]");
    this.more = section.querySelector(".filter__more");
    this.shown = STEP;
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.timer);
      this.start();
    });
    this.more.addEventListener("click", () => this.showMore());
    this.form.hidden = false;
    if (this.readAddress()) this.start();
  }

  // Take the choice from the page's address; tells whether there is one.
  readAddress() {
    const asked = new URLSearchParams(location.search);
    let found = false;
    for (const field of FIELDS) {
      const box = this.form.elements[field];
      const value = asked.get(field);
      if (!box || value === null) continue;
      box.value = value;
      found = found || box.value !== "";
    }
    return found || asked.has("all");
  }

  keepInAddress() {
    const kept = new URLSearchParams();
    for (const field of FIELDS) {
      const value = this.form.elements[field]?.value.trim();
      if (value) kept.set(field, value);
    }
    if (![...kept].length) kept.set("all", "");
    history.replaceState(null, "", `?${kept}${location.hash}`);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), WAIT);
  }

  async start() {
    this.shown = STEP;
    if (!(await this.fetched())) return;
    this.keepInAddress();
    this.draw();
  }

  async fetched() {
    if (this.data) return true;
    this.status.textContent = this.words.loading;
    // Whoever asks again while the rows are on their way waits for the same rows.
    this.fetching ??= fetch(this.words.rows).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
    try {
      this.data = await this.fetching;
      return true;
    } catch {
      this.fetching = undefined;
      this.status.textContent = this.words.failed;
      return false;
    }
  }

  matching() {
    const {name, area, form} = this.form.elements;
    const wanted = plain(name.value.trim());
    // The first choice of each list means all; the rows count the others from 0.
    const inArea = area ? area.selectedIndex - 1 : -1;
    const ofForm = form ? form.selectedIndex - 1 : -1;
    this.names ??= this.data.rows.map((row) => plain(row[0]));
    return this.data.rows.filter(
      (row, number) =>
        this.names[number].includes(wanted) && (inArea < 0 || row[2] === inArea) && (ofForm < 0 || row[3] === ofForm),
    );
  }

  draw() {
    const found = this.matching();
    const shown = found.slice(0, this.shown);
    this.body.replaceChildren(...shown.map((row) => this.row(row)));
    this.table.hidden = !found.length;
    const left = Math.min(found.length - shown.length, STEP);
    this.more.hidden = left <= 0;
    this.more.textContent = filled(this.words.more, {number: left});
    const numbers = {found: found.length, total: this.data.rows.length, shown: shown.length};
    this.status.textContent = filled(!found.length ? this.words.none : left > 0 ? this.words.count : this.words.all, numbers);
  }

  showMore() {
    const before = this.shown;
    this.shown += STEP;
    this.draw();
    this.body.rows[before]?.querySelector("a").focus();
  }

  row([name, slug, area, form, value, interval, counts, words, reason]) {
    const row = made("tr", "row");
    const head = made("th", "row__name");
    head.scope = "row";
    const link = made("a", "", name);
    link.href = `${this.words.providers}${slug}/`;
    head.append(link, made("span", "row__note", [this.choice("area", area), this.choice("form", form), counts].filter(Boolean).join(" · ")));
    const told = this.data.words[words];
    const why = this.data.reasons[reason];
    const number = made("td", "row__value", value);
    row.append(head, number);
    if (this.table.tHead.rows[0].cells.length > 2) {
      const said = made("td", told ? `row__words row__words--${told[0]}` : "row__words", told ? told[1] : "");
      if (why) said.append(made("span", "row__reason", why));
      row.append(made("td", "row__interval", interval), said);
    } else if (why) {
      number.append(made("span", "row__reason", why));
    }
    return row;
  }

  choice(field, number) {
    return this.form.elements[field]?.options[number + 1]?.textContent;
  }
}

for (const section of document.querySelectorAll("[data-module=filter-table]")) new FilterTable(section);
