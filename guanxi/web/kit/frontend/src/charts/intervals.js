// A value and its interval in each row: a dot on a line. Rows that follow one another are joined; notes stand at the end.
export function intervals({ data, axes }, look) {
  const rows = data.rows;
  const known = rows.flatMap(({ low, high, value }) => [low, high, value]).filter((value) => value !== null && value !== undefined);
  const [least, most] = data.span ?? [0, Math.max(...known)];
  return {
    grid: { ...look.grid, top: 8, left: 12, right: 24 },
    tooltip: look.tooltip(({ data: mark }) => mark.row && said(mark.row, look)),
    xAxis: look.axis(axes?.x, { min: least, max: data.span ? most : most * 1.08, splitNumber: look.narrow ? 3 : 5, axisLabel: { formatter: look.value, showMaxLabel: Boolean(data.span) } }),
    yAxis: look.axis(undefined, {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      splitLine: { show: false },
      axisLabel: { color: look.color("ink"), ...look.breakLong(rows.map((row) => row.name), look.narrow ? 96 : 180) },
    }),
    series: [
      ...(data.joined ? [{ type: "line", silent: true, symbol: "none", lineStyle: { color: look.color("quiet"), width: 1.25, type: "dotted" }, data: rows.map((row, at) => [row.value, at]) }] : []),
      { type: "custom", renderItem: (_, api) => drawn(rows[api.value(0)], api, look), data: rows.map((row, at) => ({ value: [at, row.low ?? row.value, row.high ?? row.value], row, link: "row", fields: row })), encode: { x: [1, 2], y: 0 } },
    ],
  };
}

const known = (value) => value !== null && value !== undefined;

function said(row, look) {
  const lines = [`${row.name}: ${known(row.value) ? look.value(row.value) : "—"}`];
  if (known(row.low)) lines.push(`${look.value(row.low)} – ${look.value(row.high)}`);
  if (known(row.n)) lines.push(`n = ${look.count(row.n)}`);
  if (row.note) lines.push(row.note);
  return lines.join("\n");
}

function drawn(row, api, look) {
  if (!known(row.value)) return { type: "group", children: [] };
  const at = (value) => api.coord([value, api.value(0)]);
  const [x, y] = at(row.value);
  const color = look.color(row.tone ?? "history");
  const children = [];
  if (known(row.low)) {
    const [left] = at(row.low);
    const [right] = at(row.high);
    children.push({ type: "line", shape: { x1: left, x2: right, y1: y, y2: y }, style: { stroke: color, lineWidth: 4, opacity: 0.45 } });
    for (const end of [left, right]) children.push({ type: "line", shape: { x1: end, x2: end, y1: y - 6, y2: y + 6 }, style: { stroke: color, lineWidth: 2 } });
  }
  children.push({ type: "circle", shape: { cx: x, cy: y, r: 6 }, style: { fill: color, stroke: look.color("surface"), lineWidth: 1 } });
  children.push({ type: "text", x, y: y - 10, style: { text: look.value(row.value), fill: look.color("ink"), font: `600 12px ${look.font}`, textAlign: "center", textVerticalAlign: "bottom" } });
  if (row.note && !look.narrow) children.push({ type: "text", x, y: y + 11, style: { text: row.note, fill: look.color("quiet"), font: `12px ${look.font}`, textAlign: "center", textVerticalAlign: "top" } });
  return { type: "group", children };
}
