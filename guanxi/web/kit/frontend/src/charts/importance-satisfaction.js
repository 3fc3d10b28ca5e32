// Importance to the right, satisfaction up: what matters and falls short is in the corner at the right below.
const shapes = { below: "triangle", meets: "circle", exceeds: "diamond" };
const tones = { below: "below", exceeds: "above" };

export function importanceSatisfaction({ data, axes }, look) {
  const far = Math.max(0.75, ...data.points.flatMap(({ satisfaction, low, high }) => [satisfaction, low ?? 0, high ?? 0].map(Math.abs))) * 1.3;
  const reach = Math.min(10, Math.ceil(far));
  return {
    grid: { ...look.grid, top: 16, right: 16 },
    tooltip: look.tooltip(({ data: mark }) => mark.fields && said(mark.fields, axes)),
    xAxis: look.axis(axes.x, { min: 0, max: 10, splitLine: { show: false } }),
    yAxis: look.axis(axes.y, { min: -reach, max: reach, gap: 30, splitLine: { show: false }, axisLabel: { formatter: signed } }),
    series: [corners(data, reach, look), between(data, look), points(data, reach, look)],
  };
}

const signed = (value) => (value > 0 ? `+${value}` : String(value).replace("-", "−"));
const figure = (value) => signed(Math.round(value * 10) / 10);

function said(point, axes) {
  return [point.name, `${axes.x}: ${Math.round(point.importance * 10) / 10}`, `${axes.y}: ${figure(point.satisfaction)}${typeof point.low === "number" ? ` (${figure(point.low)} … ${figure(point.high)})` : ""}`, `${Math.round(point.importance * 10) / 10} × ${figure(point.satisfaction)} = ${figure(point.key)}`].join("\n");
}

// The cuts are drawn; the one corner that asks for something is tinted, all four are named.
function corners({ cut, corners: names }, reach, look) {
  const place = { keep: [10, reach, "right", "top"], mend: [10, -reach, "right", "bottom"], spare: [0, reach, "left", "top"], later: [0, -reach, "left", "bottom"] };
  const line = { color: look.color("quiet"), width: 1, type: "dashed" };
  return {
    type: "scatter",
    silent: true,
    symbolSize: 1,
    itemStyle: { color: "transparent" },
    data: Object.entries(place).map(([key, [x, y, side, level]]) => ({
      value: [x, y],
      label: { show: true, position: [0, 0], align: side, verticalAlign: level, padding: [5, 8], ...look.quiet, fontWeight: 600, color: look.color(key === "mend" ? "below" : "quiet"), formatter: names[key] },
    })),
    markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: line, data: [{ xAxis: cut }, { yAxis: 0, lineStyle: { ...line, type: "solid" } }] },
    markArea: { silent: true, itemStyle: { color: look.color("below"), opacity: 0.08 }, data: [[{ coord: [cut, -reach] }, { coord: [10, 0] }]] },
  };
}

// How well satisfaction is known, where it is: behind the marks, in their colour.
function between({ points: all }, look) {
  const known = all.filter(({ low, high }) => typeof low === "number" && typeof high === "number");
  return {
    type: "custom",
    silent: true,
    z: 4,
    data: known.map(({ importance, low, high, standing }) => ({ value: [importance, low, high], standing })),
    encode: { x: 0, y: [1, 2] },
    renderItem: ({ dataIndex }, api) => {
      const [x, top] = api.coord([api.value(0), api.value(2)]);
      const [, bottom] = api.coord([api.value(0), api.value(1)]);
      const stroke = look.color(tones[known[dataIndex].standing] ?? "ink");
      return { type: "line", shape: { x1: x, x2: x, y1: top, y2: bottom }, style: { stroke, lineWidth: 3, opacity: 0.5 } };
    },
  };
}

// Names of marks that lie together go to different sides of them.
function sides(all, reach, look) {
  const near = (one, other) => Math.abs(one.importance - other.importance) < (look.narrow ? 2.5 : 1) && Math.abs(one.satisfaction - other.satisfaction) < reach * 0.16;
  const found = [];
  for (const [at, point] of all.entries()) {
    const taken = found.filter((_, before) => near(all[before], point));
    const order = point.satisfaction > reach * 0.6 ? ["bottom", "left", "right", "top"] : ["top", "bottom", "left", "right"];
    found[at] = order.find((side) => !taken.includes(side)) ?? order[0];
  }
  return found;
}

function points({ points: all }, reach, look) {
  const places = sides(all, reach, look);
  return {
    type: "scatter",
    symbolSize: 15,
    z: 5,
    labelLayout: { moveOverlap: "shiftY", hideOverlap: false },
    data: all.map((point, at) => ({
      value: [point.importance, point.satisfaction],
      fields: point,
      symbol: shapes[point.standing],
      itemStyle: point.standing === "meets" ? { color: look.color("surface"), borderColor: look.color("ink"), borderWidth: 2 } : { color: look.color(tones[point.standing]), borderColor: look.color("surface"), borderWidth: 1 },
      label: { show: true, position: places[at], distance: 6, ...look.text, fontWeight: 500, formatter: point.name },
    })),
  };
}
