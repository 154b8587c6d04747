// Words that come ready-made, and names as a reader types them.

// A text with its {names} filled in; numbers are written as the page's language does.
export function filled(text, values) {
  const {lang} = document.documentElement;
  return text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString(lang) : values[name]));
}

// Without case and accents, as a reader types; å, ä and ö are letters of their own and stay.
export function plain(text) {
  return text.toLowerCase().normalize("NFC").replace(/[^åäö\u0000-\u007f]/g, (sign) => sign.normalize("NFD").replace(/\p{M}/gu, ""));
}

export function made(tag, className, text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
