import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { BASE } from "./contestants.mjs";
import { PROJECT_ROOT, SCRATCH } from "./paths.mjs";

const PROGRAMS = join(import.meta.dirname, "programs");
/** The package as it is published, which the build installs there. */
const PACKAGE = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks");
const LOCK = "node_modules/.package-lock.json";

const npm = async (folder, ...args) => {
  const script = process.env.npm_execpath;
  if (script === undefined) throw new Error("Run this through npm: npm run bench");
  await promisify(execFile)(process.execPath, [script, ...args], { cwd: folder });
};

/** Packs the project. The name includes a hash, so that npm doesn't use an older package from its cache. */
const pack = async () => {
  const folder = join(SCRATCH, "tarball");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await npm(PROJECT_ROOT, "pack", PACKAGE, "--ignore-scripts", "--pack-destination", folder);
  const [packed] = readdirSync(folder);
  const hash = createHash("sha256")
    .update(readFileSync(join(folder, packed)))
    .digest("hex")
    .slice(0, 16);
  const target = join(SCRATCH, `package-${hash}.tgz`);
  cpSync(join(folder, packed), target);
  return target;
};

/** Installs a contestant's program and returns its folder. Runs npm only if the dependencies have changed. */
const install = async ({ name, dependencies, pluginFolder }, tarball) => {
  const folder = join(SCRATCH, "programs", name);
  const packageJson = JSON.stringify({
    name: `bench-${name}`,
    private: true,
    main: "index.cjs",
    dependencies: { ...BASE, ...dependencies(tarball) },
  });
  const file = join(folder, "package.json");
  const isInstalled = existsSync(join(folder, LOCK)) && readFileSync(file, "utf8") === packageJson;
  if (!isInstalled) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, packageJson);
    await npm(folder, "install", "--no-audit", "--no-fund", "--ignore-scripts");
  }
  cpSync(join(PROGRAMS, name), folder, { recursive: true });
  const plugins = pluginFolder && { plugins: { providers: [{ name: "cybersource-webhooks", path: pluginFolder }] } };
  // JSON is YAML.
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "bench", runtime: "nodejs", ...plugins }));
  return folder;
};

/** Installs all contestants and returns their folders by name. */
export const installAll = async (contestants) => {
  const tarball = await pack();
  const entries = contestants.map(async (contestant) => [contestant.name, await install(contestant, tarball)]);
  return new Map(await Promise.all(entries));
};

/** The size of a package's files, without nested packages. */
const sizeOf = (path) => {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path)
    .filter((name) => name !== "node_modules")
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
};

const packagesOf = (folder) => Object.entries(JSON.parse(readFileSync(join(folder, LOCK), "utf8")).packages);

/** The number and size of packages that are installed in addition to those of `baseFolder`, without optional ones. */
export const installedBeyond = (folder, baseFolder) => {
  const base = new Set(packagesOf(baseFolder).map(([path, { version }]) => `${path}@${version}`));
  const beyond = packagesOf(folder).filter(
    ([path, { version, optional = false }]) => !optional && !base.has(`${path}@${version}`),
  );
  return {
    packages: beyond.length,
    bytes: beyond.reduce((sum, [path]) => sum + sizeOf(join(folder, path)), 0),
  };
};
