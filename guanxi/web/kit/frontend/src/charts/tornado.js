// The tornado: what the result would be with one input lower or higher, the widest first, around the result as it is.
export function tornado({ data, axes }, look) {
  const rows = data.bars.map((bar) => ({ ...bar, ...sides(bar, data.middle) }));
  const swing = look.percent(data.swing);
  const ends = { lower: `−${swing}`, higher: `+${swing}` };
  return {
    grid: { ...look.grid, top: 8, left: 12, right: look.narrow ? 20 : 28 },
    tooltip: look.tooltip(({ data: { row } }) => row && [row.name, `${ends.lower}: ${look.value(row.lower)}`, `${ends.higher}: ${look.value(row.higher)}`].join("\n")),
    xAxis: look.axis(axes?.x, { splitNumber: 4, axisLabel: { formatter: look.value, showMinLabel: false, showMaxLabel: false }, ...range(rows, data.middle, look.narrow ? 0.26 : 0.16) }),
    yAxis: look.axis(axes?.y, {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      splitLine: { show: false },
      axisLabel: { color: look.color("ink"), ...look.breakLong(rows.map((row) => row.name), look.narrow ? 96 : 150) },
    }),
    series: [
      { type: "custom", renderItem: (_, api) => halves(rows[api.value(0)], data, ends, api, look), data: rows.map((row, at) => ({ value: [at, row.low, row.high], row })), encode: { x: [1, 2], y: 0 } },
      { type: "line", data: [], markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: look.color("ink"), width: 1.5, type: "solid" }, data: [{ xAxis: data.middle }] } },
    ],
  };
}

function sides({ lower, higher }, middle) {
  return { low: Math.min(lower, higher, middle), high: Math.max(lower, higher, middle) };
}

// Room at both ends for the words that stand there.
function range(rows, middle, part) {
  const low = Math.min(middle, ...rows.map((row) => row.low));
  const high = Math.max(middle, ...rows.map((row) => row.high));
  const room = (high - low || 1) * part;
  return { min: low - room, max: high + room };
}

// Light where the input is lower, dark where it is higher; the sign stands at the end of each half.
function halves(row, { middle }, ends, api, look) {
  const half = (input) => {
    const [from] = api.coord([middle, api.value(0)]);
    const [to, y] = api.coord([row[input], api.value(0)]);
    const height = Math.min(24, api.size([0, 1])[1] * 0.62);
    const left = to < from;
    return [
      { type: "rect", shape: { x: Math.min(from, to), y: y - height / 2, width: Math.abs(to - from), height, r: 2 }, style: { fill: look.color(input === "higher" ? "history" : "forecast") } },
      { type: "text", x: to + (left ? -6 : 6), y, style: { text: ends[input], fill: look.color("quiet"), font: `12px ${look.font}`, textAlign: left ? "right" : "left", textVerticalAlign: "middle" } },
    ];
  };
  const moves = ["lower", "higher"].filter((input) => row[input] !== middle);
  return { type: "group", children: moves.flatMap(half) };
}
