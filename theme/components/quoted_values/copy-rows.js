// A button beside each text of a table, which copies it. The texts can be marked and copied by hand without it.

class CopyRows {
  constructor(table) {
    this.words = table.dataset;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    table.before(this.status);
    for (const text of table.querySelectorAll("q")) text.after(" ", this.button(text));
    table.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.copy(button);
    });
  }

  button(text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.dataset.made = ""; // by a script, so that nothing is missing without it
    button.textContent = this.words.copy;
    button.setAttribute("aria-label", `${this.words.copy}: ${text.closest("tbody").id}`);
    return button;
  }

  async copy(button) {
    const text = button.parentElement.querySelector("q");
    try {
      await navigator.clipboard.writeText(text.textContent);
      this.status.textContent = button.textContent = this.words.copied;
    } catch {
      getSelection().selectAllChildren(text);
      this.status.textContent = this.words.failed;
    }
  }
}

for (const table of document.querySelectorAll("[data-module=copy-rows]")) new CopyRows(table);
