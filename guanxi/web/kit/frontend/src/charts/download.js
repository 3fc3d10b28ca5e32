// A picture to take away: PNG as seen, SVG drawn anew, CSV of the table beside it.
export function download(kind, figure, { picture, place }, svg) {
  const made = document.body.dataset.synthetic ?? ""; // the file says by its name that its data are made up
  const of = figure.dataset.of ? `-${figure.dataset.of.replaceAll(" ", "-")}` : ""; // and of which days they are, where that can be chosen
  const name = made + figure.querySelector(".gx-chart-title").textContent.trim().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) + of;
  if (kind === "png") save(`${name}.png`, bytesOf(picture.getDataURL({ pixelRatio: 2, backgroundColor: surface() })), "image/png");
  if (kind === "svg") save(`${name}.svg`, svg(place.clientWidth, place.clientHeight), "image/svg+xml");
  if (kind === "csv") save(`${name}.csv`, `\ufeff${csv(figure.querySelector("table"))}`, "text/csv");
}

const surface = () => getComputedStyle(document.documentElement).getPropertyValue("--gx-surface").trim();
const bytesOf = (address) => Uint8Array.from(atob(address.split(",")[1]), (letter) => letter.codePointAt(0));
const csv = (table) => [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n");

function cell({ textContent }) {
  const text = textContent.trim();
  const safe = /^[=+@\t\r]/.test(text) ? `'${text}` : text; // a name must not become a formula in a spreadsheet
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
