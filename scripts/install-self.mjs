// Builds the project, then installs the files that are published into node_modules/<own name>. Examples and tests use this
// installed package, as users do, and a release packs this folder. Runs as `npm run build`, and as npm's `prepare` script.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildEsModules } from "./build-es-modules.mjs";
import { buildPlugin } from "./build-plugin.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const runNode = (script, ...args) => execFileSync(process.execPath, [script, ...args], { cwd: root, encoding: "utf8" });

/** Removes what an earlier build has made of sources that aren't there any more. The compiler writes only what has changed. */
const removeLeftovers = () => {
  const isLeftover = (file) => !["ts", "mts"].some((extension) => existsSync(join(root, `${file}.${extension}`)));
  for (const file of globSync("**/*.d.{ts,mts}", { cwd: join(root, "dist") })) {
    const name = file.replace(/\.d\.m?ts$/, "");
    if (isLeftover(name))
      for (const end of [".d.ts", ".d.mts", ".js", ".mjs"]) rmSync(join(root, "dist", name + end), { force: true });
  }
};

const build = () => {
  removeLeftovers();
  try {
    runNode(join(root, "node_modules/typescript-7/bin/tsc"), "--pretty", "false");
  } catch (error) {
    process.stderr.write(error.stdout ?? `${error}\n`);
    process.exit(1);
  }
};

/** Fields that only contributors need. */
const NOT_PUBLISHED = ["private", "scripts", "devDependencies", "allowScripts", "overrides", "files"];

const reduceManifest = (folder) => {
  const file = join(folder, "package.json");
  const manifest = Object.entries(JSON.parse(readFileSync(file, "utf8")));
  const published = Object.fromEntries(manifest.filter(([field]) => !NOT_PUBLISHED.includes(field)));
  writeFileSync(file, `${JSON.stringify(published, undefined, 2)}\n`);
};

const install = async () => {
  const { extract } = await import("tar");
  const target = join(root, "node_modules", name);
  const scratch = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    const npm = process.env.npm_execpath;
    if (npm === undefined) throw new Error("Run this through npm: npm run build");
    const [packed] = Object.values(
      JSON.parse(runNode(npm, "pack", "--ignore-scripts", "--json", "--pack-destination", scratch)),
    );
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    await extract({ file: join(scratch, packed.filename), cwd: target, strip: 1 });
    reduceManifest(target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

build();
await buildEsModules();
await buildPlugin();
// npm also runs `prepare` for `npm pack` and `npm publish`, which need only the build.
if (!["pack", "publish"].includes(process.env.npm_command ?? "")) await install();
