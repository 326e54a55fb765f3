// Builds the native plugin as one file, dist/native/pulumi-resource-cybersource-webhooks, with its dependencies in it. The
// same sources and dependencies give the same bytes.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "dist/native");
const NAME = "pulumi-resource-cybersource-webhooks";
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** For the Node.js that users may have on PATH. It has to parse the whole file to run this: see `target`. */
const BANNER = `#!/usr/bin/env node
var version = process.versions.node.split(".");
if (version[0] < 22 || (version[0] == 22 && version[1] < 12)) {
  process.stderr.write("${NAME} needs Node.js 22.12 or later, but the node on PATH is " + process.version + ".\\n");
  process.exit(1);
}`;

/** Windows can't run a file without an extension. */
const COMMAND = `@node "%~dp0${NAME}" %*\r\n`;

const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The packages that a bundle contains, by the files that went into it. */
const packagesOf = ({ inputs }) => {
  const folders = new Set(Object.keys(inputs).flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []));
  return [...folders].sort().map((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
    return { path, name: manifest.name, version: manifest.version, license: manifest.license };
  });
};

/** The text of the file, and the packages that are in it. */
export const bundlePlugin = async () => {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["plugin/main.ts"],
    write: false,
    metafile: true,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node10",
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
  return { text: outputFiles[0].contents, packages: packagesOf(metafile) };
};

const LICENSE_FILE = /^licen[cs]e(?:\.md|\.txt)?$/i;

/** What the licenses of the packages in the file ask for: their texts. */
const licensesOf = (packages) =>
  packages
    .map(({ path, name, version, license }) => {
      const file = readdirSync(join(root, path)).find((entry) => LICENSE_FILE.test(entry));
      if (file === undefined) throw new Error(`${name} is in the plugin, but has no license text`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(root, path, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);

export const buildPlugin = async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { text, packages } = await bundlePlugin();
  writeFileSync(join(folder, NAME), text);
  writeFileSync(join(folder, "THIRD-PARTY-LICENSES"), licensesOf(packages));
  chmodSync(join(folder, NAME), 0o755);
  writeFileSync(join(folder, `${NAME}.cmd`), COMMAND);
  // A package.json further up can say that its files are ES modules.
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" }, undefined, 2)}\n`);
};
