// A tree from the outcome down: names joined by lines, each row's value on its interval, what was stated at the right.
export function tree({ data, axes }, look) {
  const rows = data.rows;
  const place = look.narrow ? { gutter: 118, step: 10, right: 46 } : { gutter: 250, step: 22, right: 104 };
  const most = Math.max(...rows.flatMap(({ value, high }) => [value, high].filter(known)));
  return {
    grid: { left: place.gutter, right: place.right, top: 26, bottom: 46 },
    tooltip: look.tooltip(({ data: mark }) => said(mark.row, axes, look)),
    xAxis: look.axis(axes.x, { min: 0, max: most * 1.12, splitNumber: look.narrow ? 3 : 5, splitLine: { showMaxLine: false, lineStyle: { color: look.color("line") } }, axisLabel: { formatter: look.value, showMaxLabel: false } }),
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.key), show: false },
    series: [{
      type: "custom",
      renderItem: (_, api) => drawn(api.value(0), rows, api, { ...look, ...place, stated: axes.stated }),
      data: rows.map((row, at) => ({ value: [at, row.low ?? row.value ?? 0, row.high ?? row.value ?? 0], row })),
      encode: { x: [1, 2], y: 0 },
    }],
  };
}

const known = (value) => value !== null && value !== undefined;
const score = (value) => (known(value) ? String(Math.round(value * 10) / 10) : "—");

function said(row, axes, look) {
  const lines = [`${row.name}: ${known(row.value) ? look.value(row.value) : "—"}`];
  if (known(row.low)) lines.push(`${look.value(row.low)} – ${look.value(row.high)}`);
  if (known(row.stated)) lines.push(`${axes.stated}: ${score(row.stated)}`);
  return lines.join("\n");
}

function drawn(at, rows, api, look) {
  const row = rows[at];
  const [, y] = api.coord([0, at]);
  const children = [...branch(at, rows, api, look), ...name(row, y, look), ...beside(row, at, y, look)];
  if (known(row.value)) children.push(...interval(row, y, api, look));
  return { type: "group", children };
}

// From the parent's name down, then to this one's: the last line of a parent's own ends here.
function branch(at, rows, api, look) {
  const { level } = rows[at];
  if (!level) return [];
  const parent = rows.findLastIndex((row, before) => before < at && row.level < level);
  const [, y] = api.coord([0, at]);
  const [, above] = api.coord([0, parent]);
  const x = 4 + (level - 1) * look.step + 3;
  const points = [[x, above + 8], [x, y], [4 + level * look.step - 3, y]];
  return [{ type: "polyline", silent: true, shape: { points }, style: { stroke: look.color("quiet"), lineWidth: 1, fill: "none" } }];
}

function name(row, y, look) {
  const x = 4 + row.level * look.step;
  const style = { text: row.name, x, y, width: look.gutter - x - 10, overflow: "truncate", fill: look.color(row.level < 2 ? "ink" : "quiet"), font: `${row.level < 2 ? 600 : 400} 12px ${look.font}`, textVerticalAlign: "middle" };
  return [{ type: "text", style }];
}

function interval(row, y, api, look) {
  const color = look.color(row.level < 2 ? "history" : "forecast");
  const [x] = api.coord([row.value, 0]);
  const [left] = api.coord([row.low ?? row.value, 0]);
  const [right] = api.coord([row.high ?? row.value, 0]);
  const ends = known(row.low) ? [left, right] : [];
  return [
    { type: "line", shape: { x1: left, x2: right, y1: y, y2: y }, style: { stroke: color, lineWidth: 4, opacity: 0.45 } },
    ...ends.map((end) => ({ type: "line", shape: { x1: end, x2: end, y1: y - 5, y2: y + 5 }, style: { stroke: color, lineWidth: 2 } })),
    { type: "circle", shape: { cx: x, cy: y, r: row.level ? 5 : 6 }, style: { fill: color, stroke: look.color("surface"), lineWidth: 1 } },
    { type: "text", style: { text: look.value(row.value), x: right + 6, y, fill: look.color("ink"), font: `${row.level < 2 ? 600 : 400} 12px ${look.font}`, textVerticalAlign: "middle" } },
  ];
}

// A column of its own: what is stated is on another scale, so it gets no axis.
function beside(row, at, y, look) {
  const x = look.width - 8;
  const style = { x, textAlign: "right", font: `12px ${look.font}` };
  const head = { type: "text", silent: true, style: { ...style, text: look.stated, y: 2, fill: look.color("quiet"), textVerticalAlign: "top" } };
  const own = { type: "text", style: { ...style, text: score(row.stated), y, fill: look.color(known(row.stated) ? "ink" : "quiet"), textVerticalAlign: "middle" } };
  return [...(at ? [] : [head]), ...(row.level ? [own] : [])];
}
