// Builds the entries for receivers and their tests as ES modules, in addition to the CommonJS that the compiler writes:
// bundlers can't use `require` in an ES module. Each entry is one file, so that a cloud function loads quickly at a cold
// start. Both builds have the same type declarations.
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
