// What takes longer than 200 ms shows the shape of what is coming; what is faster never flickers.
const patience = 200;

export function watchLoading() {
  const waiting = new WeakMap();
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    waiting.set(detail.xhr, setTimeout(() => {
      detail.target.classList.add("gx-loading");
      detail.target.setAttribute("aria-busy", "true");
    }, patience));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    clearTimeout(waiting.get(detail.xhr));
    detail.target.classList.remove("gx-loading");
    detail.target.removeAttribute("aria-busy");
  });
  // A refusal is said in a toast (the server retargets it); htmx would otherwise drop every 4xx answer.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if ([403, 404, 409, 422].includes(detail.xhr.status)) detail.shouldSwap = true;
  });
}
