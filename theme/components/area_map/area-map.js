// A map leads where the list of its areas does, and the two point at each other.

class AreaMap {
  constructor(figure) {
    this.links = new Map([...document.querySelectorAll("a[data-area]")].map((link) => [link.dataset.area, link]));
    this.outlines = new Map([...figure.querySelectorAll("path[data-area]")].map((path) => [path.dataset.area, path]));
    for (const [area, path] of this.outlines) {
      const link = this.links.get(area);
      if (!link) continue;
      path.classList.add("area-map__area--leads");
      path.addEventListener("click", () => link.click());
      for (const [one, begins, ends] of [[path, "pointerenter", "pointerleave"], [link, "pointerenter", "pointerleave"], [link, "focus", "blur"]]) {
        one.addEventListener(begins, () => this.point(path, link, true));
        one.addEventListener(ends, () => this.point(path, link, false));
      }
    }
  }

  point(path, link, pointed) {
    path.classList.toggle("area-map__area--pointed", pointed);
    link.classList.toggle("area-list__pointed", pointed);
    // Drawn last, its border hides behind no neighbour.
    if (pointed && path !== path.parentNode.lastElementChild) path.parentNode.append(path);
  }
}

for (const figure of document.querySelectorAll("[data-module=area-map]")) new AreaMap(figure);
