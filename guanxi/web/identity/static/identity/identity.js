// 1 and 2 decide about the current pair (j and k move, as in every list); the next one is current then.
const current = () =>
  document.querySelector(".id-pair.gx-row-current[data-undecided]") ?? document.querySelector(".id-pair[data-undecided]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key !== "1" && event.key !== "2") return;
  current()?.querySelector(`[data-key="${event.key}"]`)?.click();
});

document.addEventListener("htmx:afterSettle", () => {
  const next = current();
  if (!next || document.querySelector(".id-pair.gx-row-current")) return;
  next.classList.add("gx-row-current");
  next.scrollIntoView({ block: "nearest" });
  next.focus({ preventScroll: true });
});
