import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT } from "../../support/project.js";
import { PASSPHRASE, type StoredState, type Workspace } from "./workspace.js";

const VERSION = ((): string | undefined => {
  try {
    return execFileSync("pulumi", ["version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
})();

/** Whether the Pulumi CLI can be had. */
export const hasCli = VERSION !== undefined;

if (!hasCli) process.stderr.write("SKIPPED: no `pulumi` on PATH, so nothing is compared with the Pulumi CLI\n");

/** The Pulumi CLI on the same project, with a login and a state of its own. */
export const pulumiIn = (workspace: Workspace) => {
  const home = join(workspace.folder, "cli");
  workspace.makeFolder("cli/state");
  const runWith = async (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], {
      cwd: workspace.folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${home}/state`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        JOURNAL: workspace.journal,
        NODE_COMPILE_CACHE: join(PROJECT_ROOT, ".work/compile-cache"),
        NO_COLOR: "1",
        ...env,
      },
    });
    return stdout;
  };
  const run = (...args: readonly string[]): Promise<string> => runWith({}, ...args);
  return {
    run,
    runWith,
    export: async () => JSON.parse(await run("stack", "export", "--stack", "dev")) as StoredState,
  };
};
