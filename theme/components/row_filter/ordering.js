// Rows in the order of what their cells print. What a cell does not print, it is not ordered by: words, and ranges such
// as "≥ 75,0 %", have no place among numbers, and come last by name.

const {lang} = document.documentElement;
const decimal = new Intl.NumberFormat(lang).format(1.5)[1];

// The number that a text begins with, in the digits and the decimal sign that it has; "" where there is none.
export function digitsIn(text) {
  const [found] = text.trim().match(/^[-−]?\d[\d\s.,]*/) ?? [""];
  const digits = [...found].filter((sign) => /\d/.test(sign) || sign === decimal).join("");
  return /^[-−]/.test(found) ? `-${digits}` : digits;
}

// The same as a number; NaN where there is none.
export function numberIn(text) {
  const digits = digitsIn(text);
  return digits ? Number(digits.replace(decimal, ".")) : NaN;
}

// The rows, which are given by name, by a number for each: those without one last, and equal ones, by name.
export function ordered(rows, number, down) {
  const keys = new Map(rows.map((row, place) => [row, {place, key: number(row)}]));
  return [...rows].sort((one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    const [lacks, too] = [Number.isNaN(a.key), Number.isNaN(b.key)];
    if (lacks || too) return lacks - too || a.place - b.place;
    return (down ? b.key - a.key : a.key - b.key) || a.place - b.place;
  });
}
