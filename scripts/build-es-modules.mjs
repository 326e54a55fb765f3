// Builds the ES modules of what receivers and their tests load, beside the CommonJS that the compiler writes: one file an
// entry, because a function in a cloud loads it at each cold start, and bundlers can't put a `require` into an ES module.
// Both have the same declarations.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRIES = ["verify/index", "testing/index"];

export const buildEsModules = async () => {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((entry) => ({ in: `${entry}.ts`, out: entry })),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    target: "es2022",
    logLevel: "warning",
  });
  for (const entry of ENTRIES) writeFileSync(join(root, "dist", `${entry}.d.mts`), 'export * from "./index.js";\n');
};
