// A round is typed into as a spreadsheet is: every cell is saved when it is left, one request after the other; what
// could not be saved is kept and tried again; Enter and the arrows move, Ctrl+Z takes a step back.
const patience = 4000; // milliseconds until a failed save is tried again
const idle = 1200; // milliseconds without a key until a longer text is saved

const bench = () => document.querySelector("[data-bench]");
const cells = () => [...document.querySelectorAll("[data-cell]")];
const cellOf = (name) => document.getElementById(`c-${name}`);
const isDirty = (cell) => cell.value !== cell.dataset.was;

const waiting = new Map(); // cell -> what was typed
let sent = new Map(), sending = false, answered = false, again = null, pause = null;

// --- saved when left ---

function typed(cell) {
  if (cell.readOnly || !isDirty(cell)) return waiting.delete(cell.name);
  waiting.set(cell.name, cell.value);
  return send();
}

async function send() {
  if (sending || !waiting.size || !bench()) return;
  const batch = new Map(waiting);
  waiting.clear();
  sent = batch;
  sending = true;
  answered = false;
  clearTimeout(again);
  state("saving");
  const values = { of: bench().dataset.of };
  for (const [name, text] of batch) Object.assign(values, { [name]: text, [`was.${name}`]: cellOf(name)?.dataset.was ?? "" });
  // Its target is where "Saving" is said: what waits long is drawn as a skeleton, and a hidden field loses the focus.
  try { await window.htmx.ajax("POST", bench().dataset.cells, { values, swap: "none", source: bench(), target: "[data-saved]" }); } catch { /* told below */ }
  sending = false;
  if (!answered) return failed(batch);
  if (waiting.size) return send();
  state("done");
  document.body.dispatchEvent(new CustomEvent("gx:saved"));
}

function failed(batch) {
  for (const [name, text] of batch) {
    if (!waiting.has(name)) waiting.set(name, text);
    cellOf(name)?.setAttribute("data-unsaved", "");
  }
  state("failed");
  again = setTimeout(send, patience);
}

function saved({ detail: { cells: told, problems } }) {
  answered = true;
  for (const [name, text] of Object.entries(told)) {
    const cell = cellOf(name);
    if (!cell) continue;
    const typedSince = waiting.has(name) || cell.value !== sent.get(name);
    cell.dataset.was = text;
    if (!typedSince) cell.value = text;
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("data-unsaved");
  }
  for (const name of Object.keys(problems)) {
    const cell = cellOf(name);
    cell?.setAttribute("aria-invalid", "true");
    cell?.removeAttribute("data-unsaved");
  }
  setTimeout(steps);
}

function state(which) {
  const place = document.querySelector("[data-saved]");
  const words = document.querySelector("[data-words]")?.content;
  if (!place || !words) return;
  place.textContent = words.querySelector(`[data-${which}]`).textContent;
  document.querySelector("[data-retry]").hidden = which !== "failed";
}

function steps() {
  const told = document.getElementById("ex-steps");
  for (const [name, count] of [["undo", told?.dataset.back], ["redo", told?.dataset.again]]) {
    const button = document.querySelector(`[data-step=${name}]`);
    if (button) button.disabled = !Number(count);
  }
}

// What is still being typed when the page goes is sent along the way.
function leaving() {
  for (const cell of cells()) if (!cell.readOnly && isDirty(cell)) waiting.set(cell.name, cell.value);
  if (!waiting.size || !bench()) return;
  const form = new FormData();
  form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  for (const [name, text] of waiting) { form.append(name, text); form.append(`was.${name}`, cellOf(name)?.dataset.was ?? ""); }
  navigator.sendBeacon(bench().dataset.cells, form);
}

// --- a step back, a step on ---

async function step(which) {
  document.activeElement?.blur?.();
  await send();
  if (sending) return;
  await window.htmx.ajax("POST", bench().dataset[which], { values: { of: bench().dataset.of }, target: "#bench", swap: "outerHTML show:none", source: bench() });
}

function stepped({ detail: { focus } }) {
  const cell = focus && cellOf(focus);
  if (cell) { cell.focus(); cell.select?.(); }
  document.body.dispatchEvent(new CustomEvent("gx:saved"));
}

// --- within the tables ---

function onKey(event) {
  if (!bench()) return;
  const cell = event.target.closest?.("[data-cell]");
  const letter = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(letter)) {
    if (cell ? isDirty(cell) : event.target.closest?.("input, textarea")) return; // the field's own
    event.preventDefault();
    step(letter === "y" || event.shiftKey ? "redo" : "undo");
    return;
  }
  if (!cell || cell.matches("textarea, select, [type=date]")) return;
  const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!down && !up) return;
  event.preventDefault();
  const next = beside(cell, down ? 1 : -1, 0);
  if (next) { next.focus(); next.select?.(); } else typed(cell);
}

function beside(cell, rows, columns) {
  const place = cell.closest("td"), row = place?.parentElement;
  if (!row) return null;
  const at = [...row.children].indexOf(place) + columns;
  let next = row;
  for (let left = Math.abs(rows); left > 0 && next; left -= 1) next = rows > 0 ? next.nextElementSibling : next.previousElementSibling;
  return next?.children[at]?.querySelector("[data-cell]");
}

// Empty and computed columns are passed over: what is copied as 7, 7, 9 goes into three cells that can be typed into.
function onPaste(event) {
  const cell = event.target.closest?.("[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell?.closest("td") || cell.matches("textarea") || !/[\t\n]./.test(text.trimEnd())) return;
  event.preventDefault();
  let start = cell;
  for (const line of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n")) {
    if (!start) break;
    const row = [...start.closest("tr").querySelectorAll("[data-cell]")];
    line.split("\t").forEach((value, at) => {
      const to = row[row.indexOf(start) + at];
      if (to && !to.readOnly && !to.matches("select")) { to.value = value.trim(); if (isDirty(to)) waiting.set(to.name, to.value); }
    });
    start = beside(start, 1, 0);
  }
  send();
}

function onInput({ target }) {
  if (!target.matches?.("textarea[data-cell]")) return;
  clearTimeout(pause);
  pause = setTimeout(() => typed(target), idle);
}

function onClick(event) {
  const which = event.target.closest("[data-step]")?.dataset.step;
  if (which) step(which);
  if (event.target.closest("[data-retry]")) send();
}

document.addEventListener("change", ({ target }) => target.matches?.("[data-cell]") && typed(target));
document.addEventListener("input", onInput);
document.addEventListener("keydown", onKey);
document.addEventListener("paste", onPaste);
document.addEventListener("click", onClick);
document.addEventListener("gx:cells", saved);
document.addEventListener("gx:stepped", stepped);
window.addEventListener("pagehide", leaving);
