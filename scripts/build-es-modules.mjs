// Builds the entries for receivers and their tests as ES modules, in addition to the CommonJS that the compiler writes:
// bundlers can't use `require` in an ES module. Each entry is one file, so that a cloud function loads quickly at a cold
// start. Both builds have the same type declarations.
//
// Both builds of `decrypt` contain the part of jose that it uses: jose is published only as an ES module, which test runners
// such as jest can't require, and as many files, which take three times as long to load.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRIES = ["verify/index", "decrypt/index", "testing/index"];

const SHARED = { absWorkingDir: root, outdir: "dist", bundle: true, platform: "node", target: "es2022" };
const filesOf = (...entries) => entries.map((entry) => ({ in: `${entry}.ts`, out: entry }));

/** The license that every copy of jose must contain. */
const joseNotice = () => {
  const folder = join(root, "node_modules/jose");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `/*! Contains parts of jose ${version}.\n\n${readFileSync(join(folder, "LICENSE.md"), "utf8").trim()}\n*/`;
};

export const buildEsModules = async () => {
  const { build } = await import("esbuild");
  const withJose = {
    ...SHARED,
    entryPoints: filesOf("decrypt/index"),
    banner: { js: joseNotice() },
    logLevel: "warning",
  };
  const esModule = { format: "esm", outExtension: { ".js": ".mjs" } };
  await build({
    ...SHARED,
    ...esModule,
    entryPoints: filesOf("verify/index", "testing/index"),
    packages: "external",
    logLevel: "warning",
  });
  await build({ ...withJose, ...esModule });
  await build({ ...withJose, format: "cjs" });
  for (const entry of ENTRIES) writeFileSync(join(root, "dist", `${entry}.d.mts`), 'export * from "./index.js";\n');
};
