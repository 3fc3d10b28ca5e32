// Points in a plane, each with a cross of its intervals; the diagonal or a cut parts the plane, and its corners are named.
const shapes = { below: "triangle", above: "diamond", history: "circle", control: "emptyCircle" };

export function plane({ data, axes }, look) {
  const [least, most] = data.span ?? reach(data.points);
  const ends = { min: least, max: most, splitLine: { show: false }, axisLabel: { formatter: data.span ? look.value : figure } };
  return {
    grid: { ...look.grid, top: 16, right: 20 },
    tooltip: look.tooltip(({ data: mark }) => mark.fields && said(mark.fields, axes, data.span ? look.value : figure)),
    xAxis: look.axis(axes.x, ends),
    yAxis: look.axis(axes.y, { ...ends, gap: 36 }),
    series: [corners(data, least, most, look), crosses(data.points, look), points(data.points, most, look)],
  };
}

const figure = (value) => String(Math.round(value * 100) / 100).replace("-", "−");

// The same span both ways, so that the diagonal is where both are equal.
function reach(points) {
  const all = points.flatMap((point) => [point.x_low, point.x_high, point.y_low, point.y_high, 0]);
  const step = Math.max(...all) > 2 ? 0.5 : 0.1;
  return [Math.floor(Math.min(...all) / step) * step, Math.ceil(Math.max(...all) / step) * step].map((end) => Math.round(end * 10) / 10);
}

function said(point, axes, value) {
  const span = (name) => `${value(point[name])} (${value(point[`${name}_low`])} – ${value(point[`${name}_high`])})`;
  return [[point.name, point.note].filter(Boolean).join(": "), `${axes.x}: ${span("x")}`, `${axes.y}: ${span("y")}`].join("\n");
}

function corners({ corners: names, diagonal, cut }, least, most, look) {
  const place = { top: diagonal ? [Math.max(0, least), most, "left", "top"] : [most, most, "right", "top"], bottom: [most, least, "right", "bottom"], top_left: [least, most, "left", "top"], bottom_left: [least, least, "left", "bottom"] };
  const line = { color: look.color("quiet"), width: 1, type: "dashed" };
  const parts = diagonal ? [[{ coord: [least, least] }, { coord: [most, most] }], { xAxis: 0 }, { yAxis: 0 }] : [{ xAxis: cut }, { yAxis: cut }];
  return {
    type: "scatter",
    silent: true,
    symbolSize: 1,
    itemStyle: { color: "transparent" },
    data: Object.entries(names).map(([key, name]) => {
      const [x, y, side, level] = place[key];
      return { value: [x, y], label: { show: true, position: [0, 0], align: side, verticalAlign: level, padding: [5, 8], ...look.quiet, fontWeight: 600, formatter: name } };
    }),
    markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: line, data: parts },
  };
}

function crosses(all, look) {
  const drawn = (_, api) => {
    const point = all[api.value(0)];
    const style = { stroke: look.color(point.tone), lineWidth: 1.5, opacity: 0.55 };
    const between = (from, to) => ({ type: "line", silent: true, shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style });
    return { type: "group", children: [between(api.coord([point.x_low, point.y]), api.coord([point.x_high, point.y])), between(api.coord([point.x, point.y_low]), api.coord([point.x, point.y_high]))] };
  };
  return { type: "custom", silent: true, clip: true, renderItem: drawn, data: all.map((point, at) => [at, point.x, point.y]), encode: { x: 1, y: 2 } };
}

function points(all, most, look) {
  return {
    type: "scatter",
    symbolSize: 13,
    z: 5,
    labelLayout: { moveOverlap: "shiftY", hideOverlap: false },
    data: all.map((point) => ({
      value: [point.x, point.y],
      fields: point,
      link: "point",
      symbol: shapes[point.tone] ?? "circle",
      itemStyle: { color: look.color(point.tone), borderColor: look.color(point.tone === "control" ? "control" : "surface"), borderWidth: 1 },
      label: { show: true, position: point.x > 0.7 * most ? "left" : "right", distance: 8, offset: [0, -10], ...look.text, fontWeight: 500, formatter: point.name },
    })),
  };
}
