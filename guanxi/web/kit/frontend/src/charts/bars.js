// Bars: one measure for a few names, longest names first-class, labels instead of a legend.
export function bars({ data, axes }, look) {
  const items = data.items.filter((item) => item.value !== null);
  return {
    grid: { ...look.grid, right: 72 },
    tooltip: look.tooltip(({ data: bar }) => lines(bar.item, look)),
    xAxis: look.axis(axes?.x, { axisLabel: { formatter: look.value } }),
    yAxis: look.axis(axes?.y, {
      type: "category",
      inverse: true,
      data: items.map((item) => item.name),
      splitLine: { show: false },
      axisLabel: { color: look.color("ink"), ...look.breakLong(items.map((item) => item.name), look.narrow ? 96 : 180) },
    }),
    series: [{
      type: "bar",
      barMaxWidth: 26,
      label: { show: !items.some(ranged), position: "right", ...look.text, formatter: ({ data: bar }) => look.value(bar.value) },
      data: items.map((item) => ({
        value: item.value,
        item,
        link: "item",
        fields: item,
        itemStyle: { color: look.color(item.tone ?? "history"), borderRadius: [0, 3, 3, 0] },
      })),
    }, ...(items.some(ranged) ? [ranges(items, look)] : [])],
  };
}

const ranged = (item) => typeof item.low === "number" && typeof item.high === "number";

// What a bar's end lies between, over the bar and beyond it; its value stands after both.
function ranges(items, look) {
  return {
    type: "custom",
    silent: true,
    z: 3,
    data: items.map((item, at) => [item.low ?? item.value, item.high ?? item.value, at]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (_, api) => {
      const [left, y] = api.coord([api.value(0), api.value(2)]);
      const [right] = api.coord([api.value(1), api.value(2)]);
      const item = items[api.value(2)];
      const stroke = { stroke: look.color("ink"), lineWidth: 1.5 };
      const line = (x1, x2, up) => ({ type: "line", shape: { x1, x2, y1: y - up, y2: y + up }, style: stroke });
      const marks = ranged(item) ? [line(left, right, 0), line(left, left, 5), line(right, right, 5)] : [];
      const label = { type: "text", style: { text: look.value(item.value), x: right + 6, y, fill: look.color("ink"), font: `12px ${look.font}`, textVerticalAlign: "middle" } };
      return { type: "group", children: [...marks, label] };
    },
  };
}

function lines(item, look) {
  const said = [`${item.name}: ${look.value(item.value)}`];
  if (ranged(item)) said.push(`${look.value(item.low)} – ${look.value(item.high)}`);
  if (item.n !== undefined) said.push(`n = ${look.count(item.n)}`);
  return said.join("\n");
}
