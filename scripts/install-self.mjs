// Builds the project, then puts what is published into node_modules/<own name>, so that examples and tests run against
// an installed package, as a user has it, and a release packs this very folder. npm runs this as `prepare`, `npm test`
// runs it as `build`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { name } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const runNode = (script, ...args) => execFileSync(process.execPath, [script, ...args], { cwd: root, encoding: "utf8" });

const build = () => {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  try {
    runNode(join(root, "node_modules/typescript/bin/tsc"), "--pretty", "false");
  } catch (error) {
    process.stderr.write(error.stdout ?? `${error}\n`);
    process.exit(1);
  }
};

/** What only those need who change this package. */
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
// npm is packing when it calls `prepare` for `npm pack` and `npm publish`: there the build alone is asked for.
if (!["pack", "publish"].includes(process.env.npm_command ?? "")) await install();
