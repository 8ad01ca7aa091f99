// The answer: verdict, key numbers, sections with their charts and tables, and two sets side by side.

import { draw, forget } from "./charts.js";
import { byId, make, setOrigins, textOf, words } from "./make.js";

const kept = new Map(); // id of a section -> what it showed last

export async function showAnswer(answer) {
  if (Object.keys(answer.origins).length) setOrigins(answer.origins);
  byId("title").textContent = answer.title;
  byId("question").replaceChildren(...words(answer.question));
  const said = answer.verdict.map(words);
  byId("sentences").replaceChildren(
    ...said.map((inside, at) => make("p", { class: at < answer.fresh ? "verdict" : "verdict pending" }, ...inside)),
    ...answer.findings.map((text) => make("p", { class: "finding" }, text)));
  byId("headline").textContent = byId("brief").textContent = answer.headline;
  byId("keys").replaceChildren(...answer.keys.map((key) =>
    make("div", { dataset: { key: key.id } }, make("dt", {}, key.name), make("dd", {}, ...words([key.figure])))));
  byId("made").textContent = `${answer.draws.toLocaleString("en")} draws, seed ${answer.seed}; as known on ${answer.as_of}; fingerprint ${answer.digest}; answered in ${Math.round(answer.milliseconds)} ms.`;
  await showSections(answer);
  byId("answer").setAttribute("aria-busy", "false");
}

const placeOf = (section) => `part-${section.id}`;

async function showSections(answer) {
  const place = byId("sections");
  if (answer.part === "all") {
    const ids = answer.sections.map((section) => placeOf(section));
    for (const old of [...place.children]) {
      if (ids.includes(old.id)) continue;
      old.querySelectorAll(".picture").forEach(forget);
      kept.delete(old.id);
      old.remove();
    }
    ids.forEach((id, at) => {
      if (byId(id)) { if (place.children[at] !== byId(id)) place.insertBefore(byId(id), place.children[at] || null); }
      else place.insertBefore(make("section", { id, "aria-labelledby": `${id}-title` }), place.children[at] || null);
    });
  }
  const told = new Set(answer.sections.map(placeOf));
  for (const section of place.children) section.classList.toggle("pending", !told.has(section.id));
  const drawing = [];
  for (const section of answer.sections) {
    const element = byId(placeOf(section));
    if (element) drawing.push(...showSection(section, element, answer.part === "all"));
  }
  await Promise.all(drawing);
}

// While a slider moves, the folded tables come later: those that stand stay until then.
function showSection(section, element, whole) {
  const { pictures, ...rest } = section;
  const text = JSON.stringify([rest, pictures.map((one) => one.id)]);
  const standing = whole ? [] : [...element.querySelectorAll(":scope > details")];
  const opened = new Set([...element.querySelectorAll("details[open]")].map((one) => one.dataset.name));
  if (kept.get(element.id) !== text) {
    kept.set(element.id, text);
    const figures = pictures.map((picture) => figureFor(section.id, picture, element));
    const before = new Set(figures);
    element.querySelectorAll("figure").forEach((one) => { if (!before.has(one)) forget(one.querySelector(".picture")); });
    const points = section.points.map((point) => make("li", {}, ...words(point)));
    element.replaceChildren(
      make("h2", { id: `${element.id}-title` }, section.title),
      ...section.lead.map((sentence) => make("p", { class: "words" }, ...words(sentence))),
      ...figures,
      points.length ? make("ul", { class: "words" }, ...points) : "",
      ...section.tables.map((table) => (table.folded ? folded(table, opened) : tableFor(table))), ...standing);
  }
  return pictures.map((picture) => showPicture(picture, byId(`chart-${picture.id}`), opened));
}

function figureFor(section, picture, element) {
  const old = element.querySelector(`#chart-${picture.id}`);
  return old || make("figure", { id: `chart-${picture.id}` }, make("figcaption"), make("div", { class: "picture", role: "img" }));
}

function showPicture(picture, figure, opened = new Set()) {
  figure.querySelector("figcaption").replaceChildren(make("strong", {}, `${picture.title}.`), ` ${picture.description}`);
  const place = figure.querySelector(".picture");
  place.setAttribute("aria-label", `${picture.title}. ${picture.description}`);
  figure.querySelector("details")?.remove();
  if (picture.rows.length) {
    figure.append(folded({ caption: picture.title, summary: "The same numbers as a table", name: `twin-${picture.id}`,
      head: picture.head, rows: picture.rows, links: [], numeric: picture.head.map((_, at) => at).slice(1) }, opened));
  }
  return draw(picture, place);
}

function folded(table, opened) {
  const name = table.name || table.caption;
  const details = make("details", { dataset: { name }, ontoggle: () => fill() }, make("summary", {}, table.summary || table.caption));
  const fill = () => { if (details.open && details.children.length === 1) details.append(tableFor(table)); };
  if (opened.has(name)) { details.open = true; fill(); }
  return details;
}

export function tableFor(table) {
  const numeric = new Set(table.numeric);
  const cell = (pieces, at, row) => {
    const link = table.links.length ? table.links[row][at] : "";
    const inside = link ? [make("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, textOf(pieces))] : words(pieces);
    return at ? make("td", { class: numeric.has(at) ? "number" : null }, ...inside) : make("th", { scope: "row" }, ...inside);
  };
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": table.caption }, make("table", {},
    make("caption", {}, table.caption),
    make("thead", {}, make("tr", {}, ...table.head.map((name, at) => make("th", { scope: "col", class: numeric.has(at) ? "number" : null }, name)))),
    make("tbody", {}, ...table.rows.map((row, at) => make("tr", {}, ...row.map((pieces, column) => cell(pieces, column, at)))))));
}

// --- two sets of assumptions side by side ----------------------------------------------------------

let firstPictures = [];

export async function showAgainst(answer, about) {
  const place = byId("against");
  place.hidden = !answer.against.length;
  if (place.hidden) { firstPictures = []; byId("pictures-a").replaceChildren(); byId("pictures-b").replaceChildren(); return; }
  byId("against-lead").textContent = about;
  const rows = answer.against.map((line) => [[line.name[0].toUpperCase() + line.name.slice(1)], [line.first], [line.second], [line.difference]]);
  const table = tableFor({ caption: "Headline numbers of both", head: ["Number", "A, pinned", "B, as moved", "B less A"], rows, links: [], numeric: [1, 2, 3] });
  byId("against-table").replaceChildren(...table.firstChild.childNodes);
  if (answer.against_pictures.length) firstPictures = answer.against_pictures;
  const ids = firstPictures.map((picture) => picture.id);
  const second = answer.sections.flatMap((section) => section.pictures).filter((picture) => ids.includes(picture.id));
  await Promise.all([["a", firstPictures], ["b", second]].flatMap(([side, pictures]) => pictures.map((picture) => {
    const id = `chart-${side}-${picture.id}`;
    let figure = byId(id);
    if (!figure) {
      figure = make("figure", { id }, make("figcaption"), make("div", { class: "picture", role: "img" }));
      byId(`pictures-${side}`).append(figure);
    }
    figure.querySelector("figcaption").textContent = `${picture.title}.`;
    figure.querySelector(".picture").setAttribute("aria-label", `${side.toUpperCase()}: ${picture.title}. ${picture.description}`);
    return draw(picture, figure.querySelector(".picture"));
  })));
}
