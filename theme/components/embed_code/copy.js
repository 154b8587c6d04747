// Copy the code beside a button. It can be marked and copied by hand where the browser does not let a script do it.

class Copy {
  constructor(button) {
    this.button = button;
    this.code = document.getElementById(button.getAttribute("aria-controls"));
    this.status = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", () => this.copy());
    button.parentElement.hidden = false;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.code.textContent);
      this.status.textContent = this.button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(this.code);
      this.status.textContent = this.button.dataset.failed;
    }
  }
}

for (const button of document.querySelectorAll("[data-module=copy]")) new Copy(button);
