// The forecast: what happened, what is expected with its interval, and what has happened since.
export function forecast({ data, axes }, look) {
  const band = data.forecast.filter(([, , low, high]) => low !== null && high !== null);
  const inner = data.forecast.filter(([, , , , low, high]) => low !== undefined && low !== null && high !== null);
  const byDay = new Map(data.forecast.map((point) => [point[0], point]));
  const line = (name, points, more = {}) => ({ name, type: "line", symbol: "none", data: points, ...more });
  const end = (text, color) => ({ show: !look.narrow, formatter: text, fontFamily: look.font, fontSize: 12, color });
  const invisible = { lineStyle: { opacity: 0 }, itemStyle: { opacity: 0 }, silent: true, stackStrategy: "all" };
  const between = (stack, points, opacity) => [
    line("band", points.map(([date, low]) => [date, low]), { ...invisible, stack }),
    line("band", points.map(([date, low, high]) => [date, high - low]), { ...invisible, stack, areaStyle: { color: look.color("forecast-band"), opacity } }),
  ];
  return {
    grid: { ...look.grid, right: look.narrow ? 16 : 84, left: 12, top: 20 },
    tooltip: look.tooltip((marks) => said(marks, byDay, look), { trigger: "axis" }),
    xAxis: look.axis(axes?.x, { type: "time", splitLine: { show: false } }),
    yAxis: look.axis(axes?.y, { axisLabel: { formatter: look.value }, scale: false }),
    series: [
      ...between("outer", band.map(([date, , low, high]) => [date, low, high]), inner.length ? 0.5 : 0.8),
      ...between("inner", inner.map(([date, , , , low, high]) => [date, low, high]), 0.9),
      line("history", data.history, { lineStyle: { width: 2, color: look.color("history") }, itemStyle: { color: look.color("history") }, markLine: today(data, look) }),
      line("expected", data.forecast.map(([date, value]) => [date, value]), { lineStyle: { width: 2, type: "dashed", color: look.color("forecast") }, itemStyle: { color: look.color("forecast") }, endLabel: end(look.words("expected"), look.color("quiet")) }),
      line("actual", happened(data.actual ?? [], look), { symbol: "circle", symbolSize: 6, lineStyle: { width: 2, color: look.color("actual") }, itemStyle: { color: look.color("actual") } }),
    ],
  };
}

// The last of what happened says what the dots are.
function happened(points, look) {
  const label = { show: !look.narrow, position: "top", ...look.text, formatter: look.words("actual") };
  return points.map((value, at) => ({ value, label: at === points.length - 1 ? label : undefined }));
}

function today({ today: date }, look) {
  if (!date) return undefined;
  return {
    symbol: "none",
    silent: true,
    lineStyle: { color: look.color("quiet"), width: 1, type: "solid" },
    label: { ...look.quiet, formatter: look.words("today"), position: "insideEndTop", rotate: 0, align: "right", padding: [0, 6, 0, 0] },
    data: [{ xAxis: date }],
  };
}

function said(marks, byDay, look) {
  const date = marks[0].value[0];
  const lines = [look.day(date)];
  for (const { seriesName, value } of marks)
    if (seriesName !== "band") lines.push(`${look.words(seriesName)}: ${look.value(value[1])}`);
  const [, , low, high] = byDay.get(date) ?? [];
  if (low !== undefined && low !== null) lines.push(`${look.words("interval")}: ${look.value(low)} – ${look.value(high)}`);
  return lines.join("\n");
}
