// The provider's tool: seven steps, one shown after the other. Nothing is loaded before it is asked for; before a file
// can be chosen, the page is shut, and from then on nothing can be sent from it. Nothing is stored anywhere.

const MEGABYTE = 1e6;
const YEAR = 366 * 24 * 60 * 60 * 1000;

class Tool {
  constructor(element) {
    this.element = element;
    this.data = JSON.parse(element.dataset.tool);
    this.words = this.data.words;
    this.status = element.querySelector("[role=status]");
    this.bar = element.querySelector("progress");
    this.starter = element.querySelector("[data-start]");
    this.form = element.querySelector("form");
    this.starter.addEventListener("click", () => this.start());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.on("run", () => this.protect());
    this.on("again", () => this.choose());
    this.on("sign", () => this.sign());
    this.on("forget", () => location.reload());
    this.on("print", () => print());
    for (const button of element.querySelectorAll("[data-next]"))
      button.addEventListener("click", () => this.show(button.dataset.next));
    for (const button of element.querySelectorAll("[data-save]"))
      button.addEventListener("click", () => this.save(button.dataset.save));
    for (const choice of this.form.elements.before)
      choice.addEventListener("change", () => { this.part("earlier").hidden = this.form.elements.before.value !== "yes"; });
    // What has been signed is what is saved: anything changed after that has to be signed again.
    this.form.addEventListener("input", (event) => { if (event.target.matches("[data-point], [data-answer]")) this.unsign(); });
    // A single file may lie on a disk for years. It asks nobody: its own date and the computer's clock tell.
    if (this.data.made && Date.now() - Date.parse(this.data.made) > YEAR) document.querySelector("[data-old]").hidden = false;
    element.hidden = false;
  }

  unsign() {
    this.signed = this.signing = null;
    this.step("save").hidden = true;
  }

  on(name, act) {
    this.element.querySelector(`[data-act=${name}]`).addEventListener("click", act);
  }

  part(name) {
    return this.element.querySelector(`[data-part-of=${name}]`);
  }

  step(name) {
    return this.element.querySelector(`[data-step=${name}]`);
  }

  // Shows a step and takes the reader to its heading.
  show(name) {
    this.step(name).hidden = false;
    this.step(name).querySelector("h2").focus();
  }

  fill(name, elements) {
    this.step(name).querySelector("[data-fill]").replaceChildren(...elements);
  }

  say(words, values = {}) {
    this.status.textContent = words ? filled(words, values) : "";
  }

  async start() {
    this.starter.disabled = true;
    this.bar.hidden = false;
    try {
      await this.load();
      this.bar.hidden = true;
      this.starter.parentElement.hidden = true;
      this.form.hidden = false;
      this.say(this.words.ready);
      this.show("choose");
    } catch (error) {
      this.bar.hidden = true;
      this.starter.disabled = false;
      this.say(error.message === "open" ? this.words.open : this.words.broken);
    }
  }

  async load() {
    const list = this.data.parts, total = list.reduce((sum, {size}) => sum + size, 0);
    const report = (done) => {
      this.bar.value = done / total;
      this.say(this.words.fetching, {done: Math.round(done / MEGABYTE), total: Math.round(total / MEGABYTE)});
    };
    report(0);
    this.parts ??= await (this.data.embedded ? embedded(list, report) : fetched(list, new URL(this.element.dataset.root, location.href), report));
    shut(this.data.policy);
    this.bar.removeAttribute("value");
    this.say(this.words.starting);
    const program = new Program(workerOf(this.parts));
    const needed = Object.fromEntries(this.data.needed.map((name) => [name, this.parts[name]]));
    await program.ask({start: {parts: needed, lock: this.data.lock}});
    this.program = program;
    delete this.parts;
    // Our own program is loaded while the reader chooses a file.
    program.ask({name: "about", values: {lang: this.lang}}).then(
      (about) => { this.part("about").textContent = filled(this.words.about, about); },
      () => this.say(this.words.broken),
    );
  }

  get lang() {
    return document.documentElement.lang;
  }

  // The bytes of chosen files, which are only ever in memory.
  async read(files) {
    return Promise.all([...files].map(async (file) => ({name: file.name, bytes: await file.arrayBuffer()})));
  }

  choose() {
    for (const name of ["read", "errors", "protect", "preview", "sign", "save"]) this.step(name).hidden = true;
    this.form.elements.file.value = "";
    this.form.elements.file.focus();
  }

  async protect() {
    const {file, earlier, before} = this.form.elements, missing = this.part("missing");
    // Who says that there is something earlier has to choose it: without it too much would be shown.
    missing.hidden = Boolean(file.files.length && before.value && (before.value === "no" || earlier.files.length));
    if (!missing.hidden) return missing.focus();
    this.unsign();
    for (const point of this.form.querySelectorAll("[data-point]")) point.checked = false;
    for (const name of ["read", "errors", "protect", "preview", "sign", "save"]) this.step(name).hidden = true;
    this.say(this.words.protecting);
    const button = this.element.querySelector("[data-act=run]");
    button.disabled = true;
    try {
      const [own] = await this.read(file.files);
      const previous = before.value === "yes" ? await this.read(earlier.files) : [];
      const values = {lang: this.lang, today: new Date().toISOString().slice(0, 10)};
      const moved = [own, ...previous].map(({bytes}) => bytes);
      this.showProtected(await this.program.ask({name: "protect", values, file: own, previous}, moved));
    } catch (error) {
      this.say(this.words.failed, {kind: error.message});
    } finally {
      button.disabled = false;
    }
  }

  showProtected(record) {
    if (record.error) return this.say(record.error);
    this.record = record;
    this.say("");
    this.fill("read", readings(record));
    this.fill("errors", problems(record));
    this.part("mended").hidden = record.problems.length > 0;
    this.part("unmended").hidden = record.problems.length === 0;
    if (record.readings.length) this.step("read").hidden = false;
    if (record.problems.length) return this.show("errors");
    this.fill("protect", hidden(record));
    this.fill("preview", preview(record, this.words));
    for (const [name, words] of record.answers) if (words) this.form.elements[name].value = words;
    this.step("errors").hidden = false;
    this.show("read");
  }

  async sign() {
    const points = [...this.form.querySelectorAll("[data-point]")];
    const fields = [...this.form.querySelectorAll("[data-answer]")];
    const answers = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    const values = {lang: this.lang, answers, csv: this.record.csv, slug: this.record.slug};
    this.unsign();
    const signing = this.signing = {};
    let record;
    try {
      record = await this.program.ask({name: "sign", values});
    } catch (error) {
      return this.say(this.words.failed, {kind: error.message});
    }
    // What was changed meanwhile has not been signed.
    if (this.signing !== signing) return;
    if (record.error) return this.say(record.error);
    const faults = new Map(record.problems.map(({field, text}) => [field, text]));
    const wrong = [
      ...points.filter((point) => !point.checked).map((point) => [point, this.words.unticked]),
      ...fields.filter((field) => faults.has(field.name)).map((field) => [field, faults.get(field.name)]),
      ...record.problems.filter(({field}) => !field).map(({text}) => [null, text]),
    ];
    this.complain(wrong, [...points, ...fields]);
    if (wrong.length) return;
    this.signed = record;
    this.part("saved").textContent = "";
    this.show("save");
  }

  // A list of what is missing, each a link to its place, and the same words at the place.
  complain(wrong, all) {
    const summary = this.part("complaints"), places = new Map(wrong);
    for (const field of all) {
      const said = document.getElementById(`${field.id}-fel`);
      said.textContent = places.get(field) ?? "";
      field.toggleAttribute("aria-invalid", places.has(field));
      if (places.has(field)) field.setAttribute("aria-invalid", "true");
    }
    summary.querySelector("ul").replaceChildren(...wrong.map(([field, words]) => {
      const item = made("li", "", field ? "" : words);
      if (!field) return item;
      // A point is its own label; a problem with an answer names the answer.
      const link = made("a", "", field.dataset.point === undefined ? words : `${field.labels[0].textContent} ${words}`);
      link.href = `#${field.id}`;
      link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });
      item.append(link);
      return item;
    }));
    summary.hidden = !wrong.length;
    if (wrong.length) summary.focus();
  }

  save(kind) {
    const {csv, json, zip, slug} = this.signed;
    const bytes = () => Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0));
    if (kind === "csv") save(`${slug}.csv`, csv, "text/csv");
    if (kind === "json") save(`${slug}.json`, json, "application/json");
    if (kind === "zip") save(`${slug}.zip`, bytes(), "application/zip");
    this.part("saved").textContent = this.words.saved;
  }
}

document.querySelector("[data-until-run]")?.remove();
for (const element of document.querySelectorAll("[data-module=tool]")) new Tool(element);
