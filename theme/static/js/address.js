// A reader's choices in the page's address: kept there, so that the page can be shared and found again as it was.

export function asked(name) {
  return new URLSearchParams(location.search).get(name);
}

// Each choice by its name; those that are empty, and no others, are taken out.
export function keep(choices) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(choices)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
}
