// The waterfall: from one total to the next, step by step, each with its sign.
export function waterfall({ data, axes }, look) {
  let level = data.start.value;
  const steps = data.steps.map((step) => {
    const from = level;
    level += step.value;
    return { ...step, low: Math.min(from, level), high: Math.max(from, level) };
  });
  const whole = (end) => ({ ...end, low: Math.min(0, end.value), high: Math.max(0, end.value), total: true });
  const all = [whole(data.start), ...steps, whole(data.end)];
  const signed = (step) => (step.total ? look.fineValue(step.value) : (step.value > 0 ? "+" : "") + look.value(step.value));
  // Small steps between two large totals would vanish beside bars from zero: then the totals are marks, not bars.
  const [least, most] = [Math.min(...all.map((step) => (step.total ? step.value : step.low))), Math.max(...all.map((step) => step.high))];
  const near = least > 0.6 * most;
  const floor = near ? least - (most - least) * 0.35 : undefined;
  const tone = (step) => (step.total ? "history" : step.value >= 0 ? "above" : "below");
  return {
    grid: { ...look.grid, right: 84 },
    tooltip: look.tooltip(({ data: bar }) => [`${bar.fields.name}: ${signed(bar.fields)}`, ...(bar.fields.n === undefined ? [] : [`${look.count(bar.fields.n)} ${look.words("customers")}`])].join("\n")),
    xAxis: look.axis(axes?.x, { min: floor, splitNumber: 3, axisLabel: { formatter: near ? look.fineValue : look.value } }),
    yAxis: look.axis(axes?.y, {
      type: "category",
      inverse: true,
      data: all.map((step) => step.name),
      splitLine: { show: false },
      axisLabel: { color: look.color("ink"), ...look.breakLong(all.map((step) => step.name), look.narrow ? 96 : 170) },
    }),
    series: [
      { type: "bar", stack: "level", silent: true, itemStyle: { color: "transparent" }, data: all.map((step) => (near && step.total ? step.value : step.low)) },
      {
        type: "bar",
        stack: "level",
        barMaxWidth: 30,
        label: { show: true, position: "right", distance: 9, ...look.text, formatter: ({ data: bar }) => signed(bar.fields) },
        data: all.map((step) => ({ value: near && step.total ? 0 : step.high - step.low, link: "step", fields: step, itemStyle: { color: look.color(tone(step)), borderRadius: 2 } })),
      },
      ...(near ? [{ type: "scatter", symbol: "diamond", symbolSize: 14, itemStyle: { color: look.color("history") }, data: all.filter((step) => step.total).map((step) => ({ value: [step.value, step === all[0] ? 0 : all.length - 1], fields: step })) }] : []),
    ],
  };
}
