// The appearance changes at once; the choice is kept by the server without leaving the page.
export function watchAppearance() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-appearance-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const chosen = event.submitter.value;
    document.dispatchEvent(new CustomEvent("guanxi:appearance", { detail: chosen }));
    for (const button of form.querySelectorAll("button")) {
      if (button === event.submitter) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const body = new FormData(form);
    body.set("appearance", chosen);
    fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  });
}
