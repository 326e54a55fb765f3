// Builds the native plugin as one file, dist/native/pulumi-resource-cybersource-webhooks, with its dependencies in it. The
// same sources and dependencies give the same bytes.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "dist/native");
const NAME = "pulumi-resource-cybersource-webhooks";
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Any Node.js can parse and run this. */
const BANNER = `#!/usr/bin/env node
var version = process.versions.node.split(".");
if (version[0] < 22 || (version[0] == 22 && version[1] < 12)) {
  process.stderr.write("${NAME} needs Node.js 22.12 or later, but the node on PATH is " + process.version + ".\\n");
  process.exit(1);
}`;

/** Windows can't run a file without an extension. */
const COMMAND = `@node "%~dp0${NAME}" %*\r\n`;

/** The text of the file. */
export const pluginText = async () => {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["plugin/main.ts"],
    write: false,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    minify: true,
    legalComments: "none",
    banner: { js: BANNER },
    define: {
      PLUGIN_VERSION: JSON.stringify(version),
      // Only a release has a place to download it from: .github/workflows/release.yml.
      PLUGIN_DOWNLOAD_URL: JSON.stringify(process.env.PLUGIN_DOWNLOAD_URL ?? ""),
    },
    logLevel: "warning",
  });
  return outputFiles[0].contents;
};

export const buildPlugin = async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, NAME), await pluginText());
  chmodSync(join(folder, NAME), 0o755);
  writeFileSync(join(folder, `${NAME}.cmd`), COMMAND);
  // A package.json further up can say that its files are ES modules.
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" }, undefined, 2)}\n`);
};
