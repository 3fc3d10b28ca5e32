// Experience, expectation and ideal of each dimension on one scale. The bar between experience and expectation is
// orange where it falls short, teal where it exceeds; the ideal is a line that the dotted way leads to.
export function dumbbells({ data, axes }, look) {
  const { rows, words } = data;
  return {
    grid: { ...look.grid, top: 30, left: 8, right: 20 },
    tooltip: look.tooltip(({ data: mark }) => mark.row && said(mark.row, words)),
    xAxis: look.axis(axes?.x, { min: 0, max: 10, interval: look.narrow ? 5 : 1, position: "top", axisLabel: { formatter: (value) => String(value) } }),
    yAxis: look.axis(axes?.y, {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      splitLine: { show: false },
      axisLabel: { color: look.color("ink"), ...look.breakLong(rows.map((row) => row.name), look.narrow ? 88 : 150) },
    }),
    series: [{ type: "custom", renderItem: (_, api) => drawn(rows[api.value(0)], api, look), data: rows.map((row, at) => ({ value: [at, 0, 10], row })), encode: { x: [1, 2], y: 0 } }],
  };
}

const figure = (value) => (value === null ? "—" : String(Math.round(value * 10) / 10));
const said = (row, words) => [row.name, ...["experience", "expectation", "ideal"].map((each) => `${words[each]}: ${figure(row[each])}`)].join("\n");
const known = (value) => value !== null && value !== undefined;

function drawn(row, api, look) {
  const at = (value) => api.coord([value, api.value(0)]);
  const [, y] = at(0);
  const x = (value) => at(value)[0];
  const tone = look.color({ below: "below", exceeds: "above" }[row.standing] ?? "ink");
  const parts = [];
  if (known(row.experience) && known(row.ideal) && row.ideal !== row.experience)
    parts.push({ type: "line", shape: { x1: x(row.experience), x2: x(row.ideal), y1: y, y2: y }, style: { stroke: look.color("quiet"), lineWidth: 1, lineDash: [2, 3] } });
  if (known(row.experience) && known(row.expectation) && row.expectation !== row.experience)
    parts.push({ type: "line", shape: { x1: x(row.experience), x2: x(row.expectation), y1: y, y2: y }, style: { stroke: tone, lineWidth: 6, opacity: 0.45 } });
  if (known(row.ideal)) parts.push({ type: "rect", shape: { x: x(row.ideal) - 2, y: y - 11, width: 4, height: 22, r: 1 }, style: { fill: look.color("brand") } });
  if (known(row.expectation)) parts.push(diamond(x(row.expectation), y, 9, { fill: look.color("surface"), stroke: look.color("ink"), lineWidth: 1.75 }));
  if (known(row.experience)) {
    const met = row.standing === "meets";
    // Where all is met the dot stands within the diamond, so that both are seen.
    parts.push({ type: "circle", shape: { cx: x(row.experience), cy: y, r: met ? 3.5 : 7 }, style: { fill: row.standing === null ? look.color("control") : tone } });
  }
  return { type: "group", children: parts };
}

function diamond(x, y, r, style) {
  return { type: "polygon", shape: { points: [[x, y - r], [x + r, y], [x, y + r], [x - r, y]] }, style };
}
