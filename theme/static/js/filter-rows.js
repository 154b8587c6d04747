// Show the rows of one ownership form only. Every row is on the page; words come ready-made from data attributes.

class FilterRows {
  constructor(form) {
    this.form = form;
    this.choice = form.elements.form;
    this.status = form.querySelector("[role=status]");
    this.rows = [...document.querySelectorAll("tr[data-form]")];
    form.addEventListener("submit", (event) => event.preventDefault());
    this.choice.addEventListener("change", () => this.choose());
    form.hidden = false;
    const asked = new URLSearchParams(location.search).get("form");
    if (asked === null) return;
    this.choice.value = asked;
    if (this.choice.selectedIndex < 0) this.choice.value = "";
    this.show();
  }

  choose() {
    const wanted = this.choice.value;
    const kept = new URLSearchParams(location.search);
    if (wanted) kept.set("form", wanted);
    else kept.delete("form");
    history.replaceState(null, "", `${location.pathname}${[...kept].length ? `?${kept}` : ""}${location.hash}`);
    this.show();
  }

  show() {
    const wanted = this.choice.value;
    for (const row of this.rows) row.hidden = wanted !== "" && row.dataset.form !== wanted;
    const lead = this.rows.filter((row) => !row.closest("details"));
    const found = lead.filter((row) => !row.hidden).length;
    const numbers = {found, total: lead.length};
    this.status.textContent = wanted ? this.form.dataset.count.replace(/\{(\w+)\}/g, (_, name) => numbers[name]) : "";
  }
}

for (const form of document.querySelectorAll("[data-module=filter-rows]")) new FilterRows(form);
