// Up to four providers of one target group, side by side. Each has a file with its words, numbers and drawings, and with
// the providers that it can be told apart from; nothing is estimated or drawn here. The choice is kept in the address.

import {askedAll, keep} from "./address.js";
import {filled, made} from "./text.js";

const ONE_IN = 20; // of so many comparisons, one shows a difference by chance: the intervals cover 95 %

class Compare {
  constructor(root) {
    this.root = root;
    this.base = new URL(root.dataset.root, location.href);
    this.words = JSON.parse(root.dataset.words);
    this.form = root.querySelector("form");
    this.group = this.form.elements.group;
    this.slots = [...this.form.elements.provider];
    this.status = root.querySelector("[role=status]");
    this.result = root.querySelector(".compare__result");
    this.table = root.querySelector("table");
    this.fetched = new Map();
    this.asked = 0;
    this.readAddress();
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.group.addEventListener("change", () => { this.fill([]); this.show(); });
    for (const slot of this.slots) slot.addEventListener("change", () => this.show());
    root.hidden = false;
    this.show();
  }

  readAddress() {
    const [group] = askedAll("group");
    if (group) this.group.value = group;
    if (this.group.selectedIndex < 0) this.group.selectedIndex = 0;
    this.fill(askedAll("provider"));
  }

  keepInAddress(chosen) {
    keep({group: this.group.value, provider: chosen});
    // The same choice in the other language.
    for (const twin of document.querySelectorAll(".menu a[hreflang]")) twin.search = location.search;
  }

  links() {
    return [...document.querySelectorAll(`[data-group="${CSS.escape(this.group.value)}"] a[data-provider]`)];
  }

  fill(chosen) {
    const links = this.links();
    this.slots.forEach((slot, number) => {
      const options = links.map((link) => new Option(link.textContent, link.dataset.provider));
      slot.replaceChildren(new Option(this.words.any, ""), ...options);
      slot.value = chosen[number] ?? "";
      if (slot.selectedIndex < 0) slot.value = "";
    });
  }

  chosen() {
    const slugs = [...new Set(this.slots.map((slot) => slot.value).filter(Boolean))];
    // Nobody is set beside itself.
    for (const slot of this.slots)
      for (const option of slot.options) option.disabled = option.value !== slot.value && slugs.includes(option.value);
    return slugs;
  }

  async show() {
    const turn = ++this.asked;
    const slugs = this.chosen();
    this.keepInAddress(slugs);
    if (slugs.length < 2) return this.tell(this.words.few);
    let found;
    try {
      found = await Promise.all(slugs.map((slug) => this.provider(slug)));
    } catch {
      return this.tell(this.words.broken);
    }
    if (turn !== this.asked) return;
    this.draw(slugs, found);
    this.tell(filled(this.words.shown, {names: found.map((one) => one.name).join(", ")}), true);
  }

  tell(words, shows = false) {
    this.status.textContent = words;
    this.result.hidden = !shows;
  }

  async provider(slug) {
    if (!this.fetched.has(slug)) {
      const page = this.links().find((link) => link.dataset.provider === slug).href;
      const answer = await fetch(new URL(this.root.dataset.file, page));
      if (!answer.ok) throw new Error(answer.statusText);
      this.fetched.set(slug, (await answer.json()).groups);
    }
    return this.fetched.get(slug)[this.group.value];
  }

  draw(slugs, found) {
    const head = this.table.tHead.rows[0];
    head.replaceChildren(head.cells[0], ...found.map((one) => {
      const cell = made("th", "compare__who");
      cell.scope = "col";
      cell.append(linked(one.name, new URL(one.url, this.base)));
      return cell;
    }));
    for (const body of [...this.table.tBodies]) body.remove();
    let count = 0;
    found[0].measures.forEach((measure, number) => {
      const cells = found.map((one) => one.measures[number]);
      const exact = cells.filter((cell) => cell.exact).length;
      count += (exact * (exact - 1)) / 2;
      this.table.append(this.measure(measure, cells, slugs, found));
    });
    const chance = this.root.querySelector(".compare__chance");
    chance.hidden = count === 0;
    const expected = Math.round(count / ONE_IN);
    chance.textContent = filled(this.words[expected ? "chance" : "chance-few"], {count, chance: expected});
  }

  measure(measure, cells, slugs, found) {
    const body = made("tbody");
    const row = body.insertRow();
    const head = made("th", "compare__measure");
    head.scope = "row";
    const title = linked(measure.title, new URL(measure.url, this.base));
    if (measure.lang) title.lang = measure.lang;
    head.append(title, made("span", "row__note", [measure.period, measure.direction].filter(Boolean).join(" · ")));
    if (measure.group) head.append(made("span", "row__note", filled(this.words.group, {value: measure.group})));
    row.append(head, ...cells.map((cell, place) => this.cell(cell, found[place].name)));
    const told = body.insertRow().insertCell();
    told.colSpan = cells.length + 1;
    told.className = "compare__told";
    told.append(...this.sentences(cells, slugs, found).map((text) => made("p", "", text)));
    return body;
  }

  cell({cell, years, series, axis}, name) {
    const box = made("td", cell.shown ? "compare__cell" : "compare__cell cell--hidden");
    box.append(made("span", "compare__name", name), made("span", "compare__value", cell.value));
    if (cell.interval) box.append(made("span", "row__interval", ` ${cell.interval}`));
    if (cell.drawing) box.append(drawn("compare__drawing", cell.drawing), ends(axis));
    if (cell.words) box.append(made("span", `row__words row__words--${cell.category}`, cell.words));
    for (const text of [cell.reason, cell.counts]) if (text) box.append(made("span", "row__note", text));
    if (years.length > 1) {
      if (series) box.append(drawn("compare__drawing compare__series", series));
      box.append(made("span", "row__note", years.map((year) => `${year.year}: ${year.value}`).join(" · ")));
    }
    return box;
  }

  // What holds between two and two, in sentences.
  sentences(cells, slugs, found) {
    if (!cells[0].share) return [this.words["only-shares"]];
    const told = [];
    let alike = 0;
    let names;
    cells.forEach((one, i) => cells.slice(i + 1).forEach((other, j) => {
      if (!one.exact || !other.exact) return;
      const apart = one.apart[slugs[i + 1 + j]];
      names = {first: found[i].name, second: found[i + 1 + j].name};
      if (!apart) return void alike++;
      const {first, second} = names;
      const order = apart.higher ? {first, second} : {first: second, second: first};
      told.push(filled(this.words.higher, {...order, by: apart.by}));
    }));
    if (alike === 1 && !told.length) told.push(filled(this.words.same, names));
    else if (alike) told.push(told.length ? this.words.rest : this.words.none);
    if (cells.some((cell) => !cell.exact)) told.push(this.words.inexact);
    return told;
  }
}

function ends([low, high]) {
  const axis = made("span", "compare__axis");
  axis.ariaHidden = "true";
  axis.append(made("span", "", low), made("span", "", high));
  return axis;
}

// A drawing as the file has it.
function drawn(name, drawing) {
  const box = made("span", name);
  box.insertAdjacentHTML("beforeend", drawing);
  return box;
}

function linked(text, to) {
  const link = made("a", "", text);
  link.href = to.pathname;
  return link;
}

for (const root of document.querySelectorAll("[data-module=compare]")) new Compare(root);
