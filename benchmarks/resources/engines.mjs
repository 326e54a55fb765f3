import { execFileSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { mkdirSync, rmSync } from "node:fs";
import { PROJECT_ROOT } from "./paths.mjs";

const STACK = "bench";
const ENGINE = join(PROJECT_ROOT, "dist/local/engine/main.js");

const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|PULUMI_|CYBERSOURCE_|NODE_OPTIONS|NODE_COMPILE)/.test(name),
    ),
  );

const embedded = {
  name: "embedded",
  title: "the embedded engine",
  version: () => `of this project`,
  environment: () => ({}),
  prepare: () => undefined,
  command: (verb, { states, parallel }) => [
    ...[process.execPath, ENGINE, verb, "--stack", STACK, "--state", states],
    ...(parallel === undefined ? [] : ["--parallel", String(parallel)]),
  ],
};

const VERBS = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
  export: ["stack", "export"],
};

const cli = {
  name: "cli",
  title: "the Pulumi CLI",
  version: () => {
    try {
      const stdio = ["ignore", "pipe", "ignore"];
      return execFileSync("pulumi", ["version"], { encoding: "utf8", stdio }).trim();
    } catch {
      return undefined;
    }
  },
  environment: (states) => ({
    PULUMI_BACKEND_URL: `file://${states}`,
    PULUMI_HOME: join(dirname(states), "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_CI_DETECTION: "true",
  }),
  prepare: (folder, env) =>
    execFileSync("pulumi", ["stack", "init", STACK, "--non-interactive"], { cwd: folder, env, stdio: "pipe" }),
  command: (verb, { parallel }) => [
    ...["pulumi", ...VERBS[verb], "--stack", STACK, "--non-interactive"],
    ...(parallel === undefined ? [] : ["--parallel", String(parallel)]),
  ],
};

export const ENGINES = [embedded, cli];

/** Creates an empty stack of the program in `folder`. */
export const createStack = (engine, { folder, environment }) => {
  const states = join(folder, "states");
  for (const path of [states, join(folder, `Pulumi.${STACK}.yaml`)]) rmSync(path, { recursive: true, force: true });
  mkdirSync(states, { recursive: true });
  const env = {
    ...inherited(),
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: "1",
    PULUMI_CONFIG_PASSPHRASE: "bench",
    ...engine.environment(states),
    ...environment,
  };
  engine.prepare(folder, env);
  return { command: (verb, parallel) => engine.command(verb, { states, parallel }), cwd: folder, env };
};
