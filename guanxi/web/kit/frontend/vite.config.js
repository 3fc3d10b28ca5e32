import { defineConfig } from "vite";
import { compressed } from "./build/compressed.js";
import { icons } from "./build/icons.js";

// Two builds: the application's modules (hashed names, a manifest), and with `--mode report` the charts as one
// file that report.html carries inside itself.
export default defineConfig(({ mode }) => (mode === "report" ? report : application));

const out = "../../assets/built";

const application = {
  root: "src",
  base: "/static/built/",
  plugins: [icons(), compressed()],
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: ["src/main.js", "src/appearance.js", "src/charts.js"] },
  },
};

const report = {
  // A library build leaves this to its user; here nobody comes after.
  define: { "process.env.NODE_ENV": "\"production\"" },
  root: "src",
  build: {
    outDir: out,
    emptyOutDir: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 900,
    lib: { entry: "report.js", name: "guanxiReport", formats: ["iife"], fileName: () => "report.js", cssFileName: "report" },
  },
};
