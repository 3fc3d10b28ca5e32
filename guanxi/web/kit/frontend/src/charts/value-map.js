// The value map: value to the right, loyalty up; the cuts make the quadrants. Few customers are points,
// many are cells shaded by how many they are.
import { readableOn } from "./colour.js";

export function valueMap({ data, axes }, look) {
  return {
    grid: { ...look.grid, top: 12, right: 12 },
    tooltip: look.tooltip(({ data: mark }) => mark?.said),
    xAxis: look.axis(axes?.x ?? look.words("value"), { min: 0, max: 100, splitLine: { show: false } }),
    yAxis: look.axis(axes?.y ?? look.words("loyalty"), { min: 0, max: 100, splitLine: { show: false } }),
    series: [areas(data, look), data.points ? points(data, look) : bins(data, look), names(data, look)],
  };
}

const corners = { A: ["right", "top"], B: ["right", "bottom"], C: ["left", "top"], D: ["left", "bottom"] };
const tone = (key) => `quadrant-${key.toLowerCase()}`;

const said = (part, look) => `${part.name}\n${look.count(part.customers)} ${look.words("customers")} · ${look.as("money")(part.money)}`;

function areas({ cuts, quadrants }, look) {
  const area = (part) => {
    const [side, level] = corners[part.key];
    const x = side === "right" ? [cuts.value, 100] : [0, cuts.value];
    const y = level === "top" ? [cuts.loyalty, 100] : [0, cuts.loyalty];
    const from = { coord: [x[0], y[0]], link: "quadrant", fields: part, said: said(part, look) };
    return [{ ...from, itemStyle: { color: look.color(tone(part.key)), opacity: 0.06 } }, { coord: [x[1], y[1]] }];
  };
  return {
    type: "scatter",
    data: [],
    markArea: { label: { show: false }, data: quadrants.map(area) },
    markLine: {
      symbol: "none",
      silent: true,
      label: { show: false },
      lineStyle: { color: look.color("quiet"), type: "dashed", width: 1 },
      data: [{ xAxis: cuts.value }, { yAxis: cuts.loyalty }],
    },
  };
}

// The quadrants' names lie above the marks, so that no crowd can hide them.
function names({ quadrants }, look) {
  return {
    type: "scatter",
    z: 10,
    symbolSize: 2,
    itemStyle: { color: "transparent", opacity: 1 },
    data: quadrants.map((part) => {
      const [side, level] = corners[part.key];
      return {
        value: [side === "right" ? 99 : 1, level === "top" ? 99 : 1],
        link: "quadrant",
        fields: part,
        said: said(part, look),
        label: {
          show: true,
          position: [0, 0],
          align: side,
          verticalAlign: level,
          fontFamily: look.font,
          fontSize: 12,
          fontWeight: 600,
          color: look.color(tone(part.key)),
          backgroundColor: look.color("surface"),
          padding: [3, 6],
          borderRadius: 4,
          formatter: look.narrow ? `${part.key} ${look.count(part.customers)}` : `${part.name} · ${look.count(part.customers)}`,
        },
      };
    }),
  };
}

const symbols = { A: "diamond", B: "triangle", C: "circle", D: "rect" };

function points(data, look) {
  return {
    type: "scatter",
    symbolSize: data.points.length > 600 ? 5 : 7,
    data: data.points.map(([loyalty, value, quadrant, id, name]) => ({
      value: [value, loyalty],
      link: "point",
      fields: { id },
      said: `${name ?? id}\n${look.words("loyalty")} ${Math.round(loyalty)} · ${look.words("value")} ${Math.round(value)}`,
      symbol: symbols[quadrant],
      itemStyle: { color: look.color(tone(quadrant)), borderWidth: 1, opacity: 0.65 },
    })),
  };
}

function bins(data, look) {
  const most = Math.max(...data.bins.map((bin) => bin.n), 1);
  const quadrantOf = (bin) => {
    const [x, y] = [(bin.x0 + bin.x1) / 2 >= data.cuts.value, (bin.y0 + bin.y1) / 2 >= data.cuts.loyalty];
    return x ? (y ? "A" : "B") : y ? "C" : "D";
  };
  return {
    type: "custom",
    encode: { x: 0, y: 1 },
    data: data.bins.map((bin) => ({
      value: [(bin.x0 + bin.x1) / 2, (bin.y0 + bin.y1) / 2],
      link: "bin",
      fields: bin,
      said: `${look.count(bin.n)} ${look.words("customers")}${bin.money === undefined ? "" : `\n${look.as("money")(bin.money)}`}`,
    })),
    renderItem: (params, api) => {
      const bin = data.bins[params.dataIndex];
      const [left, bottom] = api.coord([bin.x0, bin.y0]);
      const [right, top] = api.coord([bin.x1, bin.y1]);
      const fill = look.mix(look.color("surface"), look.color(tone(quadrantOf(bin))), 0.15 + 0.85 * Math.sqrt(bin.n / most));
      const [width, height] = [right - left - 1, bottom - top - 1];
      const text = look.count(bin.n);
      const fits = width > text.length * 8 + 8 && height > 22;
      return {
        type: "rect",
        shape: { x: left, y: top, width, height, r: 2 },
        style: { fill },
        textContent: fits ? { style: { text, fill: readableOn(fill), font: `11px ${look.font}` } } : undefined,
        textConfig: { position: "inside" },
      };
    },
  };
}
