// The whale curve: customers from the best on, and how much of all value they make up together.
export function whale({ data, axes }, look) {
  const marks = data.marks ?? [];
  return {
    grid: { ...look.grid, top: 24, right: 28 },
    tooltip: look.tooltip(([at]) => `${look.percent(at.value[0])} ${look.words("customers")}\n${look.percent(at.value[1])} ${look.words("shareOfValue")}`, { trigger: "axis" }),
    xAxis: look.axis(axes?.x ?? look.words("shareOfCustomers"), { min: 0, max: 1, axisLabel: { formatter: look.percent } }),
    yAxis: look.axis(axes?.y ?? look.words("shareOfValue"), { min: 0, gap: 44, axisLabel: { formatter: look.percent } }),
    series: [
      {
        type: "line",
        data: data.points,
        symbol: "none",
        lineStyle: { width: 2.5, color: look.color("history") },
        itemStyle: { color: look.color("history") },
        areaStyle: { color: look.color("history"), opacity: 0.08 },
      },
      { type: "line", data: [[0, 0], [1, 1]], symbol: "none", silent: true, tooltip: { show: false }, lineStyle: { width: 1, type: "dashed", color: look.color("control") } },
      {
        type: "scatter",
        symbolSize: 11,
        z: 5,
        itemStyle: { color: look.color("surface"), borderColor: look.color("history"), borderWidth: 2.5 },
        label: { show: true, position: "right", offset: [2, 12], distance: 8, ...look.text, fontWeight: 600, formatter: ({ value }) => `${look.percent(value[0])} → ${look.percent(value[1])}` },
        data: marks.map((mark) => ({ value: [mark.at, mark.value], link: "mark", fields: mark })),
      },
    ],
  };
}
