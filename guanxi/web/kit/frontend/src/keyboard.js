// `/` searches, `?` helps. Keys typed into a field are the field's own.
export const isTyping = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog[open]");

export function watchKeyboard() {
  const help = document.getElementById("help");
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") help?.showModal();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) help?.showModal();
    if (event.target === help) help.close();
  });
}
