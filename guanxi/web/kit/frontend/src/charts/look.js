// How all pictures look: colours from the page's tokens, quiet axes, tooltips drawn inside the picture.
import { mix } from "./colour.js";
import { byUnit, day, number, percent } from "./format.js";
import { wordsIn } from "./words.js";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--gx-${name}`).trim();

export function look(chart, width) {
  const language = chart.language ?? "en";
  const font = token("font") || "sans-serif";
  return {
    narrow: width < 480,
    width,
    font,
    color: token,
    mix,
    words: wordsIn(language),
    value: (value) => byUnit(value, chart.unit, language, chart.currency),
    fineValue: (value) => byUnit(value, chart.unit, language, chart.currency, 1),
    as: (unit) => (value) => byUnit(value, unit, language, chart.currency),
    count: (value) => number(value, language),
    percent,
    day: (iso) => day(iso, language),
    text: { fontFamily: font, fontSize: 12, color: token("ink") },
    quiet: { fontFamily: font, fontSize: 12, color: token("quiet") },
    grid: { left: 8, right: 16, top: 16, bottom: 6, outerBoundsMode: "same", outerBoundsContain: "all" },
    axis: (name, more = {}) => axis(name, more, font),
    breakLong: (names, most) => breakLong(names, most, font),
    tooltip: (formatter, more = {}) => tooltip(formatter, more, font),
  };
}

// Names at an axis break when one is wider than `most`; given a width, they would take it even when all are short.
function breakLong(names, most, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `12px ${font}`;
  return names.some((name) => pen.measureText(name).width > most) ? { width: most, overflow: "break", lineHeight: 14 } : {};
}

function axis(name, { nameAt = "middle", gap = 28, ...more }, font) {
  const quiet = { fontFamily: font, fontSize: 12, color: token("quiet") };
  return {
    type: "value",
    name,
    nameLocation: nameAt,
    nameGap: gap,
    nameTextStyle: quiet,
    axisLabel: { ...quiet, hideOverlap: true, ...more.axisLabel },
    axisLine: { show: false, lineStyle: { color: token("line") } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: token("line") } },
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== "axisLabel")),
  };
}

// renderMode richText: an HTML tooltip would set style attributes, which the content policy refuses.
function tooltip(formatter, more, font) {
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: token("surface"),
    borderColor: token("line"),
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { fontFamily: font, fontSize: 13, lineHeight: 19, color: token("ink") },
    formatter,
    ...more,
  };
}
