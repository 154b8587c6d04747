// What the steps show: records of the program as elements. Texts are put in as text, never as HTML.

function list(lines) {
  const all = made("ul", "tool__lines");
  all.append(...lines.map((line) => made("li", "", line)));
  return all;
}

function titled({title, lines}) {
  const part = made("div", "tool__told");
  part.append(made("p", "", title));
  if (lines.length) part.append(list(lines));
  return part;
}

// What takes no place until it is asked for.
function folded(title, count, lines) {
  const fold = made("details", "fold"), summary = made("summary", "");
  summary.append(made("span", "", `${title}: ${count}`));
  fold.append(summary, list(lines));
  return fold;
}

export function readings(record) {
  return record.readings.map(titled);
}

export function problems(record) {
  const all = made("ol", "tool__problems");
  for (const problem of record.problems) {
    const item = made("li", "tool__problem");
    if (problem.place) item.append(made("strong", "tool__place", problem.place));
    item.append(made("p", "", problem.found), made("p", "tool__remedy", problem.remedy));
    if (problem.more) item.append(made("p", "muted", problem.more));
    all.append(item);
  }
  return record.problems.length ? [made("p", "", record.summary), all] : [made("p", "", record.summary)];
}

export function hidden(record) {
  const groups = record.hidden.map((group) => {
    const part = made("div", "tool__group");
    part.append(made("h3", "", `${group.title} (${group.count})`), made("p", "", group.about));
    part.append(...group.reasons.map(({title, lines}) => folded(title, lines.length, lines)));
    return part;
  });
  return [list(record.counts), ...groups, ...record.warnings.map(titled)];
}

export function preview(record, words) {
  const head = made("tr", "");
  for (const title of [words.row, words.counted, words.shown]) {
    const cell = made("th", title === words.counted ? "tool__counted" : "", title);
    cell.scope = "col";
    head.append(cell);
  }
  const rows = record.preview.map((row) => {
    const line = made("tr", row.whole ? "" : "tool__changed"), name = made("th", "", row.row);
    name.scope = "row";
    line.append(name, made("td", "tool__counted", row.counted), made("td", "", row.shown));
    return line;
  });
  const table = made("table", "cells"), top = made("thead", ""), body = made("tbody", "");
  top.append(head);
  body.append(...rows);
  table.append(made("caption", "visually-hidden", words.table), top, body);
  const scroll = made("div", "scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", words.table);
  scroll.append(table);
  return record.sentences.length ? [scroll, made("h3", "", words.sentences), list(record.sentences)] : [scroll];
}

// Hands a file over to the browser, which saves it where its user says.
export function save(name, content, type) {
  const link = made("a", ""), address = URL.createObjectURL(new Blob([content], {type}));
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
