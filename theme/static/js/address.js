// A reader's choices in the page's address: kept there, so that the page can be shared and found again as it was.

export function asked(name) {
  return new URLSearchParams(location.search).get(name);
}

export function askedAll(name) {
  return new URLSearchParams(location.search).getAll(name);
}

// Each choice by its name, a list of them as often as it is long; those that are empty, and no others, are taken out.
export function keep(choices) {
  const address = new URL(location.href);
  for (const [name, chosen] of Object.entries(choices)) {
    address.searchParams.delete(name);
    for (const value of [chosen].flat()) if (value) address.searchParams.append(name, value);
  }
  history.replaceState(null, "", address);
}
