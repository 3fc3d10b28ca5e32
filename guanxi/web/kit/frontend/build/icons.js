// One sprite of exactly the Tabler icons that templates and Python files name.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const web = resolve(import.meta.dirname, "../../..");
const drawings = resolve(import.meta.dirname, "../node_modules/@tabler/icons/icons/outline");
const named = [/{%\s*icon\s+"([a-z0-9-]+)"/g, /\bicon(?:_name)?="([a-z0-9-]+)"/g, /\|default:"([a-z0-9-]+)"\s*%}/g];

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (["node_modules", "assets", "frontend"].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(html|py)$/.test(entry.name)) yield path;
  }
}

function namesUsed() {
  const names = new Set();
  for (const path of sources(web)) {
    const text = readFileSync(path, "utf8");
    for (const pattern of named) for (const match of text.matchAll(pattern)) names.add(match[1]);
  }
  return [...names].sort();
}

function symbol(name) {
  const svg = readFileSync(join(drawings, `${name}.svg`), "utf8");
  const paths = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${paths.replace(/\s+/g, " ").trim()}</symbol>`;
}

export function icons() {
  return {
    name: "guanxi-icons",
    buildStart() {
      const symbols = namesUsed().map((name) => {
        try {
          return symbol(name);
        } catch {
          this.warn(`there is no Tabler icon called ${name}`);
          return "";
        }
      });
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
      const mark = readFileSync(resolve(import.meta.dirname, "../src/mark.svg"), "utf8");
      this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "mark.svg", source: mark });
    },
  };
}
