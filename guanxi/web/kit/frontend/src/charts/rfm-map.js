// The RFM map: a cell's area is its customers, its shade the money per customer.
import { readableOn } from "./colour.js";

export function rfmMap({ data, axes }, look) {
  const scores = Array.from({ length: data.n ?? 5 }, (_, at) => String(at + 1));
  const most = Math.max(...data.cells.map((cell) => cell.customers), 1);
  const per = (cell) => (cell.customers ? cell.money / cell.customers : 0);
  const ranked = data.cells.filter((cell) => cell.customers).map(per).sort((a, b) => a - b);
  const rank = (cell) => (ranked.length < 2 ? 1 : ranked.indexOf(per(cell)) / (ranked.length - 1));
  const money = look.as(data.unit ?? "money");
  const score = { type: "category", data: scores, splitLine: { show: false }, splitArea: { show: false } };
  return {
    grid: { ...look.grid, top: 8 },
    tooltip: look.tooltip(({ data: mark }) => {
      const cell = mark.fields;
      return [`${cell.name ? `${cell.name} · ` : ""}R ${cell.r} F ${cell.f}`, `${look.count(cell.customers)} ${look.words("customers")}`, `${money(cell.money)} ${look.words("total")}`, `${money(per(cell))} ${look.words("average")}`].join("\n");
    }),
    xAxis: look.axis(axes?.x ?? look.words("recency"), score),
    yAxis: look.axis(axes?.y ?? look.words("frequency"), score),
    series: {
      type: "custom",
      encode: { x: 0, y: 1 },
      data: data.cells.filter((cell) => cell.customers).map((cell) => ({ value: [cell.r - 1, cell.f - 1], link: "cell", fields: cell })),
      renderItem: (params, api) => {
        const cell = data.cells.filter((each) => each.customers)[params.dataIndex];
        const [x, y] = api.coord([cell.r - 1, cell.f - 1]);
        const [width, height] = api.size([1, 1]);
        const side = Math.sqrt(cell.customers / most);
        const [w, h] = [Math.max((width - 4) * side, 5), Math.max((height - 4) * side, 5)];
        const fill = look.mix(look.color("tier-4"), look.color("tier-1"), rank(cell));
        const text = look.count(cell.customers);
        const fits = w > text.length * 8 && h > 15;
        return {
          type: "rect",
          shape: { x: x - w / 2, y: y - h / 2, width: w, height: h, r: 3 },
          style: { fill, stroke: look.color("line"), lineWidth: 1 },
          textContent: { style: { text, fill: fits ? readableOn(fill) : look.color("ink"), font: `12px ${look.font}` } },
          textConfig: { position: fits ? "inside" : "bottom", distance: 2 },
        };
      },
    },
  };
}
