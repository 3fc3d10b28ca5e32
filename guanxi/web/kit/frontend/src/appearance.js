// Runs before the page is drawn, so that "as my device" never flashes in the other colours.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const chosen = root.dataset.appearance ?? "auto";
    const theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    if (root.dataset.bsTheme === theme) return;
    root.dataset.bsTheme = theme;
    document.dispatchEvent(new CustomEvent("guanxi:theme", { detail: theme }));
  };
  show();
  dark.addEventListener("change", show);
  document.addEventListener("guanxi:appearance", (event) => {
    root.dataset.appearance = event.detail;
    show();
  });
})();
