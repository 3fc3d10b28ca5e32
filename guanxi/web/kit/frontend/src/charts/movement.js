// Movement: how many customers went from where to where between two turns, at most eight bands.
export function movement({ data }, look) {
  const tone = (key) => look.color(/^[A-D]$/.test(key) ? `quadrant-${key.toLowerCase()}` : "control");
  const nodes = new Map();
  const node = (side, key, name) => {
    const id = `${side} ${key}`;
    if (!nodes.has(id)) nodes.set(id, { name: id, said: name, itemStyle: { color: tone(key), borderWidth: 0 }, label: { position: side === "left" ? "right" : "left" } });
    return id;
  };
  const links = data.flows.map((flow) => ({
    source: node("left", flow.from, flow.from_name),
    target: node("right", flow.to, flow.to_name),
    value: flow.customers,
    link: "flow",
    fields: flow,
  }));
  const total = (id) => links.reduce((sum, { source, target, value }) => sum + (source === id || target === id ? value : 0), 0);
  return {
    tooltip: look.tooltip(({ dataType, data: mark }) => dataType === "edge"
      ? `${mark.fields.from_name} → ${mark.fields.to_name}\n${look.count(mark.value)} ${look.words("customers")}`
      : `${mark.said}\n${look.count(total(mark.name))} ${look.words("customers")}`),
    series: {
      type: "sankey",
      left: 4,
      right: 4,
      top: 8,
      bottom: 8,
      nodeWidth: 10,
      nodeGap: 14,
      layoutIterations: 0,
      draggable: false,
      emphasis: { focus: "adjacency" },
      lineStyle: { color: "source", opacity: 0.25, curveness: 0.5 },
      // On a phone the two sides' names would meet in the middle.
      label: { ...look.text, ...(look.narrow ? { width: 104, overflow: "break" } : {}), formatter: ({ data: each }) => `${each.said}  ${look.count(total(each.name))}` },
      data: [...nodes.values()],
      links,
    },
  };
}
