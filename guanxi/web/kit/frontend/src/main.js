import "@tabler/core/dist/css/tabler.css";
import "@fontsource-variable/inter";
import "./css/tokens.css";
import "./css/frame.css";
import "./css/numbers.css";
import "./css/lists.css";
import "./css/charts.css";
import "@tabler/core/dist/js/tabler.esm.js";
import htmx from "htmx.org";
import { watchAppearance } from "./appearance-menu.js";
import { watchCharts } from "./charts-when-needed.js";
import { watchExplanations } from "./explanations.js";
import { watchKeyboard } from "./keyboard.js";
import { watchLists } from "./lists.js";
import { watchLoading } from "./loading.js";
import { watchToasts } from "./toasts.js";

window.htmx = htmx; // rooms' own modules and the browser tests reach it here
watchAppearance();
watchCharts();
watchExplanations();
watchKeyboard();
watchLists();
watchLoading();
watchToasts();
