import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../support/pack.js";
import { install, type Manager } from "./managers.js";
import { type Language, type Program, PROGRAMS } from "./programs.js";

const PACKAGE_NAME = "pulumi-cybersource-webhooks";

/** A kind of program, the version of Pulumi's SDK, and the package manager. */
export interface Setup {
  readonly language: Language;
  readonly sdk: string;
  readonly manager: Manager;
}

/** The package as users install it: packed, and outside of the project. */
export interface Installation {
  /** Creates the folder of a setup's program, without files of an earlier stack. */
  readonly createProgram: (setup: Setup) => string;
  readonly remove: () => void;
}

const writeProgram = (folder: string, { language, sdk }: Setup, tarball: string): void => {
  const { packageJson, dependencies, files }: Program = PROGRAMS[language];
  const versions = { ...dependencies, [PACKAGE_NAME]: `file:${tarball}`, "@pulumi/pulumi": sdk };
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "program", private: true, ...packageJson, dependencies: versions }),
  );
  writeFileSync(join(folder, "Pulumi.yaml"), "name: versions\nruntime: nodejs\n");
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
};

/** Packs the project. Dependencies of a setup are installed when its first program is created. */
export const createInstallation = (): Installation => {
  // Outside of the project, because its node_modules would be found from any folder in it.
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), `${PACKAGE_NAME}-versions-`)));
  const tarball = pack(scratch);
  const installed = new Map<string, string>();
  const folderOf = (setup: Setup): string => {
    const name = JSON.stringify(setup);
    const known = installed.get(name);
    if (known !== undefined) return known;
    const folder = join(scratch, String(installed.size));
    writeProgram(folder, setup, tarball);
    install(setup.manager, folder, join(scratch, "cache"));
    installed.set(name, folder);
    return folder;
  };
  return {
    createProgram: (setup) => {
      const folder = folderOf(setup);
      for (const left of ["cli", "engine", "Pulumi.dev.yaml"])
        rmSync(join(folder, left), { recursive: true, force: true });
      return folder;
    },
    remove: () => rmSync(scratch, { recursive: true }),
  };
};
