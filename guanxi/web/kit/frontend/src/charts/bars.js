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
    series: {
      type: "bar",
      barMaxWidth: 26,
      label: { show: true, position: "right", ...look.text, formatter: ({ data: bar }) => look.value(bar.value) },
      data: items.map((item) => ({
        value: item.value,
        item,
        link: "item",
        fields: item,
        itemStyle: { color: look.color(item.tone ?? "history"), borderRadius: [0, 3, 3, 0] },
      })),
    },
  };
}

function lines(item, look) {
  const said = [`${item.name}: ${look.value(item.value)}`];
  if (item.n !== undefined) said.push(`n = ${look.count(item.n)}`);
  return said.join("\n");
}
