// Elements made of plain words: no text is ever read as markup.

export function make(name, about = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(about)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...inside.filter((item) => item != null));
  return element;
}

let origins = {};

export function setOrigins(found) {
  origins = found;
}

// Words with figures in them: a figure says on request where it comes from.
export function words(pieces) {
  return pieces.map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    const judged = piece.origin.startsWith("judgement:");
    const title = origins[piece.origin] || (judged ? "Judgement; the reasoning stands in the table of judgements" : "");
    return make("data", { value: piece.value, title, class: judged ? "figure judged" : "figure", dataset: { origin: piece.origin } }, piece.text);
  });
}

export const textOf = (pieces) => pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");

export const byId = (id) => document.getElementById(id);
