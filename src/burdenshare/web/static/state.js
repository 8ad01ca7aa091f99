// What the page is about: a case, a date, a figure, and the numbers put otherwise. All of it stands
// in the address, so that a reload keeps it and a link shares it.

export const state = { case: "", asOf: "", figure: null, changes: {}, draws: 100000, seed: 0, pin: "" };

const numbers = (text) => text.split("..").map(Number);

export function written(change) {
  const ends = "value" in change ? [change.value] : [change.low, change.mode, change.high].filter((n) => n != null);
  return ends.join("..");
}

function readNumber(text) {
  const ends = numbers(text);
  if (!ends.every(Number.isFinite) || ends.length > 3) return null;
  if (ends.length === 1) return { value: ends[0] };
  return ends.length === 2 ? { low: ends[0], high: ends[1] } : { low: ends[0], mode: ends[1], high: ends[2] };
}

export function address(of = state, withPin = true) {
  const words = new URLSearchParams({ case: of.case });
  if (of.asOf) words.set("as-of", of.asOf);
  if (of.figure !== null) words.set("figure", of.figure);
  if (of.seed) words.set("seed", of.seed);
  if (of.draws !== 100000) words.set("draws", of.draws);
  for (const [path, change] of Object.entries(of.changes)) {
    words.set(path, change.distribution ? JSON.stringify(change) : written(change));
    if (change.note) words.set(`note:${path}`, change.note);
    if (change.currency) words.set(`money:${path}`, [change.currency, change.unit, change.price_year].join(" "));
  }
  if (withPin && of.pin) words.set("A", of.pin);
  return words.toString();
}

export function readAddress(text) {
  const read = { case: "", asOf: "", figure: null, changes: {}, draws: 100000, seed: 0, pin: "" };
  const rest = [];
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === "case") read.case = value;
    else if (name === "as-of") read.asOf = value;
    else if (name === "figure" && Number.isFinite(Number(value))) read.figure = Number(value);
    else if (name === "seed") read.seed = Math.max(0, Math.floor(Number(value)) || 0);
    else if (name === "draws") read.draws = Math.min(200000, Math.max(1, Math.floor(Number(value)) || 100000));
    else if (name === "A") read.pin = value;
    else rest.push([name, value]);
  }
  for (const [name, value] of rest) {
    if (/^(note|money):/.test(name)) continue;
    const change = value.startsWith("{") ? parsed(value) : readNumber(value);
    if (change) read.changes[name] = change;
  }
  for (const [name, value] of rest) {
    const change = read.changes[name.replace(/^\w+:/, "")];
    if (!change) continue;
    if (name.startsWith("note:")) change.note = value.slice(0, 4000);
    if (name.startsWith("money:")) {
      const [currency, unit, year] = value.split(" ");
      Object.assign(change, { currency, unit, price_year: Number(year) });
    }
  }
  return read;
}

function parsed(text) {
  try { return JSON.parse(text); } catch { return null; }
}

export function ask(of = state) {
  const body = { case: of.case, draws: of.draws, seed: of.seed, changes: of.changes };
  if (of.asOf) body.as_of = of.asOf;
  if (of.figure !== null) body.figure = of.figure;
  return body;
}

// --- numbers that are moved ----------------------------------------------------------------------

const logit = (p) => Math.log(p / (1 - p));
const rounded = (x) => Number(x.toPrecision(4));

function scaleOf(control, ends) {
  if (control.kind === "share" && ends.every((v) => v >= 0 && v <= 1)) {
    return [(v) => logit(v), (z) => 1 / (1 + Math.exp(-z))];
  }
  return Math.min(...ends) >= 0 ? [Math.log, Math.exp] : [(v) => v, (v) => v];
}

const endsOf = (number) => [number.low, number.mode, number.high, number.value].filter((n) => n != null);

// The middle of a number: its value, its mode, or the middle of its interval on its own scale.
export function middle(number, control) {
  if (number.value != null) return number.value;
  if (number.mode != null) return number.mode;
  const [to, from] = scaleOf(control, [number.low, number.high]);
  const centre = from((to(number.low) + to(number.high)) / 2);
  return Number.isFinite(centre) ? rounded(centre) : (number.low + number.high) / 2;
}

// How wide a number is against what moving begins from; 1 if that cannot be said.
export function widthOf(number, control) {
  const start = control.start;
  if (start.low == null || number.low == null) return start.low != null && number.value != null ? 0 : 1;
  const [to] = scaleOf(control, [start.low, start.high, number.low, number.high]);
  const ratio = (to(number.high) - to(number.low)) / (to(start.high) - to(start.low));
  return Number.isFinite(ratio) ? Number(ratio.toPrecision(2)) : 1;
}

// Move a number so that its middle is x; its ends go along, on the scale on which it is uncertain.
export function moved(control, x, width = 1) {
  const start = control.start;
  if (start.value != null || width === 0) return { value: x };
  const ends = endsOf(start);
  const [to, from] = scaleOf(control, ends);
  const centre = to(middle(start, control)), goal = to(x);
  if (!Number.isFinite(goal) || !Number.isFinite(centre)) return { value: x };
  const end = (v) => {
    const at = to(v);
    if (Number.isFinite(at)) return rounded(from(goal + (at - centre) * width));
    return v;
  };
  const number = { low: end(start.low), high: end(start.high) };
  if (start.mode != null) {
    number.low = Math.min(number.low, x);
    number.high = Math.max(number.high, x);
    return { low: number.low, mode: x, high: number.high };
  }
  return number.low < number.high ? number : { value: x };
}

// --- numbers in words ----------------------------------------------------------------------------

const SCALES = [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"], [1e3, " thousand"], [1, ""]];

function digits(value) {
  const size = Math.abs(value);
  const places = size >= 99.95 || Number.isInteger(value) ? 0 : size >= 9.995 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
}

function plain(value, control, guide, money) {
  if (control.kind === "money") {
    const scale = SCALES.find(([s]) => Math.abs(guide) * money.multiplier >= s * 0.9995) || SCALES[4];
    return [digits(value * money.multiplier / scale[0]), scale[1]];
  }
  if (control.kind === "share") return [`${Number((100 * value).toPrecision(3))}`, "%"];
  if (Math.abs(value) < 1 && value !== 0) return [`${Number(value.toPrecision(3))}`, ""];
  return [digits(value), ""];
}

export function inWords(number, control, money) {
  const centre = middle(number, control);
  const [text, tail] = plain(centre, control, centre, money);
  const head = control.kind === "money" ? `${money.currency} ` : "";
  if (number.low == null) return `${head}${text}${tail}`;
  const [low, high] = [number.low, number.high].map((v) => plain(v, control, centre, money)[0]);
  const likely = number.mode == null ? "" : "most likely ";
  return `${likely}${head}${text}${tail} (${low} to ${high}${control.kind === "share" ? "%" : ""})`;
}
