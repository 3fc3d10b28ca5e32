// Lists: a click on a row opens it, a checkbox selects it, j k move, enter opens, x selects.
//   <table data-list> <tr data-row> <a data-open href="…">   and optionally <input type="checkbox" data-select>
//   <div data-bulk hidden> … <span data-bulk-count> …        appears with the first selection
//   <input type="checkbox" data-select-all>
import { isTyping } from "./keyboard.js";

const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const current = () => document.querySelector("[data-list] [data-row].gx-row-current");

export function watchLists() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("htmx:afterSettle", showBulk);
}

function onKey(event) {
  if (isTyping(event)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x") select(current());
  else if (event.key === "Enter" && !event.target.closest("a, button, summary")) open(current());
  else return;
  event.preventDefault();
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  for (const row of all) row.classList.toggle("gx-row-current", row === next);
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector("[data-open]") ?? next).focus({ preventScroll: true });
}

const open = (row) => row?.querySelector("[data-open]")?.click();

function select(row) {
  const box = row?.querySelector("[data-select]");
  if (box) box.click();
}

function onClick(event) {
  const row = event.target.closest("[data-list] [data-row]");
  if (!row || event.target.closest("a, button, input, label, select, summary, form")) return;
  if (String(getSelection())) return; // somebody is copying text
  open(row);
}

function onChange(event) {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-select-all]"))
    for (const box of document.querySelectorAll("[data-list] [data-select]")) box.checked = event.target.checked;
  if (event.target.matches("[data-select], [data-select-all]")) showBulk();
}

function showBulk() {
  const chosen = document.querySelectorAll("[data-list] [data-select]:checked").length;
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    bar.hidden = chosen === 0;
    const count = bar.querySelector("[data-bulk-count]");
    if (count) count.textContent = String(chosen);
  }
}
