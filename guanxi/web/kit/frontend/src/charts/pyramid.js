// The pyramid: as wide as its customers, labelled by its money.
export function pyramid({ data }, look) {
  const layers = data.layers;
  const widest = Math.max(...layers.map((layer) => layer.customers), 1);
  const customers = layers.reduce((sum, layer) => sum + layer.customers, 0);
  const all = layers.reduce((sum, layer) => sum + (layer.money ?? 0), 0);
  const least = widest * 0.012; // even the smallest layer can be seen and clicked
  const width = (layer) => Math.max(layer.customers, least);
  const money = look.as("money");
  const share = (part, whole) => (whole ? look.percent(part / whole) : "—");
  return {
    grid: { ...look.grid, top: 8, right: look.narrow ? 92 : 150 },
    tooltip: look.tooltip(({ data: bar }) => {
      const layer = bar.fields;
      return [layer.name, `${look.count(layer.customers)} ${look.words("customers")} (${share(layer.customers, customers)})`, `${money(layer.money)} (${share(layer.money, all)})`, `${money(layer.money / layer.customers)} ${look.words("average")}`].join("\n");
    }),
    xAxis: { type: "value", show: false, min: 0, max: widest },
    yAxis: look.axis(undefined, {
      type: "category",
      inverse: true,
      splitLine: { show: false },
      data: layers.map((layer) => layer.name),
      axisLabel: { color: look.color("ink"), lineHeight: 18, formatter: (name, at) => `${name}\n${look.count(layers[at].customers)} ${look.words("customers")}` },
    }),
    series: [
      { type: "bar", stack: "layer", silent: true, barCategoryGap: "14%", itemStyle: { color: "transparent" }, data: layers.map((layer) => (widest - width(layer)) / 2) },
      {
        type: "bar",
        stack: "layer",
        data: layers.map((layer, at) => ({ value: width(layer), link: "layer", fields: layer, itemStyle: { color: look.color(`tier-${Math.min(at + 1, 4)}`), borderRadius: 3 } })),
      },
      {
        type: "bar",
        stack: "layer",
        silent: true,
        itemStyle: { color: "transparent" },
        label: { show: true, position: "right", ...look.text, lineHeight: 18, formatter: ({ dataIndex }) => `${money(layers[dataIndex].money)}\n${share(layers[dataIndex].money, all)}` },
        data: layers.map((layer) => (widest - width(layer)) / 2),
      },
    ],
  };
}
