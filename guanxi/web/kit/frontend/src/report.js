// The charts for report.html: one file, drawn without a network.
import "./css/tokens.css";
import "./css/numbers.css";
import "./css/charts.css";
import "./css/report.css";
import { drawCharts } from "./charts.js";

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => drawCharts(document));
else drawCharts(document);
