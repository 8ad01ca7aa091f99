// Charts: drawn once, then moved. A picture comes as a specification apart from its data; while the
// specification stays, only the data and the ends of the axes are put in anew.

import { expressionInterpreter } from "/vendor/vega-interpreter.js";

const drawn = new Map(); // place -> the view there, and what it shows
const waiting = new Map(); // place out of sight -> the picture that it is to show
const near = new Set(); // places on the screen, or a little beyond

const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) near.add(target);
    else near.delete(target);
    if (isIntersecting && waiting.has(target)) draw(waiting.get(target), target);
  }
}, { rootMargin: "200px" });

export function forget(place) {
  const kept = drawn.get(place);
  if (kept) kept.view.finalize();
  sight.unobserve(place);
  [drawn, waiting, near].forEach((each) => each.delete(place));
}

// To ask for a width makes the browser lay the page out, so it is asked for after a change alone.
let widths = 0;
addEventListener("resize", () => { widths += 1; });

// While a slider moves only what can be seen is drawn; the rest when it is scrolled to, or at rest.
export async function drawWhenSeen(picture, place) {
  if (near.has(place) || !drawn.has(place)) await draw(picture, place);
  else waiting.set(place, picture);
}

export function redraw() {
  return Promise.all([...drawn].map(([place, kept]) => draw(waiting.get(place) || kept.picture, place)));
}

export async function draw(picture, place) {
  waiting.delete(place);
  const kept = drawn.get(place);
  const width = kept && kept.widths === widths ? kept.width : roomFor(place);
  if (!kept || kept.picture.key !== picture.key || kept.width !== width) { await begin(picture, place, width); return; }
  const before = kept.picture;
  kept.picture = picture;
  kept.widths = widths;
  let moved = false;
  for (const [name, rows] of Object.entries(picture.data)) {
    if (JSON.stringify(before.data[name]) === JSON.stringify(rows)) continue;
    kept.view.data(name, rows.map((row) => ({ ...row })));
    moved = true;
  }
  for (const [name, value] of Object.entries(picture.signals)) {
    if (before.signals[name] === value) continue;
    kept.view.signal(name, value);
    moved = true;
  }
  if (moved) await kept.view.runAsync();
}

async function begin(picture, place, width) {
  forget(place);
  const spec = fitted(structuredClone(picture.spec), width);
  spec.datasets = structuredClone(picture.data); // what is drawn adds to its rows
  for (const param of spec.params || []) {
    if (param.name in picture.signals) param.value = picture.signals[param.name];
  }
  const compiled = globalThis.vegaLite.compile(spec, { logger: globalThis.vega.logger(globalThis.vega.Error) }).spec;
  // The place is the picture, and says in words what it shows; what it is made of says nothing more.
  const canvas = document.createElement("div");
  canvas.setAttribute("aria-hidden", "true");
  place.replaceChildren(canvas);
  const view = new globalThis.vega.View(globalThis.vega.parse(compiled, null, { ast: true }), {
    expr: expressionInterpreter, renderer: "svg", container: canvas, hover: false,
    logLevel: globalThis.vega.Error,
  });
  drawn.set(place, { picture, width, view, widths });
  sight.observe(place);
  await view.runAsync();
}

// Widths are counted in steps, so that a scroll bar that comes and goes draws nothing anew.
function roomFor(place) {
  const room = place.clientWidth || 720;
  return room >= 700 ? 0 : Math.max(240, Math.floor(room / 20) * 20);
}

// In a narrow place names go into short lines and panels one below another.
function fitted(spec, width) {
  const text = JSON.stringify(spec), crowded = /"y":-17\b/.test(text);
  if (crowded || /"y":-3\b/.test(text)) lift(spec, width || crowded ? 30 : 16);
  if (!width) return spec;
  const names = Math.min(150, Math.round(width * 0.36));
  const hasNames = text.includes('"type":"nominal"') && !!nominalAxis(spec);
  const inner = Math.max(120, width - (hasNames ? names + 34 : 40));
  narrow(spec, inner, names);
  if (spec.facet && spec.columns) spec.columns = 1;
  return spec;
}

// A legend above a chart stands clear of the names that stand above its lines.
function lift(part, offset) {
  if (!part || typeof part !== "object") return;
  if (part.legend && part.legend.orient === "top") part.legend.offset = offset;
  for (const inner of Object.values(part)) lift(inner, offset);
}

function nominalAxis(part) {
  if (!part || typeof part !== "object") return null;
  if (part.y && part.y.type === "nominal" && part.y.axis !== null) return part.y;
  for (const inner of Object.values(part)) {
    const found = nominalAxis(inner);
    if (found) return found;
  }
  return null;
}

function narrow(part, inner, names) {
  if (!part || typeof part !== "object") return;
  if (Array.isArray(part)) { part.forEach((item) => narrow(item, inner, names)); return; }
  if (typeof part.width === "number") part.width = inner;
  if (part.height && part.height.step) part.height.step = Math.max(part.height.step, 40);
  if (part.y && part.y.type === "nominal" && part.y.axis !== null) {
    const letters = Math.round(names / 6.2);
    const lines = `split(replace(replace(datum.label, regexp('\\n', 'g'), ' '), regexp('(.{${Math.max(6, letters - 8)},${letters}}) ', 'g'), '$1\\n'), '\\n')`;
    part.y.axis = { ...part.y.axis, labelExpr: lines, labelLimit: names + 20, labelFontSize: 11, labelLineHeight: 12 };
  }
  // Two names above one another, where they would not stand side by side.
  if (part.type === "text" && part.y === -3 && part.color === "#c2560c") part.y = -16;
  if (part.x && part.x.axis && !part.x.axis.values) part.x.axis = { ...part.x.axis, tickCount: 3 };
  if (part.header && part.header.labelLimit) part.header.labelLimit = inner + names;
  if (part.legend && part.legend.orient === "top") part.legend = { ...part.legend, direction: "vertical" };
  for (const [name, value] of Object.entries(part)) if (name !== "datasets") narrow(value, inner, names);
}
