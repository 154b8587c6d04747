// Copy a table as it is seen, filtered and ordered, so that a spreadsheet takes it in: a cell for each cell, numbers as
// the page's language writes them but without groups, and never a formula.

import {digitsIn} from "./ordering.js";
import {filled, made} from "./text.js";

const FORMULA = /^[=+\-@\t\r]/;

class CopyTable {
  constructor(part) {
    this.words = part.dataset;
    this.table = part.querySelector("table");
    this.status = part.querySelector("[role=status]");
    const button = part.querySelector(".data__copy");
    // Browsers give the clipboard to pages with a secure address alone.
    button.hidden = !navigator.clipboard?.write;
    button.addEventListener("click", () => this.copy());
  }

  async copy() {
    const lines = this.lines();
    const text = lines.map((line) => line.join("\t")).join("\r\n");
    const parts = {"text/plain": text, "text/html": asTable(lines).outerHTML};
    const blobs = Object.entries(parts).map(([type, content]) => [type, new Blob([content], {type})]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      this.status.textContent = filled(this.words.copied, {count: lines.length - 1});
    } catch {
      this.status.textContent = this.words.failed;
    }
  }

  lines() {
    const heads = [...this.table.querySelectorAll("th[data-column]")];
    heads.sort((one, other) => one.dataset.column - other.dataset.column);
    const rows = [...this.table.tBodies[0].rows].filter((row) => !row.hidden);
    return [heads.map(written), ...rows.map((row) => [...row.cells].map(written))];
  }
}

// What a cell says, in one line of plain signs.
function written(cell) {
  const said = cell.textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim();
  if (cell.matches("td:not(.data__words)") && /^[-−]?[\d\s.,]+$/.test(said)) return digitsIn(said);
  return FORMULA.test(said) ? `'${said}` : said;
}

function asTable(lines) {
  const table = made("table", "");
  for (const line of lines) {
    const row = made("tr", "");
    row.append(...line.map((said) => made("td", "", said)));
    table.append(row);
  }
  return table;
}

for (const part of document.querySelectorAll("[data-module~=copy-table]")) new CopyTable(part);
