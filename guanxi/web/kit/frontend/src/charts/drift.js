// Drift: what customers expect of each dimension, round by round, each line named at its end.
const tones = ["history", "quadrant-b", "quadrant-c", "quadrant-a", "control", "below", "above"];
const signs = ["circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow"];

export function drift({ data, axes }, look) {
  const all = data.series.flatMap((line) => line.values.filter((value) => value !== null));
  const [low, high] = [Math.max(0, Math.floor(Math.min(...all)) - 1), Math.min(10, Math.ceil(Math.max(...all)) + 1)];
  return {
    grid: { ...look.grid, top: 28, right: look.narrow ? 20 : 132 },
    tooltip: look.tooltip((marks) => [marks[0]?.name, ...marks.map(({ seriesName, value }) => `${seriesName}: ${value ?? "—"}`)].join("\n"), { trigger: "axis" }),
    xAxis: look.axis(undefined, { type: "category", data: data.rounds, boundaryGap: false, splitLine: { show: false } }),
    yAxis: look.axis(axes?.y, { min: low, max: high, minInterval: 1, nameAt: "end", gap: 12, nameTextStyle: { ...look.quiet, align: "left" }, axisLabel: { formatter: (value) => String(value) } }),
    series: data.series.map((line, at) => ({
      name: line.name,
      type: "line",
      data: line.values,
      connectNulls: true,
      symbol: signs[at % signs.length],
      symbolSize: 8,
      showAllSymbol: true,
      lineStyle: { width: 2.25, color: look.color(tones[at % tones.length]) },
      itemStyle: { color: look.color(tones[at % tones.length]) },
      endLabel: { show: !look.narrow, formatter: line.name, fontFamily: look.font, fontSize: 12, color: look.color(tones[at % tones.length]), width: 120, overflow: "truncate" },
      labelLayout: { moveOverlap: "shiftY" },
    })),
  };
}
