import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../support/project.js";
import { type Language, type Program, PROGRAMS } from "./programs.js";

const PACKAGE_NAME = "pulumi-cybersource-webhooks";
const PNPM_MAJOR = "10";

export const NODE_MAJORS = [22, 24] as const;
export type NodeMajor = (typeof NODE_MAJORS)[number];

/** A form of program and the package manager that installs what it needs. */
export interface Setup {
  readonly language: Language;
  readonly manager: "npm" | "pnpm";
}

/** The package as users have it: packed, and installed outside the project. */
export interface Installation {
  /** A new folder with the program of a setup, ready to run. */
  readonly createProgram: (setup: Setup) => string;
  /** Path of the Node.js of a major version. */
  readonly node: (major: NodeMajor) => string;
  readonly remove: () => void;
}

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

const npm = (folder: string, ...args: string[]): string => {
  const script = process.env.npm_execpath;
  if (script === undefined) throw new Error("Run this through npm: npm run test:installed");
  return execFileSync(process.execPath, [script, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" });
};

/** The path of the tarball, whose name is all that npm prints. */
const pack = (destination: string): string =>
  join(destination, npm(PROJECT_ROOT, "pack", "--ignore-scripts", "--pack-destination", destination).trim());

/** The versions with which the project itself is tested. */
const lockedVersions = (names: readonly string[]): Record<string, string> => {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "package-lock.json"), "utf8")));
  return Object.fromEntries(
    names.map((name) => {
      const version = packages[`node_modules/${name}`]?.version;
      if (version === undefined) throw new Error(`${name} is not in package-lock.json`);
      return [name, version];
    }),
  );
};

const createFolder = (folder: string, packageJson: object): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...packageJson }));
  return folder;
};

/** Both versions of Node.js, and pnpm. */
const installTools = (folder: string): string => {
  const nodes = NODE_MAJORS.map((major) => [`node-${major}`, `npm:node@${major}`]);
  const dependencies = { pnpm: PNPM_MAJOR, ...(Object.fromEntries(nodes) as Record<string, string>) };
  npm(createFolder(folder, { dependencies, allowScripts: { node: true } }), "install");
  return join(folder, "node_modules");
};

const writeProgram = (folder: string, { packageJson, dependencies, files }: Program, tarball: string): void => {
  const versions = { [PACKAGE_NAME]: `file:${tarball}`, ...lockedVersions(dependencies) };
  createFolder(folder, { ...packageJson, dependencies: versions });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: installed\nruntime: nodejs\n");
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
};

/** Packs the project, and installs the tarball as each setup does. Reaches the registry. */
export const installPackage = (setups: readonly Setup[]): Installation => {
  // Outside the project, whose own node_modules would be found from any folder below it.
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), `${PACKAGE_NAME}-installed-`)));
  const tarball = pack(scratch);
  const tools = installTools(join(scratch, "tools"));
  const install = {
    npm: (folder: string) => npm(folder, "install"),
    pnpm: (folder: string) => {
      // A store of its own: nothing is left behind, and nothing found that another project left.
      const args = [join(tools, "pnpm/bin/pnpm.cjs"), "install", "--store-dir", join(scratch, "store")];
      execFileSync(process.execPath, args, { cwd: folder, stdio: "pipe" });
    },
  };
  const installed = ({ language, manager }: Setup): string => join(scratch, manager, language);
  for (const setup of setups) {
    writeProgram(installed(setup), PROGRAMS[setup.language], tarball);
    install[setup.manager](installed(setup));
  }
  return {
    createProgram: (setup) => {
      const folder = mkdtempSync(join(scratch, "program-"));
      cpSync(installed(setup), folder, { recursive: true, verbatimSymlinks: true });
      return folder;
    },
    node: (major) => join(tools, `node-${major}/bin/node`),
    remove: () => rmSync(scratch, { recursive: true }),
  };
};
