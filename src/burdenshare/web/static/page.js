// The page: what is moved goes to the server, what comes back is shown. One question is under way at
// a time; while it is, only the newest waits.

import { Refused, download, get, post } from "./api.js";
import { controlOf, find, open, refresh, refreshAll, reset, showControls, whenMoved } from "./beliefs.js";
import { redraw } from "./charts.js";
import { become, byId, make, say } from "./make.js";
import { ahead, showAgainst, showAnswer } from "./results.js";
import { address, ask, readAddress, state } from "./state.js";
import { unfold } from "./tables.js";

const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const REST = 200; // milliseconds after which a slider that has not moved is at rest
const LAG = 400; // milliseconds by which the forecast may lag behind a slider that goes on moving
let asking = false, again = null, settling = 0, moves = 0, cases = [], looked = 0;

// --- asking --------------------------------------------------------------------------------------

// What the page is doing stands on its body, each with the number of the move that it has come to:
// drawn (fair shares and zone follow a slider), ahead (so does the forecast), settled (all does).
function moving() {
  moves += 1;
  Object.assign(document.body.dataset, { moved: moves, state: "asking" });
  say(byId("progress"), "Updating");
}

whenMoved((what) => {
  moving();
  if (what === "as-of") later(() => openCase(), 60);
  else question("glance");
});

function later(action, milliseconds) {
  clearTimeout(settling);
  settling = setTimeout(action, milliseconds);
}

// First what a slider moves at once, then what looks ahead, and everything when it is at rest.
async function question(part) {
  clearTimeout(settling);
  if (asking) { again = again === "all" ? "all" : part; return; }
  asking = true;
  const asked = moves;
  if (part === "all") remember();
  try {
    const body = { ...ask(), part, client };
    if (state.pin && part !== "ahead") body.against = ask(readAddress(state.pin));
    await shown(await post("/api/run", body), asked);
  } catch (error) {
    trouble(error, () => question("all"));
  } finally {
    asking = false;
    if (again) { const next = again; again = null; question(next); }
  }
}

async function shown(answer, asked) {
  await showAnswer(answer);
  await showAgainst(answer, aboutPin());
  showChanges(answer.changes);
  well();
  const done = document.body.dataset, waits = ahead(answer), now = performance.now();
  if (answer.part !== "ahead") done.drawn = asked;
  if (!waits) { done.ahead = asked; looked = now; }
  if (asked === moves) done.state = answer.part === "all" ? "settled" : "drawn";
  if (answer.part === "all") {
    done.settled = asked;
    if (asked === moves) say(byId("progress"), "Every answer is up to date.");
  } else if (waits && again === "glance" && now - looked > LAG) {
    again = "ahead";
  } else if (!again) {
    if (waits) again = "ahead";
    else if (Number(done.drawn) !== moves) again = "glance";
    else later(() => question("all"), REST);
  }
}

async function openCase() {
  try {
    const query = state.asOf ? `?as_of=${encodeURIComponent(state.asOf)}` : "";
    const found = await get(`/api/cases/${encodeURIComponent(state.case)}${query}`);
    const focus = document.activeElement && document.activeElement.id;
    showControls(found);
    if (focus && byId(focus)) byId(focus).focus();
    dropUnknown();
    find(byId("find").value);
    document.title = `${found.title} - burdenshare`;
    byId("about").textContent = found.description;
    remember();
    await question("all");
  } catch (error) {
    trouble(error, openCase);
  }
}

function dropUnknown() {
  const lost = Object.keys(state.changes).filter((path) => !controlOf(path));
  for (const path of lost) delete state.changes[path];
  if (lost.length) tell(`Not known on this date, so no longer changed: ${lost.join(", ")}.`);
}

// --- trouble -------------------------------------------------------------------------------------

let waiting = 0;

function trouble(error, retry) {
  if (error instanceof Refused) {
    if (error.code === "overtaken") return;
    tell(error.problems.length ? "This does not fit the case, so the answer below is the earlier one." : error.message, error.problems);
    byId("answer").setAttribute("aria-busy", "false");
    return;
  }
  tell("The server does not answer. Start it again with burdenshare serve; this page goes on by itself.");
  document.body.dataset.lost = "true";
  remember();
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    try { await get("/api/cases"); } catch { trouble(error, retry); return; }
    well();
    retry();
  }, 1000);
}

function tell(text, problems = []) {
  const said = problems.map((one) => make("li", {}, [one.line ? `line ${one.line}, column ${one.column}` : "", one.field, one.message, one.hint].filter(Boolean).join(": ")));
  const close = make("button", { type: "button", onclick: () => byId("alert").replaceChildren() }, "Close");
  byId("alert").replaceChildren(make("div", { class: "alert" }, make("p", {}, text), said.length ? make("ul", {}, ...said) : "", close));
}

function well() {
  if (document.body.dataset.lost) { delete document.body.dataset.lost; byId("alert").replaceChildren(); }
}

// --- what has been changed -------------------------------------------------------------------------

function showChanges(changes) {
  const rows = changes.map((change) => make("li", { dataset: { name: change.path } },
    make("button", { type: "button", class: "plain", onclick: () => open(change.path) }, change.label[0].toUpperCase() + change.label.slice(1)),
    make("span", { class: "assumed" }, ` ${change.assumed}`),
    make("span", { class: "hint" }, change.own ? ` The case has ${change.own} (${change.origin}).` : " The case derives it."),
    change.path in state.changes && state.changes[change.path].note ? make("span", { class: "hint" }, ` Reason: ${state.changes[change.path].note}`) : "",
    make("button", { type: "button", class: "undo", "aria-label": `Reset ${change.label}`, onclick: () => { reset(change.path); byId("changed-title").focus?.(); } }, "Reset")));
  if (state.figure !== null && controlOf("figure")) {
    rows.unshift(make("li", { dataset: { name: "figure" } }, make("span", {}, "The payment that is judged"), make("span", { class: "hint" }, ` The case asks about ${controlOf("figure").own_text}.`),
      make("button", { type: "button", class: "undo", "aria-label": "Reset the payment that is judged", onclick: () => reset("figure") }, "Reset")));
  }
  become(byId("changes"), rows);
  byId("changed").hidden = !rows.length;
  say(byId("changed-title"), `Changed by you: ${rows.length}`);
}

function remember() {
  history.replaceState(null, "", `#${address()}`);
}

function aboutPin() {
  const pin = readAddress(state.pin);
  const count = Object.keys(pin.changes).length;
  const of = cases.find((one) => one.id === pin.case);
  return `A is ${of ? of.title : pin.case}${pin.asOf ? `, as known on ${pin.asOf}` : ""}, with ${count || "no"} ${count === 1 ? "number" : "numbers"} changed; B is what the sliders say now.`;
}

function showPin() {
  byId("pin").setAttribute("aria-pressed", String(Boolean(state.pin)));
  byId("pin").textContent = state.pin ? "Unpin A" : "Pin as A";
}

// --- the controls of the page ----------------------------------------------------------------------

byId("case").addEventListener("change", () => {
  moving();
  Object.assign(state, { case: byId("case").value, asOf: "", figure: null, changes: {} });
  openCase();
});
byId("reset").addEventListener("click", () => {
  state.figure = null;
  state.changes = {};
  moving();
  refreshAll();
  remember();
  question("glance");
});
byId("pin").addEventListener("click", () => {
  state.pin = state.pin ? "" : address(state, false);
  moving();
  showPin();
  remember();
  question("all");
});
byId("find").addEventListener("input", () => find(byId("find").value));
byId("beliefs").addEventListener("submit", (event) => event.preventDefault());
byId("save").addEventListener("click", () => taken("/api/overlay", ask()));
byId("link").addEventListener("click", async () => {
  try { await navigator.clipboard.writeText(location.href); tell("The link to this page with its assumptions is copied."); }
  catch { tell(`Copy this address: ${location.href}`); }
});
for (const button of byId("downloads").querySelectorAll("button")) {
  button.addEventListener("click", () => { byId("downloads").open = false; taken("/api/report", { ...ask(), format: button.dataset.format }); });
}
async function taken(path, body) {
  try { await download(path, body); } catch (error) { trouble(error, () => taken(path, body)); }
}
byId("load").addEventListener("change", async () => {
  const [file] = byId("load").files;
  if (!file) return;
  try {
    if (file.size > 200000) { tell("This file is too large to be an overlay."); return; }
    const found = await post("/api/overlay/read", { text: await file.text() });
    const there = cases.find((one) => one.id === state.case && one.slug === found.case) || cases.find((one) => one.slug === found.case);
    if (!there) { tell(`The overlay belongs to the case ${found.case}, which is not here.`); return; }
    const wanted = { case: there.id, asOf: found.as_of || "", figure: found.figure, changes: found.changes, draws: Math.min(200000, found.draws || 100000), seed: found.seed || 0 };
    await post("/api/run", { ...ask(wanted), client }); // what does not fit is refused before anything is changed
    moving();
    Object.assign(state, wanted);
    byId("case").value = there.id;
    await openCase();
  } catch (error) {
    trouble(error, () => {});
  } finally {
    byId("load").value = "";
  }
});
addEventListener("hashchange", () => { Object.assign(state, readAddress(location.hash.slice(1))); byId("case").value = state.case; showPin(); openCase(); });
let resizing = 0;
addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(redraw, 200); });
addEventListener("beforeprint", () => { redraw(); unfold(byId("sections")); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") byId("downloads").open = false; });

async function start() {
  try {
    cases = (await get("/api/cases")).cases;
  } catch (error) {
    trouble(error, start);
    return;
  }
  const groups = [["folder", "In your folder"], ["shipped", "Shipped"]];
  byId("case").replaceChildren(...groups.flatMap(([origin, label]) => {
    const found = cases.filter((one) => one.origin === origin);
    return found.length ? [make("optgroup", { label }, ...found.map((one) => make("option", { value: one.id }, one.title)))] : [];
  }));
  Object.assign(state, readAddress(location.hash.slice(1)));
  if (!cases.some((one) => one.id === state.case)) {
    if (state.case) tell(`The case ${state.case} is not here.`);
    Object.assign(state, { asOf: "", figure: null, changes: {} });
    state.case = (cases.find((one) => one.id === "us-rok-2019") || cases[0]).id;
  }
  byId("case").value = state.case;
  byId("panel").open = matchMedia("(min-width: 60rem)").matches;
  showPin();
  openCase();
}

start();
