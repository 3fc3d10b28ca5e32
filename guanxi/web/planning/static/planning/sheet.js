// A sheet behaves as people know it from a spreadsheet: the numbers follow what is typed, Enter and the arrows move
// within a column, Ctrl+Z takes a cell back, copied cells can be pasted, and what was not saved survives a reload.
const patience = 350; // milliseconds without a key before the numbers follow
const longest = 100; // steps that can be taken back

const bench = () => document.querySelector("[data-workbench]");
const form = () => document.getElementById("pl-form");
const fields = () => [...form().elements].filter((field) => field.name && !["do", "file", "csrfmiddlewaretoken", "name"].includes(field.name));
const state = () => Object.fromEntries(fields().filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked).map((field) => [field.name, field.value]));

let past = [], future = [], present = null, pending = null;

// --- the numbers follow ---

const follow = () => document.body.dispatchEvent(new CustomEvent("gx:typed"));

function typed(event) {
  if (!event.target.form || event.target.form !== form() || event.target.name === "name" || event.target.type === "file") return;
  if (event.target.type === "radio") return; // it changes the sheet's shape, which htmx asks for
  clearTimeout(pending);
  pending = setTimeout(() => { pending = null; remember(); follow(); }, patience);
}

// An answer to what stood there before the last key would take the key back.
function tooLate(event) {
  if (event.detail.target?.id === "numbers" && pending) event.detail.shouldSwap = false;
}

function settled() {
  if (!form()) return;
  for (const error of form().querySelectorAll(".gx-field-error[id^='e-']")) {
    const field = document.getElementById(`c-${error.id.slice(2)}`);
    if (!field) continue;
    if (error.textContent) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

// --- taken back, done again ---

function remember() {
  const now = state();
  if (present && same(present, now)) return;
  if (present) past = [...past, present].slice(-longest);
  present = now;
  future = [];
  keepDraft();
  showSteps();
}

const same = (one, other) => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

function step(from, to) {
  if (pending) { clearTimeout(pending); pending = null; remember(); }
  const wanted = from.pop();
  if (!wanted) return;
  to.push(present);
  const changed = Object.keys({ ...present, ...wanted }).filter((name) => present[name] !== wanted[name]);
  present = wanted;
  keepDraft();
  restore(wanted, changed);
  showSteps();
}

function restore(wanted, changed) {
  const shape = bench().dataset.shape.split(" ").some((name) => changed.includes(name));
  if (shape) {
    // Another shape is drawn by the server.
    const values = { ...wanted, was_typed: wanted.typed, name: form().elements.name?.value ?? "", version: bench().dataset.version };
    window.htmx.ajax("POST", location.pathname, { target: "#workbench", swap: "outerHTML", values });
    return;
  }
  for (const field of fields()) {
    if (field.type === "checkbox") field.checked = wanted[field.name] !== undefined;
    else if (field.type !== "radio" && wanted[field.name] !== undefined) field.value = wanted[field.name];
  }
  const first = changed.length === 1 && form().elements[changed[0]];
  if (first?.focus) { first.focus(); first.select?.(); }
  follow();
}

const undo = () => step(past, future);
const redo = () => step(future, past);

function showSteps() {
  for (const [name, steps] of [["undo", past], ["redo", future]]) {
    const button = document.querySelector(`[data-${name}]`);
    if (button) button.disabled = steps.length === 0;
  }
}

// --- within the sheet ---

function onKey(event) {
  if (!bench()) return;
  const inSheet = event.target.form === form() || event.target === document.body;
  const letter = event.key.toLowerCase();
  if (inSheet && (event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(letter) && event.target.name !== "name") {
    event.preventDefault();
    if (letter === "y" || event.shiftKey) redo();
    else undo();
    return;
  }
  if (!event.target.classList?.contains("pl-cell")) return;
  const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!down && !up) return;
  event.preventDefault();
  beside(event.target, down ? 1 : -1, 0)?.focus();
}

// The typed cell so many rows below and columns to the right; empty places of the grid are passed over.
function beside(cell, rows, columns) {
  const place = cell.closest("td"), row = place.parentElement, at = [...row.children].indexOf(place) + columns;
  let next = row;
  for (let left = Math.abs(rows); left > 0 && next; ) {
    next = rows > 0 ? next.nextElementSibling : next.previousElementSibling;
    if (next?.children[at]?.querySelector(".pl-cell")) left -= 1;
  }
  return next?.children[at]?.querySelector(".pl-cell");
}

function onPaste(event) {
  const cell = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell.classList?.contains("pl-cell") || !/[\t\n]./.test(text.trimEnd())) return;
  event.preventDefault();
  let start = cell;
  for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
    line.split("\t").forEach((value, at) => { const to = start && beside(start, 0, at); if (to) to.value = value.trim(); });
    start = start && beside(start, 1, 0);
  }
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- what was not saved ---

const draftKey = () => `guanxi:planning:${location.pathname}${location.search}:${bench().dataset.plan}:${bench().dataset.version}`;

function keepDraft() {
  try { sessionStorage.setItem(draftKey(), JSON.stringify(present)); } catch { /* a browser that keeps nothing */ }
}

function dropDraft() {
  try { sessionStorage.removeItem(draftKey()); } catch { /* the same */ }
}

function takeDraftUp() {
  let draft = null;
  try { draft = JSON.parse(sessionStorage.getItem(draftKey())); } catch { /* the same */ }
  const asked = form().querySelector("[role=alert]");
  if (!draft || same(draft, present) || asked) return;
  past = [present];
  const changed = Object.keys({ ...present, ...draft }).filter((name) => present[name] !== draft[name]);
  present = draft;
  restore(draft, changed);
  showSteps();
  sayDraft = true;
  showDraft();
}

let sayDraft = false;

function showDraft() {
  const note = document.querySelector("[data-draft]");
  if (note) note.hidden = !sayDraft;
}

function onClick(event) {
  if (event.target.closest("[data-undo]")) undo();
  else if (event.target.closest("[data-redo]")) redo();
  else if (event.target.closest("[data-draft-drop]")) { dropDraft(); sayDraft = false; location.reload(); }
}

// Once it is saved there is nothing to remember; what is refused comes back with everything in it.
function onSubmit(event) {
  if (event.target === form() && /^(save|save_as|import)$/.test(event.submitter?.value ?? "")) dropDraft();
}

function arrive() {
  if (!form()) return;
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
  const now = state();
  if (present === null) { present = now; takeDraftUp(); }
  else remember();
  showSteps();
  showDraft();
}

document.addEventListener("input", typed);
document.addEventListener("keydown", onKey);
document.addEventListener("paste", onPaste);
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
document.addEventListener("htmx:beforeSwap", tooLate);
document.addEventListener("htmx:afterSettle", (event) => { settled(); if (event.detail.target?.id === "workbench" || event.detail.elt?.id === "workbench") arrive(); });
// Not before htmx listens, which it does from the same moment on, being loaded first.
if (document.readyState === "complete") arrive();
else document.addEventListener("DOMContentLoaded", arrive);
