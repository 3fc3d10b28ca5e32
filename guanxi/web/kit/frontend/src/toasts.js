// What was done is said for eight seconds, longer while the pointer or the focus rests on it.
const stays = 8000;

export function watchToasts() {
  for (const toast of document.querySelectorAll("[data-toast]")) expire(toast);
  document.addEventListener("htmx:load", ({ detail }) => {
    if (detail.elt.matches?.("[data-toast]")) expire(detail.elt);
    for (const toast of detail.elt.querySelectorAll?.("[data-toast]") ?? []) expire(toast);
  });
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss-toast]")?.closest("[data-toast]").remove());
}

function expire(toast) {
  if (toast.dataset.toast === "stays") return;
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, stays);
}
