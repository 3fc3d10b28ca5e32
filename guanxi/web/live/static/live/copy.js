// A button copies the text of what it names; where the browser does not let it, the text is selected instead.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.classList.add("btn-success");
    setTimeout(() => button.classList.remove("btn-success"), 1500);
  } catch {
    getSelection().selectAllChildren(source);
  }
});
