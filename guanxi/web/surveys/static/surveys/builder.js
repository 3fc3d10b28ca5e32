// The builder keeps what is typed as it is typed. Requests go one after the other, so that each knows the revision
// the one before it made; what was typed and not kept yet is kept before anything else happens.
const patience = 600; // milliseconds without a key before what was typed is kept
const again = 4000; // milliseconds before a save that could not be sent is tried again

const bench = () => document.querySelector("[data-builder]");
const form = () => document.getElementById("sv-form");

let waiting = null; // the clock of what is not sent yet
let running = 0; // requests on their way
let unsent = false; // something was typed that no request has carried
let isRefused = false; // what is typed now cannot be kept as it is
let goingTo = null; // where somebody wanted to go meanwhile
let focusOn = null; // what to look at after the workbench was drawn anew
let language = document.documentElement.lang.slice(0, 2);

const isKept = () => !unsent && running === 0;

// --- kept as one types ---

function typed(event) {
  if (event.target.form !== form() || !event.target.name || event.target.matches("[data-redraw]")) return;
  unsent = true;
  isRefused = false;
  clearTimeout(waiting);
  waiting = setTimeout(keep, patience);
  show();
}

function keep() {
  clearTimeout(waiting);
  waiting = null;
  if (unsent && form()) document.body.dispatchEvent(new CustomEvent("sv:keep"));
}

function redraw(event) {
  if (event.target.form !== form() || !event.target.matches("[data-redraw]")) return;
  focusOn = `#${event.target.id}`;
  document.body.dispatchEvent(new CustomEvent("sv:redraw"));
}

function show() {
  const bar = document.getElementById("sv-state");
  if (!bar) return;
  bar.querySelector("[data-waits]").hidden = isKept() || isRefused;
  bar.querySelector("[data-not-kept]").hidden = !isRefused;
  bar.querySelector("[data-saved]").hidden = !isKept();
}

const failed = (is) => { const note = bench()?.querySelector("[data-failed]"); if (note) note.hidden = !is; };

const ours = (detail) => detail.requestConfig?.path?.includes("/build/");

function onBefore({ detail }) {
  if (!ours(detail)) return;
  running += 1;
  unsent = false; // whatever is in the form goes with this request
  clearTimeout(waiting);
  waiting = null;
  const isDrawn = detail.target?.id === "workbench";
  // What would be typed from here on would be drawn over.
  if (isDrawn) document.querySelector("[data-editor]")?.toggleAttribute("inert", true);
  if (isDrawn) focusOn ??= wanted(detail.elt.value ?? "");
  show();
}

function onAfter({ detail }) {
  if (!ours(detail)) return;
  running = Math.max(0, running - 1);
  document.querySelector("[data-editor]")?.removeAttribute("inert");
  if (detail.failed && !detail.xhr.status) { // no answer came at all
    unsent = true;
    failed(true);
    waiting = setTimeout(keep, again);
  } else if (detail.failed || detail.xhr.getResponseHeader("X-Not-Kept")) {
    goingTo = null;
    isRefused = true;
    unsent = true; // refused: it stands there, and is not kept
  } else {
    failed(false);
    isRefused = false;
    refreshPhone();
  }
  show();
  if (isKept() && goingTo) location.assign(goingTo);
}

// --- where the eye goes ---

function wanted(asked) {
  if (asked.startsWith("add_question")) return document.documentElement.lang.startsWith("zh") ? "#f-text-zh" : "#f-text-en";
  if (asked.startsWith("add_option")) return ".sv-option:last-of-type input";
  if (asked.startsWith("add_condition")) return ".sv-condition:last-of-type select";
  return ".sv-outline [aria-current]";
}

function settled({ detail }) {
  if (detail.target?.id !== "workbench" && !detail.elt?.matches?.("[data-builder]")) return;
  arrive();
  const place = focusOn && document.querySelector(focusOn);
  focusOn = null;
  place?.focus({ preventScroll: true });
  if (innerWidth < 768 && place?.closest(".sv-outline")) document.querySelector("[data-editor]").scrollIntoView();
  else place?.scrollIntoView({ block: "nearest" });
}

// --- the phone ---

function refreshPhone() {
  const phone = document.getElementById("sv-phone");
  if (!phone) return;
  const question = form()?.elements.key?.value;
  const asked = new URLSearchParams({ page: phone.dataset.page, ...(question && { question }), ...(language && { language }) });
  phone.contentWindow.location.replace(`${phone.dataset.src}?${asked}`);
}

// --- keys, links, drags ---

function onKey(event) {
  if (!bench()) return;
  const press = (name) => bench().querySelector(`[data-do="${name}"]:not(:disabled)`)?.click();
  const letter = event.key.toLowerCase();
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    press(event.key === "ArrowUp" ? "up" : "down");
  } else if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(letter) && !unsent) {
    event.preventDefault(); // while something is being typed, the field takes its own steps back
    press(letter === "y" || event.shiftKey ? "redo" : "undo");
  }
}

function onClick(event) {
  const chosen = event.target.closest("[data-phone-language]");
  if (chosen) language = chosen.dataset.phoneLanguage;
  const scale = event.target.closest("[data-scale]");
  if (scale) setScale(...scale.dataset.scale.split(" "));
  const link = event.target.closest("a[href]");
  if (event.target.closest("[data-leave]")) unsent = false;
  if (!bench() || !link || link.target || link.hasAttribute("download") || isKept()) return;
  event.preventDefault();
  goingTo = link.href;
  keep();
}

function setScale(low, high) {
  const fields = form().elements;
  fields["scale.low"].value = low;
  fields["scale.high"].value = high;
  fields["scale.high"].dispatchEvent(new Event("input", { bubbles: true }));
}

let dragged = null;

function onDragStart(event) {
  dragged = event.target.closest?.("[data-question]");
  if (!dragged) return;
  dragged.classList.add("sv-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.question);
}

const unmark = () => { for (const each of document.querySelectorAll(".sv-above-this, .sv-into")) each.classList.remove("sv-above-this", "sv-into"); };

function onDragOver(event) {
  const sheet = dragged && event.target.closest?.("[data-page]");
  if (!sheet) return;
  event.preventDefault();
  unmark();
  const above = event.target.closest("[data-question]");
  (above ?? sheet).classList.add(above ? "sv-above-this" : "sv-into");
}

function onDrop(event) {
  const sheet = dragged && event.target.closest?.("[data-page]");
  if (!sheet) return;
  event.preventDefault();
  const above = event.target.closest("[data-question]");
  const row = above ? above.dataset.row : sheet.querySelectorAll("[data-question]").length;
  const button = bench().querySelector("[data-drop]");
  button.value = `drag.${dragged.dataset.question}.${sheet.dataset.page}.${row}`;
  button.click();
}

function onDragEnd() {
  dragged?.classList.remove("sv-dragged");
  dragged = null;
  unmark();
}

// --- whoever leaves at once has still typed ---

function onLeave() {
  if (!unsent || !form()) return;
  const said = new FormData(form());
  said.set("do", "save");
  fetch(form().action, { method: "POST", body: said, keepalive: true, redirect: "manual" });
}

function arrive() {
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
  show();
}

document.addEventListener("input", typed);
document.addEventListener("change", redraw);
document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("dragstart", onDragStart);
document.addEventListener("dragover", onDragOver);
document.addEventListener("drop", onDrop);
document.addEventListener("dragend", onDragEnd);
document.addEventListener("htmx:beforeRequest", onBefore);
document.addEventListener("htmx:afterRequest", onAfter);
document.addEventListener("htmx:afterSettle", settled);
addEventListener("pagehide", onLeave);
arrive();
