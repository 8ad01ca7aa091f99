// The answer: verdict, key numbers, sections with their charts and tables, and two sets side by side.

import { draw, drawWhenSeen, forget } from "./charts.js";
import { become, byId, make, say, setOrigins, words } from "./make.js";
import { folded, refill, tableFor } from "./tables.js";

const versions = new Map(); // id of a section -> version of what it shows, where that is known

export async function showAnswer(answer) {
  if (Object.keys(answer.origins).length) setOrigins(answer.origins);
  say(byId("title"), answer.title);
  become(byId("question"), words(answer.question));
  become(byId("sentences"), [
    ...answer.verdict.map((sentence, at) => make("p", { class: at < answer.fresh ? "verdict" : "verdict pending" }, ...words(sentence))),
    ...answer.findings.map((text) => make("p", { class: "finding" }, text))]);
  say(byId("headline"), answer.headline);
  say(byId("brief"), answer.headline);
  become(byId("keys"), answer.keys.map((key) =>
    make("div", { dataset: { key: key.id } }, make("dt", {}, key.name), make("dd", {}, ...words([key.figure])))));
  say(byId("made"), `${answer.draws.toLocaleString("en")} draws, seed ${answer.seed}; as known on ${answer.as_of}; fingerprint ${answer.digest}; answered in ${Math.round(answer.milliseconds)} ms.`);
  await showSections(answer);
  byId("answer").setAttribute("aria-busy", "false");
}

const placeOf = (id) => `part-${id}`;

async function showSections(answer) {
  const place = byId("sections"), whole = answer.part === "all";
  if (whole) {
    const before = new Map([...place.children].map((section) => [section.id, section]));
    const sections = answer.sections.map(({ id }) => before.get(placeOf(id)) || make("section", { id: placeOf(id), "aria-labelledby": `${placeOf(id)}-title`, dataset: { section: id } }));
    for (const section of before.values()) {
      if (sections.includes(section)) continue;
      section.querySelectorAll(".picture").forEach(forget);
      versions.delete(section.dataset.section);
    }
    become(place, sections);
  }
  const drawing = [];
  for (const section of answer.sections) {
    const element = byId(placeOf(section.id));
    if (!element) continue;
    versions.set(section.id, answer.versions[section.id]);
    drawing.push(...showSection(section, element, whole));
  }
  const told = new Set(answer.sections.map(({ id }) => id));
  for (const element of place.children) {
    const id = element.dataset.section;
    waits(element, !told.has(id) && !belongs(answer, id));
  }
  await Promise.all(drawing);
}

const belongs = (answer, id) => id in answer.versions && versions.get(id) === answer.versions[id];

// Whether a section that looks ahead shows something else than what is assumed now.
export const ahead = (answer) => answer.part !== "all" && ["forecast", "threat", "precedent"].some((id) => byId(placeOf(id)) && !belongs(answer, id));

function waits(element, pending) {
  if (pending === element.classList.contains("pending")) return;
  element.classList.toggle("pending", pending);
  element.setAttribute("aria-busy", String(pending));
}

// While a slider moves, the folded tables come later: those that stand stay until then.
function showSection(section, element, whole) {
  const standing = whole ? [] : [...element.querySelectorAll(":scope > details")];
  const figures = section.pictures.map((picture) => byId(`chart-${picture.id}`) || figureFor(`chart-${picture.id}`));
  for (const old of element.querySelectorAll(":scope > figure")) if (!figures.includes(old)) forget(old.querySelector(".picture"));
  const points = section.points.map((point) => make("li", {}, ...words(point)));
  become(element, [
    make("h2", { id: `${element.id}-title` }, section.title),
    ...section.lead.map((sentence) => make("p", { class: "words" }, ...words(sentence))),
    ...figures,
    points.length ? make("ul", { class: "words" }, ...points) : null,
    ...section.tables.map((table) => (table.folded ? folded(table) : tableFor(table))), ...standing]);
  element.querySelectorAll(":scope > details[open]").forEach(refill);
  return section.pictures.map((picture, at) => showPicture(picture, figures[at], whole));
}

const figureFor = (id) => make("figure", { id }, make("figcaption"), make("div", { class: "picture", role: "img" }));

function showPicture(picture, figure, whole) {
  const place = describe(figure, picture, `${picture.title}. ${picture.description}`, [make("strong", {}, `${picture.title}.`), ` ${picture.description}`]);
  const twin = picture.rows.length ? folded({ caption: picture.title, summary: "The same numbers as a table", name: `twin-${picture.id}`,
    head: picture.head, rows: picture.rows, links: [], numeric: picture.head.map((_, at) => at).slice(1) }) : null;
  become(figure, [figure.querySelector("figcaption"), place, twin]);
  figure.querySelectorAll("details[open]").forEach(refill);
  return whole ? draw(picture, place) : drawWhenSeen(picture, place);
}

function describe(figure, picture, label, caption) {
  const place = figure.querySelector(".picture");
  become(figure.querySelector("figcaption"), caption);
  if (place.getAttribute("aria-label") !== label) place.setAttribute("aria-label", label);
  return place;
}

// --- two sets of assumptions side by side ----------------------------------------------------------

let firstPictures = [];

export async function showAgainst(answer, about) {
  const place = byId("against");
  if (answer.part === "ahead") return;
  place.hidden = !answer.against.length;
  if (place.hidden) {
    if (firstPictures.length) place.querySelectorAll(".picture").forEach(forget);
    firstPictures = [];
    byId("pictures-a").replaceChildren();
    byId("pictures-b").replaceChildren();
    return;
  }
  say(byId("against-lead"), about);
  const rows = answer.against.map((line) => [[line.name[0].toUpperCase() + line.name.slice(1)], [line.first], [line.second], [line.difference]]);
  const table = tableFor({ caption: "Headline numbers of both", head: ["Number", "A, pinned", "B, as moved", "B less A"], rows, links: [], numeric: [1, 2, 3] });
  become(byId("against-table"), [...table.firstChild.childNodes]);
  if (answer.against_pictures.length) firstPictures = answer.against_pictures;
  const ids = firstPictures.map((picture) => picture.id);
  const second = answer.sections.flatMap((section) => section.pictures).filter((picture) => ids.includes(picture.id));
  await Promise.all([["a", firstPictures], ["b", second]].flatMap(([side, pictures]) => pictures.map((picture) => {
    const id = `chart-${side}-${picture.id}`;
    const figure = byId(id) || byId(`pictures-${side}`).appendChild(figureFor(id));
    return draw(picture, describe(figure, picture, `${side.toUpperCase()}: ${picture.title}. ${picture.description}`, [`${picture.title}.`]));
  })));
}
