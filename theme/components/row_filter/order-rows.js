// Order the rows of the tables that are also charts: by name, as they stand, or by the value that each prints.

import {asked, keep} from "./address.js";
import {numberIn, ordered} from "./ordering.js";

class OrderRows {
  constructor(choice) {
    this.choice = choice;
    this.note = choice.form.querySelector(".row-filter__note");
    this.tables = [...document.querySelectorAll("table.rows")].map(({tBodies: [body]}) => ({body, rows: [...body.rows]}));
    choice.addEventListener("change", () => {
      keep({order: choice.value});
      this.show();
    });
    choice.value = asked("order") ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
    if (choice.value) this.show();
  }

  show() {
    const wanted = this.choice.value;
    for (const {body, rows} of this.tables) {
      const value = (row) => numberIn(row.querySelector(".row__value").textContent);
      body.append(...(wanted ? ordered(rows, value, wanted.startsWith("-")) : rows));
    }
    this.note.textContent = wanted ? this.choice.dataset.note : "";
  }
}

for (const choice of document.querySelectorAll("[data-module=order-rows]")) new OrderRows(choice);
