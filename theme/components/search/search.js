// Search the site by its index, made by pagefind. All words come ready-made from data attributes; what the index says of
// a page is put in as text, never as HTML.

import {asked, keep} from "./address.js";
import {filled, made} from "./text.js";

const AT_ONCE = 10;
const OF_EACH_KIND = 5;
const MOST_SYNONYMS = 4;
const TERM = "term";

class Search {
  constructor(form) {
    this.form = form;
    this.field = form.elements.q;
    this.kind = form.elements.kind;
    this.status = form.querySelector("[role=status]");
    this.found = form.querySelector(".search__found");
    this.words = JSON.parse(form.dataset.words);
    this.synonyms = JSON.parse(form.dataset.synonyms);
    this.root = new URL(form.dataset.root, location.href);
    this.asked = 0;
    this.titles = new Map([...this.kind.options].map((option) => [option.value, option.textContent]));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.search(); });
    this.field.addEventListener("input", () => this.search());
    this.kind.addEventListener("change", () => this.search());
    form.hidden = false;
    this.field.value = asked("q") ?? "";
    this.kind.value = asked("kind") ?? "";
    if (this.kind.selectedIndex < 0) this.kind.value = "";
    if (this.field.value) this.search();
  }

  async index() {
    if (!this.loaded) {
      const pagefind = await import(new URL("pagefind/pagefind.js", this.root).href);
      // A long page is no worse an answer: those with figures are the longest.
      await pagefind.options({baseUrl: this.root.pathname, ranking: {pageLength: 0}});
      await pagefind.init();
      const kinds = await this.fetched("kinds");
      this.kinds = new Map(Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => [name, kind])));
      this.terms = await this.fetched(`terms.${document.documentElement.lang}`);
      this.loaded = pagefind;
    }
    return this.loaded;
  }

  async fetched(name) {
    const answer = await fetch(new URL(`pagefind/${name}.json`, this.root), {cache: "no-cache"});
    return answer.json();
  }

  remember(query) {
    keep({q: query, kind: this.kind.value});
  }

  // What else the query could have said: each synonym in place of the words that were written.
  others(query) {
    const found = [];
    for (const same of this.synonyms) {
      const written = [...same].sort((a, b) => b.length - a.length).find((term) => holds(query, term));
      if (written) found.push(...same.filter((term) => term !== written && !holds(query, term)));
    }
    return found.slice(0, MOST_SYNONYMS);
  }

  async search() {
    const query = this.field.value.trim();
    const turn = ++this.asked;
    this.remember(query);
    if (!query) return this.clear("");
    const kinds = this.kind.value ? [this.kind.value] : [...this.titles.keys()].filter(Boolean);
    const others = this.others(query);
    let groups;
    try {
      const pagefind = await this.index();
      const results = await this.results(pagefind, [query, ...others]);
      groups = await Promise.all(kinds.map((kind) => this.group(kind, results, [query, ...others])));
    } catch {
      return this.clear(this.words.broken);
    }
    if (turn !== this.asked) return;
    this.found.replaceChildren(...groups.filter((group) => group.results.length).map((group) => this.section(group)));
    const total = groups.reduce((sum, group) => sum + group.results.length, 0);
    const key = {0: "none", 1: "found-one"}[total] ?? "found";
    const told = [filled(this.words[key], {found: total, query})];
    if (others.length && total) told.push(filled(this.words.also, {words: others.join(", ")}));
    this.status.textContent = told.join(" ");
  }

  // All pages: what was asked for, then what only a synonym finds.
  async results(pagefind, terms) {
    const results = new Map();
    for (const answer of await Promise.all(terms.map((words) => pagefind.search(words))))
      for (const one of answer.results) if (!results.has(one.id)) results.set(one.id, one);
    return [...results.values()];
  }

  // Those of one kind, with what is shown of the first.
  async group(kind, results, terms) {
    const all = kind === TERM ? this.explained(terms) : results.filter((one) => this.kinds.get(one.id) === kind);
    const first = all.slice(0, this.kind.value ? AT_ONCE : OF_EACH_KIND);
    return {kind, results: all, shown: await Promise.all(first.map((one) => one.data()))};
  }

  // Terms that the glossary explains: those that begin a word as it was written come first.
  explained(terms) {
    const asked = terms.map((words) => words.toLowerCase());
    const rank = (title) => asked.findIndex((words) => ` ${title.toLowerCase()}`.includes(` ${words}`));
    const found = this.terms.map((term) => ({term, rank: rank(term.title)})).filter(({rank}) => rank >= 0);
    found.sort((a, b) => a.rank - b.rank);
    return found.map(({term}) => ({data: async () => ({meta: {title: term.title}, url: term.url, text: term.text})}));
  }

  clear(words) {
    this.found.replaceChildren();
    this.status.textContent = words;
  }

  section({kind, results, shown}) {
    const list = made("ol", "search__results");
    list.append(...shown.map((found) => this.result(found)));
    const section = made("section", "search__group");
    section.append(made("h2", "search__kind", `${this.titles.get(kind)} (${results.length})`), list);
    if (results.length > shown.length) {
      const more = made("button", "button", filled(this.words.more, {kind: this.titles.get(kind)}));
      more.type = "button";
      more.addEventListener("click", () => this.extend(list, results, more));
      section.append(more);
    }
    return section;
  }

  async extend(list, results, more) {
    const first = list.children.length;
    more.disabled = true;
    const next = await Promise.all(results.slice(first, first + AT_ONCE).map((one) => one.data()));
    list.append(...next.map((found) => this.result(found)));
    more.disabled = false;
    more.hidden = list.children.length >= results.length;
    list.children[first].querySelector("a").focus();
  }

  result(found) {
    const link = made("a", "", found.meta.title);
    const address = new URL(found.url, this.root);
    link.href = address.pathname + address.hash;
    const title = made("p", "search__title");
    title.append(link);
    const excerpt = made("p", "search__excerpt");
    excerpt.append(...(found.text ? [found.text] : marked(found.excerpt)));
    const item = made("li", "search__result");
    item.append(title, excerpt);
    return item;
  }
}

function holds(text, term) {
  return ` ${text.toLowerCase()} `.includes(` ${term.toLowerCase()} `);
}

// An excerpt as nodes: its text, and what was found in it marked.
function marked(excerpt) {
  const read = new DOMParser().parseFromString(excerpt, "text/html").body;
  return [...read.childNodes].map((node) => node.nodeName === "MARK" ? made("mark", "", node.textContent) : node.textContent);
}

for (const form of document.querySelectorAll("[data-module=search]")) new Search(form);
