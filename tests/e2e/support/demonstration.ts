import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../support/project.js";
import { type Engine } from "./engine.js";
import { realCli } from "./real-cli.js";

/** PATH without folders that contain the Pulumi CLI, so that a demonstration uses the embedded engine. */
const pathWithoutCli = (): string =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => statSync(join(folder, "pulumi"), { throwIfNoEntry: false }) === undefined)
    .join(delimiter);

/** Runs a file of local/demonstration on an engine. Returns what it printed; rejects with it if it failed. */
export const runDemonstration = (engine: Engine, name: string): Promise<string> => {
  const path = engine === realCli ? (process.env.PATH ?? "") : pathWithoutCli();
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), path].join(delimiter),
    // Saves time: `npm run types` checks the types of the programs.
    TS_NODE_TRANSPILE_ONLY: "true",
  };
  const main = join(PROJECT_ROOT, `dist/local/demonstration/${name}.js`);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main], { env }, (error, stdout, stderr) =>
      error === null ? resolve(stdout + stderr) : reject(new Error(stdout + stderr)),
    );
  });
};
