// Narrow the rows of a page by name and by lists to choose from. Every row is on the page and carries its codes; what is
// filtered out is hidden, on paper too. Words come ready-made from data attributes.

import {asked, keep} from "./address.js";
import {filled, plain} from "./text.js";

const WAIT = 200; // milliseconds after the last key, so that the count is announced once and not for every letter

class FilterRows {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.status = form.querySelector("[role=status]");
    this.fields = [...form.elements].filter((field) => field.name);
    this.rows = [...document.querySelectorAll("[data-row]")];
    this.names = new Map(this.rows.map((row) => [row, plain((row.querySelector("a") ?? row.cells[0]).textContent)]));
    this.parts = [...document.querySelectorAll("[data-part]")];
    this.signs = [...document.querySelectorAll(".matrix--marks")];
    for (const field of this.fields) field.addEventListener("input", () => this.soon());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.choose();
    });
    form.querySelector("button").addEventListener("click", () => this.clear());
    document.addEventListener("click", ({target}) => this.reveal(target.closest('a[href^="#"]')));
    for (const field of this.fields) {
      field.value = asked(field.name) ?? "";
      if (field.selectedIndex < 0) field.value = "";
    }
    form.hidden = false;
    this.show();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.choose(), WAIT);
  }

  choose() {
    clearTimeout(this.timer);
    keep(Object.fromEntries(this.fields.map((field) => [field.name, field.value.trim()])));
    this.show();
  }

  clear() {
    for (const field of this.fields) field.value = "";
    this.choose();
  }

  // A link within the page never leads to what is hidden.
  reveal(link) {
    const target = link && document.getElementById(link.hash.slice(1));
    if (target?.closest("[hidden]") && !target.closest("form")) this.clear();
  }

  show() {
    for (const row of this.rows) row.hidden = !this.fields.every((field) => this.fits(row, field));
    // Of the signs in the rows that are left, only those that were chosen are shown.
    for (const table of this.signs) table.dataset.only = this.form.elements.difference?.value ?? "";
    for (const part of this.parts) part.hidden = !part.querySelector("[data-row]:not([hidden])");
    // The same providers stand once more in folds.
    const counted = this.rows.filter((row) => !row.closest("details"));
    const found = counted.filter((row) => !row.hidden).length;
    const told = [filled(this.words.count, {found, total: counted.length})];
    if (!found) told.push(this.words.none);
    else if (found < counted.length) told.push(this.words.note);
    this.status.textContent = told.filter(Boolean).join(" ");
  }

  fits(row, field) {
    if (field.type === "search") return this.names.get(row).includes(plain(field.value.trim()));
    return !field.value || (row.dataset[field.name] ?? "").split(";").includes(field.value);
  }
}

for (const form of document.querySelectorAll("[data-module=filter-rows]")) new FilterRows(form);
