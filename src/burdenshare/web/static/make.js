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

export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Make the inside of a place like what has been made afresh: what is alike stays, and only words and
// attributes that differ are put in, so that the browser lays out only what has changed.
export function become(place, fresh) {
  const nodes = fresh.filter((node) => node != null && node !== "");
  nodes.forEach((node, at) => {
    const there = place.childNodes[at];
    if (there === node) return;
    if (!there) place.append(node);
    else if (typeof node === "string") becomeText(there, node);
    else if (node.parentNode === place || nodes.includes(there)) place.insertBefore(node, there);
    else if (node.nodeType === Node.TEXT_NODE) becomeText(there, node.data);
    else if (!alike(there, node)) there.replaceWith(node);
    else {
      becomeAttributes(there, node);
      if (node.table) there.table = node.table;
      else become(there, [...node.childNodes]);
    }
  });
  while (place.childNodes.length > nodes.length) place.lastChild.remove();
}

function becomeText(there, text) {
  if (there.nodeType !== Node.TEXT_NODE) there.replaceWith(text);
  else if (there.data !== text) there.data = text;
}

const alike = (one, other) => one.nodeName === other.nodeName && one.id === other.id && one.dataset.name === other.dataset.name;

function becomeAttributes(there, node) {
  for (const { name, value } of node.attributes) if (there.getAttribute(name) !== value) there.setAttribute(name, value);
  for (const { name } of [...there.attributes]) if (name !== "open" && !node.hasAttribute(name)) there.removeAttribute(name);
}
