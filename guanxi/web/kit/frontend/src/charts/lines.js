// Lines: one quantity along another (a year, a budget), each line named at its end, with points to be remembered.
const tones = ["history", "quadrant-b", "quadrant-c", "quadrant-a", "control", "below", "above"];
const signs = ["circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow"];

export function lines({ data, axes }, look) {
  const along = data.x_unit ? look.as(data.x_unit) : look.count;
  const alone = data.series.length === 1;
  const places = apart(data.series);
  return {
    grid: { ...look.grid, top: 28, right: alone || look.narrow ? 36 : 132 },
    tooltip: look.tooltip((marks) => said(marks, along, axes, look), { trigger: "axis" }),
    xAxis: look.axis(axes?.x, { min: "dataMin", max: "dataMax", minInterval: data.whole ? 1 : 0, splitLine: { show: false }, axisLabel: { formatter: along } }),
    yAxis: look.axis(axes?.y, { nameAt: "end", gap: 12, nameTextStyle: { ...look.quiet, align: "left" }, axisLabel: { formatter: look.value } }),
    series: [...data.series.map((line, at) => drawn(line, at, alone, places, look)), marks(data.marks ?? [], look)],
  };
}

function drawn(line, at, alone, places, look) {
  const color = look.color(line.tone ?? tones[at % tones.length]);
  const zero = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: look.color("quiet"), width: 1, type: "solid" }, data: [{ yAxis: 0 }] };
  return {
    name: line.name,
    type: "line",
    data: line.points,
    symbol: signs[at % signs.length],
    symbolSize: line.points.length > 24 ? 0 : 7,
    showAllSymbol: true,
    lineStyle: { width: 2.25, color, type: line.dashed ? "dashed" : "solid" },
    itemStyle: { color },
    endLabel: { show: !alone && !look.narrow, formatter: line.name, fontFamily: look.font, fontSize: 12, color, offset: [4, places[at]], width: 120, overflow: "truncate" },
    markLine: at === 0 ? zero : undefined,
  };
}

// Names of lines that end close together would cover each other: each steps down from the one above it.
function apart(series) {
  const ends = series.map((line, at) => ({ at, y: line.points.at(-1)?.[1] ?? 0 })).sort((a, b) => b.y - a.y);
  const all = series.flatMap((line) => line.points.map(([, y]) => y));
  const scale = 160 / (Math.max(...all, 0) - Math.min(...all, 0) || 1);
  const moved = [];
  let last = -Infinity;
  for (const { at, y } of ends) {
    const wanted = -y * scale;
    const placed = Math.max(wanted, last + 15);
    moved[at] = placed - wanted;
    last = placed;
  }
  return moved;
}

function marks(points, look) {
  return {
    type: "scatter",
    symbolSize: 12,
    z: 5,
    tooltip: { show: false },
    itemStyle: { color: look.color("surface"), borderColor: look.color("ink"), borderWidth: 2.5 },
    label: { show: true, position: "top", distance: 8, ...look.text, fontWeight: 600, formatter: ({ data: mark }) => mark.name },
    labelLayout: { moveOverlap: "shiftY", hideOverlap: false },
    data: points.map((mark) => ({ value: [mark.x, mark.y], name: mark.name })),
  };
}

function said(marks, along, axes, look) {
  const shown = marks.filter(({ seriesType }) => seriesType === "line");
  if (!shown.length) return "";
  const head = [axes?.x, along(shown[0].value[0])].filter(Boolean).join(" ");
  return [head, ...shown.map(({ seriesName, value }) => `${seriesName}: ${look.value(value[1])}`)].join("\n");
}
