// Sliders for what one believes: one for each input of the case, in groups that are made when opened.

import { byId, make } from "./make.js";
import { inWords, middle, moved, state, widthOf } from "./state.js";

let shown = null; // the case as /api/cases/{case} gives it
let onMove = () => {};
const rows = new Map(); // path -> what refreshes its row

export function whenMoved(action) {
  onMove = action;
}

export function showControls(found) {
  shown = found;
  rows.clear();
  byId("asked").replaceChildren(timeline(found), found.figure ? row(found.figure) : "");
  const groups = byId("groups");
  const open = new Set([...groups.querySelectorAll("details[open]")].map((one) => one.dataset.group));
  groups.replaceChildren();
  for (const name of found.groups) {
    const controls = found.controls.filter((control) => control.group === name);
    if (!controls.length) continue;
    const body = make("div", { class: "group" });
    const fill = () => { if (!body.children.length) body.append(...controls.map(row)); };
    const group = make("details", { dataset: { group: name }, ontoggle: () => group.open && fill() },
      make("summary", {}, name, " ", make("span", { class: "count" }, String(controls.length))), body);
    group.fill = fill;
    if (open.has(name)) { fill(); group.open = true; }
    groups.append(group);
  }
}

export const controlOf = (path) => (path === "figure" ? shown.figure : shown.controls.find((one) => one.path === path));

function timeline(found) {
  const stops = found.stops.map((stop) => stop.date);
  const at = Math.max(0, stops.indexOf(found.as_of));
  const day = make("output", { for: "as-of", id: "as-of-day" }, found.as_of);
  const news = make("p", { class: "hint", id: "as-of-news" }, newsOf(found.stops[at]));
  const slider = make("input", {
    type: "range", id: "as-of", min: 0, max: stops.length - 1, step: 1, value: at,
    "aria-valuetext": found.as_of, "aria-describedby": "as-of-news", disabled: stops.length < 2,
    oninput: () => {
      const stop = found.stops[slider.value];
      day.textContent = stop.date;
      slider.setAttribute("aria-valuetext", stop.date);
      news.textContent = newsOf(stop);
      state.asOf = stop.date === found.own_as_of ? "" : stop.date;
      onMove("as-of");
    },
  });
  slider.value = at;
  return make("div", { class: "control" }, make("div", { class: "line" }, make("label", { for: "as-of" }, "As known on"), day), slider, news);
}

const newsOf = (stop) => (stop && stop.texts.length ? stop.texts.slice(-2).join(" ") : "The date at which the case asks its question.");

const current = (control) => {
  if (control.path === "figure") return state.figure === null ? control.start : { value: state.figure };
  return state.changes[control.path] || control.start;
};
export const isChanged = (path) => (path === "figure" ? state.figure !== null : path in state.changes);

function put(control, number) {
  const path = control.path;
  if (path === "figure") {
    state.figure = number === null ? null : number.value;
  } else if (number === null) {
    delete state.changes[path];
  } else {
    const note = (state.changes[path] || {}).note;
    state.changes[path] = note ? { ...number, note } : number;
  }
  refresh(path);
  onMove(path);
}

export const reset = (path) => put(controlOf(path) || { path }, null);

export function refresh(path) {
  if (rows.has(path)) rows.get(path)();
}
export const refreshAll = () => rows.forEach((one) => one());

function row(control) {
  const id = `in-${control.path}`.replace(/[^\w-]/g, "-");
  const percent = control.kind === "share" ? 100 : 1;
  const output = make("output", { for: id });
  const slider = make("input", {
    type: "range", id, min: control.least, max: control.greatest, step: control.step, "aria-describedby": `${id}-own`,
    oninput: () => set(Number(slider.value)),
  });
  const box = make("input", {
    type: "number", class: "number", step: "any", "aria-label": `${control.label}: ${percent === 100 ? "per cent" : "exact number"}`,
    onchange: () => { if (box.value !== "" && Number.isFinite(Number(box.value))) set(Number(box.value) / percent); },
  });
  const undo = make("button", { type: "button", class: "undo", "aria-label": `Reset ${control.label}`, onclick: () => { put(control, null); slider.focus(); } }, "Reset");
  const isWide = control.start.low != null;
  const wide = isWide ? make("input", { type: "range", min: 0, max: 3, step: 0.05, id: `${id}-width`, oninput: () => set(Number(slider.value)) }) : null;
  const width = isWide ? make("output", { for: `${id}-width` }) : null;
  const note = control.path === "figure" ? null : make("input", {
    type: "text", maxlength: 1000, id: `${id}-note`,
    onchange: () => { if (isChanged(control.path)) { state.changes[control.path].note = note.value || undefined; onMove(control.path); } },
  });
  const set = (x) => {
    if (control.kind === "share") x = Math.min(1, Math.max(0, x));
    put(control, moved(control, x, isWide ? Number(wide.value) : 1));
  };
  const show = () => {
    const number = current(control), at = middle(number, control), words = inWords(number, control, shown);
    if (at > Number(slider.max)) slider.max = at;
    if (at < Number(slider.min)) slider.min = at;
    if (Number(slider.value) !== at) slider.value = at;
    slider.setAttribute("aria-valuetext", words);
    output.textContent = words;
    if (document.activeElement !== box) box.value = Number((at * percent).toPrecision(6));
    if (isWide) {
      if (document.activeElement !== wide) wide.value = widthOf(number, control);
      width.textContent = `${Number(wide.value)} times as wide`;
    }
    if (note && document.activeElement !== note) note.value = number.note || "";
    const changed = isChanged(control.path);
    undo.hidden = !changed;
    if (note) note.disabled = !changed;
    element.classList.toggle("changed", changed);
  };
  const ground = control.note ? `${control.origin}. ${control.note}` : control.origin;
  const element = make("div", { class: "control", dataset: { path: control.path } },
    make("div", { class: "line" }, make("label", { for: id }, control.label), output),
    slider,
    make("div", { class: "fine" }, box, make("span", { class: "unit" }, percent === 100 ? "per cent" : control.unit), undo),
    make("p", { class: "hint", id: `${id}-own` }, control.own && control.own.mode != null ? `The case has, as it is drawn, ${control.own_text}.` : `The case has ${control.own_text}.`),
    make("details", { class: "more" }, make("summary", {}, "Source, width and reason"),
      make("p", { class: "hint" }, ground[0].toUpperCase() + ground.slice(1)),
      wide ? make("div", { class: "line" }, make("label", { for: `${id}-width` }, "Width of the interval"), width) : null, wide,
      note ? make("label", { for: `${id}-note` }, "Your reason, once changed") : null, note));
  rows.set(control.path, show);
  show();
  return element;
}

// --- finding -------------------------------------------------------------------------------------

export function find(text) {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let hits = 0;
  for (const group of byId("groups").children) {
    if (wanted.length) group.fill();
    let inGroup = 0;
    for (const one of group.querySelectorAll(".control")) {
      const control = controlOf(one.dataset.path);
      const about = `${control.label} ${control.path} ${group.dataset.group}`.toLowerCase();
      one.hidden = !wanted.every((word) => about.includes(word));
      inGroup += !one.hidden;
    }
    group.hidden = wanted.length > 0 && inGroup === 0;
    if (wanted.length) group.open = inGroup > 0;
    hits += inGroup;
  }
  byId("found").textContent = wanted.length ? `${hits} ${hits === 1 ? "number" : "numbers"} found.` : "";
}

export function open(path) {
  const control = controlOf(path);
  if (!control) return;
  for (const group of byId("groups").children) {
    if (group.dataset.group === control.group) { group.fill(); group.open = true; }
  }
  const slider = byId(`in-${path}`.replace(/[^\w-]/g, "-"));
  if (slider) { slider.scrollIntoView({ block: "center" }); slider.focus(); }
}
