// Tables, and tables that fold: one that is closed is filled when it is opened.

import { become, make, textOf, words } from "./make.js";

export function tableFor(table) {
  const numeric = new Set(table.numeric);
  const cell = (pieces, at, row) => {
    const link = table.links.length ? table.links[row][at] : "";
    const inside = link ? [make("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, textOf(pieces))] : words(pieces);
    return at ? make("td", { class: numeric.has(at) ? "number" : null }, ...inside) : make("th", { scope: "row" }, ...inside);
  };
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": table.caption }, make("table", { class: table.head.length > 5 ? "many" : null },
    make("caption", {}, table.caption),
    make("thead", {}, make("tr", {}, ...table.head.map((name, at) => make("th", { scope: "col", class: numeric.has(at) ? "number" : null }, name)))),
    make("tbody", {}, ...table.rows.map((row, at) => make("tr", {}, ...row.map((pieces, column) => cell(pieces, column, at)))))));
}

export function folded(table) {
  const summary = table.summary || table.caption;
  const details = make("details", { dataset: { name: table.name || table.caption }, ontoggle: () => refill(details) }, make("summary", {}, summary));
  details.table = table;
  return details;
}

export function refill(details) {
  if (details.open) become(details, [details.firstChild, tableFor(details.table)]);
}

// Before printing: what unfolds by itself would be filled too late.
export function unfold(place) {
  for (const details of place.querySelectorAll("details")) {
    details.open = true;
    if (details.table) refill(details);
  }
}
