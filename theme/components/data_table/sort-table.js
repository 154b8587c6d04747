// Order a table by one of its columns: the title of each becomes a button. Numbers are those that the cells print, words
// have the order that the title gives.

import {asked, keep} from "./address.js";
import {numberIn, ordered} from "./ordering.js";
import {filled, made} from "./text.js";

class SortTable {
  constructor(part) {
    this.words = part.dataset;
    this.status = part.querySelector("[role=status]");
    [this.body] = part.querySelector("table").tBodies;
    this.rows = [...this.body.rows];
    this.heads = [...part.querySelectorAll("th[data-key]")];
    for (const head of this.heads) this.offer(head);
    part.querySelector(".data__tools").hidden = false;
    const wanted = asked("sort") ?? "";
    const head = this.heads.find(({dataset}) => dataset.key === wanted.replace("-", ""));
    if (!head) return;
    const fold = part.closest("details");
    if (fold) fold.open = true;
    this.show(head, wanted.startsWith("-"));
  }

  offer(head) {
    const button = made("button", "data__sort");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => this.choose(head));
  }

  choose(head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    keep({sort: `${down ? "-" : ""}${head.dataset.key}`});
    this.show(head, down);
  }

  show(head, down) {
    const {column, order} = head.dataset;
    const steps = order?.split("|");
    const number = (row) => {
      const said = row.cells[column].textContent.trim();
      if (column === "0") return this.rows.indexOf(row);
      return steps ? (steps.indexOf(said) + 1 || NaN) : numberIn(said);
    };
    this.body.append(...ordered(this.rows, number, down));
    for (const each of this.heads) {
      if (each === head) each.setAttribute("aria-sort", down ? "descending" : "ascending");
      else each.removeAttribute("aria-sort");
    }
    this.status.textContent = filled(down ? this.words.down : this.words.up, {column: head.textContent.trim()});
  }
}

for (const part of document.querySelectorAll("[data-module~=sort-table]")) new SortTable(part);
