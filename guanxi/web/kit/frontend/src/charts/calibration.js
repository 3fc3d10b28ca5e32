// Calibration: what was predicted against what happened, a tenth of the customers at a time.
export function calibration({ data, axes }, look) {
  const deciles = data.deciles.filter((each) => each.predicted !== null && each.happened !== null);
  const far = Math.max(...deciles.flatMap((each) => [each.predicted, each.happened, each.high ?? 0])) * 1.05 || 1;
  const bars = deciles.filter((each) => each.low !== undefined && each.low !== null);
  return {
    grid: { ...look.grid, top: 16, right: 24 },
    tooltip: look.tooltip(({ data: mark }) => {
      const each = mark.fields;
      return [`${each.decile}/10 · n = ${look.count(each.customers)}`, `${look.words("predicted")}: ${look.value(each.predicted)}`, `${look.words("happened")}: ${look.value(each.happened)}`].join("\n");
    }),
    xAxis: look.axis(axes?.x ?? look.words("predicted"), { min: 0, max: far, axisLabel: { formatter: look.value, showMaxLabel: false } }),
    yAxis: look.axis(axes?.y ?? look.words("happened"), { min: 0, max: far, gap: 48, axisLabel: { formatter: look.value, showMaxLabel: false } }),
    series: [
      { type: "line", symbol: "none", silent: true, data: [[0, 0], [far, far]], lineStyle: { color: look.color("control"), type: "dashed", width: 1 }, endLabel: { show: !look.narrow, ...look.quiet, formatter: look.words("perfect"), align: "right", verticalAlign: "bottom", offset: [-14, -4] } },
      {
        type: "custom",
        silent: true,
        data: bars.map((each) => [each.predicted, each.low, each.high]),
        renderItem: (_, api) => {
          const [x, low] = api.coord([api.value(0), api.value(1)]);
          const [, high] = api.coord([api.value(0), api.value(2)]);
          return { type: "line", shape: { x1: x, x2: x, y1: low, y2: high }, style: { stroke: look.color("forecast"), lineWidth: 2 } };
        },
      },
      {
        type: "scatter",
        symbolSize: 12,
        itemStyle: { color: look.color("history"), borderColor: look.color("surface"), borderWidth: 1.5 },
        data: deciles.map((each) => ({ value: [each.predicted, each.happened], link: "decile", fields: each })),
      },
    ],
  };
}
