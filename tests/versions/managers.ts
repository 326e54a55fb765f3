import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project.js";

/** The folder in which `npm --prefix tests/versions ci` installs the versions of Node.js and the package managers. */
const TOOLS = join(PROJECT_ROOT, "tests/versions/node_modules");

export const NODE_MAJORS = [22, 24] as const;
export type NodeMajor = (typeof NODE_MAJORS)[number];

/** The path of a Node.js major version. */
export const nodeOf = (major: NodeMajor): string => join(TOOLS, `node-${major}/bin/node`);

interface Install {
  /** The manager's configuration files, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The command. `cache` is a folder that no other project uses. */
  readonly command: (cache: string) => readonly string[];
}

const npm = (...flags: string[]): Install => ({
  command: (cache) => [nodeOf(24), join(TOOLS, "npm/bin/npm-cli.js"), "install", "--cache", cache, ...flags],
});
const yarn = (nodeLinker: string): Install => ({
  // In a CI environment, Yarn refuses to change a lock file by default.
  files: { ".yarnrc.yml": `nodeLinker: ${nodeLinker}\nenableTelemetry: false\nenableImmutableInstalls: false\n` },
  command: (cache) => [
    ...["/usr/bin/env", `YARN_GLOBAL_FOLDER=${cache}`],
    ...[nodeOf(24), join(TOOLS, "@yarnpkg/cli-dist/bin/yarn.js"), "install"],
  ],
});
const bun = (linker: string): Install => ({
  command: (cache) => [join(TOOLS, ".bin/bun"), "install", "--linker", linker, "--cache-dir", cache],
});

/** All ways to install a program's dependencies. */
export const MANAGERS = {
  npm: npm(),
  "npm, linked": npm("--install-strategy", "linked"),
  pnpm: { command: (cache) => [nodeOf(24), join(TOOLS, "pnpm/bin/pnpm.cjs"), "install", "--store-dir", cache] },
  "Yarn, node-modules": yarn("node-modules"),
  "Yarn, pnpm": yarn("pnpm"),
  "Bun, hoisted": bun("hoisted"),
  "Bun, isolated": bun("isolated"),
} satisfies Record<string, Install>;

export type Manager = keyof typeof MANAGERS;

/** Installs the dependencies in a folder's package.json, from the registry. */
export const install = (manager: Manager, folder: string, cache: string): void => {
  const { files = {}, command }: Install = MANAGERS[manager];
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const [file = "", ...args] = command(cache);
  execFileSync(file, args, { cwd: folder, stdio: "pipe" });
};
