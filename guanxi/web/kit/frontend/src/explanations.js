// A number opens to what it is, in a sheet beside the page. Without this script its link is a page of its own.
import htmx from "htmx.org";

export function watchExplanations() {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  document.addEventListener("click", (event) => {
    const number = event.target.closest("a[data-explain]");
    if (!number || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    open(sheet, number.href);
  }, true);
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
}

async function open(sheet, address) {
  const body = sheet.querySelector("#sheet-body");
  body.replaceChildren();
  if (!sheet.open) sheet.showModal();
  await htmx.ajax("GET", address, { target: body, swap: "innerHTML" });
}
