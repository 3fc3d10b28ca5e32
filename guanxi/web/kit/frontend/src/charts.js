// Draws every [data-chart] of a page or of a report from its own JSON (docs/charts.md).
import * as echarts from "echarts/core";
import { BarChart, CustomChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import { bars } from "./charts/bars.js";
import { calibration } from "./charts/calibration.js";
import { download } from "./charts/download.js";
import { drift } from "./charts/drift.js";
import { dumbbells } from "./charts/dumbbells.js";
import { forecast } from "./charts/forecast.js";
import { importanceSatisfaction } from "./charts/importance-satisfaction.js";
import { intervals } from "./charts/intervals.js";
import { lines } from "./charts/lines.js";
import { look } from "./charts/look.js";
import { movement } from "./charts/movement.js";
import { plane } from "./charts/plane.js";
import { pyramid } from "./charts/pyramid.js";
import { rfmMap } from "./charts/rfm-map.js";
import { tornado } from "./charts/tornado.js";
import { tree } from "./charts/tree.js";
import { valueMap } from "./charts/value-map.js";
import { waterfall } from "./charts/waterfall.js";
import { whale } from "./charts/whale.js";

echarts.use([BarChart, CustomChart, LineChart, SankeyChart, ScatterChart]);
echarts.use([GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent, TooltipComponent]);
echarts.use([CanvasRenderer, SVGRenderer]);

const kinds = { bars, calibration, drift, dumbbells, forecast, importance_satisfaction: importanceSatisfaction, intervals, lines, movement, plane, pyramid, rfm_map: rfmMap, tornado, tree, value_map: valueMap, waterfall, whale };
const drawn = new Map(); // figure -> its chart

export function drawCharts(part) {
  const figures = [...part.querySelectorAll("[data-chart]")];
  if (part.matches?.("[data-chart]")) figures.push(part);
  for (const figure of figures) if (!drawn.has(figure)) draw(figure);
  for (const figure of drawn.keys()) if (!figure.isConnected) forget(figure);
}

function draw(figure) {
  const data = JSON.parse(dataOf(figure).textContent);
  const place = figure.querySelector("[data-chart-picture]");
  const picture = echarts.init(place, null, { renderer: "canvas" });
  const chart = { data, picture, place, redraw: () => picture.setOption(optionOf(data, place.clientWidth), true) };
  const size = new ResizeObserver(() => fit(chart));
  chart.forget = () => { size.disconnect(); picture.dispose(); };
  chart.redraw();
  size.observe(place);
  picture.on("click", (mark) => follow(data, mark));
  figure.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-download]")?.dataset.download;
    if (kind) download(kind, figure, chart, (width, height) => svg(data, width, height));
  });
  drawn.set(figure, chart);
}

// htmx takes every script out of what it brings, but looks into no template.
function dataOf(figure) {
  const within = figure.querySelector("template[data-chart-data]")?.content ?? figure;
  return within.querySelector("script[type='application/json']");
}

// Marks drawn anew between a press and its release lose the click: a size that stays draws nothing.
function fit({ picture, place, redraw }) {
  if (place.clientWidth === picture.getWidth() && place.clientHeight === picture.getHeight()) return;
  picture.resize();
  redraw();
}

function optionOf(data, width) {
  return { animation: false, ...kinds[data.kind](data, look(data, width)) };
}

function svg(data, width, height) {
  const picture = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  picture.setOption(optionOf(data, width));
  const text = picture.renderToSVGString();
  picture.dispose();
  return text;
}

// A mark says by `link` which address it leads to, and by `fields` what stands in the braces.
function follow(data, { data: mark }) {
  const pattern = mark?.link && data.links?.[mark.link];
  if (!pattern) return;
  location.assign(pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(mark.fields[name] ?? "")));
}

function forget(figure) {
  drawn.get(figure).forget();
  drawn.delete(figure);
}

const redrawAll = () => { for (const chart of drawn.values()) chart.redraw(); };
document.addEventListener("guanxi:theme", redrawAll);
document.fonts?.ready.then(redrawAll); // names are measured in the font that is drawn
