// ECharts is large: it is fetched only when a page, or a part htmx brought, has a picture.
export function watchCharts() {
  const look = async (part) => {
    if (!part.querySelector?.("[data-chart]") && !part.matches?.("[data-chart]")) return;
    const { drawCharts } = await import("./charts.js");
    drawCharts(part);
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
}
