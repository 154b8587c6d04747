// Which rows of a live chart are shown, and in which order. A row without a figure has no place among the others: it
// comes last, by name, and no choice of size holds a provider whose size is not shown.

// The rows of a period that fit the choices, and how many of those that fit the others have no size to choose by.
export function chosenRows(data, period, {owner, area, size, order}) {
  const form = data.forms.findIndex(([code]) => code === owner);
  const place = data.areas.findIndex(([slug]) => slug === area);
  const band = data.sizes.find(([code]) => code === size);
  const fitting = period.rows.filter(({provider}) => {
    const [, , ofForm, inArea] = data.providers[provider];
    return (form < 0 || ofForm === form) && (place < 0 || inArea === place);
  });
  const rows = band ? fitting.filter((row) => holds(band, row.size)) : fitting;
  const unsized = band ? fitting.filter((row) => row.size === undefined).length : 0;
  return {rows: inOrder(rows, order), unsized};
}

function holds([, , low, end], size) {
  return size !== undefined && size >= low && (end === null || size < end);
}

// Rows come by name, and those that an order says nothing of stay so.
function inOrder(rows, order) {
  const rank = {value: (row) => row.value, size: (row) => (row.words === undefined ? row.size : undefined)}[order];
  const group = (row) => (row.words !== undefined ? 2 : rank && rank(row) === undefined ? 1 : 0);
  return rows
    .map((row, number) => ({row, number, group: group(row)}))
    .sort((a, b) => a.group - b.group || (rank && a.group === 0 ? rank(a.row) - rank(b.row) : 0) || a.number - b.number)
    .map(({row}) => row);
}
