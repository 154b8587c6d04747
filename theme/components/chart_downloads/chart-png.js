// Make a PNG of a chart out of its SVG, and hand it over as a file. Nothing leaves the reader's computer.

const SHARPER = 2;
const MOST = 16e6; // pixels that every browser can hold in one drawing

class ChartPng {
  constructor(button) {
    this.button = button;
    this.status = button.parentElement.querySelector("[role=status]");
    button.addEventListener("click", () => this.save());
    button.parentElement.hidden = false;
  }

  async save() {
    this.status.textContent = "";
    try {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await this.made());
      link.download = this.button.dataset.name;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch {
      this.status.textContent = this.button.dataset.failed;
    }
  }

  async made() {
    const image = new Image();
    image.src = this.button.dataset.svg;
    await image.decode();
    const {naturalWidth: width, naturalHeight: height} = image;
    const scale = Math.min(SHARPER, Math.sqrt(MOST / (width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture")))));
  }
}

for (const button of document.querySelectorAll("[data-module=chart-png]")) new ChartPng(button);
