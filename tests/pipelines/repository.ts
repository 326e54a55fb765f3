import { execFile, execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { PASSPHRASE } from "../e2e/support/engine.js";
import { compilePrograms } from "../e2e/support/walkthrough.js";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { type JobName, type Pipeline, PIPELINES } from "./pipeline.js";

const ENGINE = join(__dirname, "../../local/engine/main.js");
const COMMAND = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks/dist/cli/main.js");
const STACK = "prod";

/** A `pulumi` command that runs the embedded engine, without options that only the CLI has. */
const EMBEDDED = `
arguments=()
[ "$1" = stack ] && shift
while [ $# -gt 0 ]; do
  case "$1" in --yes | --non-interactive) ;; --color) shift ;; *) arguments+=("$1") ;; esac
  shift
done
exec node "$TEST_ENGINE" "\${arguments[@]}" --cwd "$TEST_REPOSITORY" --state "$TEST_REPOSITORY/engine"
`;

/** Stand-ins for the tools of a CI. They record their arguments. */
const tools = (isReal: boolean): Readonly<Record<string, string>> => ({
  npm: "",
  npx: `shift\nexec node "$TEST_COMMAND" "$@"`,
  gh: `[ "$2" = list ] && [ -e "$TEST_REPOSITORY/issue" ] && echo 7\n[ "$2" = create ] && touch "$TEST_REPOSITORY/issue"\ntrue`,
  ...(!isReal && { pulumi: EMBEDDED }),
});

/** Asynchronous, because the script may send requests to this process. */
const runShell = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ status: string; printed: string }> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ status: String(error === null ? 0 : error.code), printed: stdout + stderr });
    });
  });

/** Throws an error with the output if the job failed. */
export const succeeded = (ended: Ended): Ended => {
  if (!ended.ok) throw new Error(ended.output);
  return ended;
};

/** A finished job. */
export interface Ended {
  readonly ok: boolean;
  /** Standard output and standard error. */
  readonly output: string;
  /** The Markdown that the job wrote. */
  readonly summary: string;
}

export interface RunOptions {
  readonly pipeline: Pipeline;
  /** What the CI sets for this job: values of references, and variables. */
  readonly values?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly hasRenewed?: boolean;
}

/** A clone of a repository in examples/pipelines, as on a CI runner, with the tools that its jobs call. */
export interface Repository {
  readonly run: (job: JobName, options: RunOptions) => Promise<Ended>;
  /** The calls of tools other than Pulumi, with their arguments. */
  readonly calls: () => readonly string[];
  readonly folder: string;
}

/**
 * @param config plain values that replace those in the stack's configuration
 * @param isReal whether `pulumi` is the Pulumi CLI; otherwise it is the embedded engine
 */
export const createRepository = (
  config: Readonly<Record<string, string>>,
  { isReal }: { readonly isReal: boolean },
): Repository => {
  const folder = createScratch("pipelines");
  const bin = join(folder, "bin");
  const calls = join(folder, "calls");
  cpSync(PIPELINES, folder, { recursive: true });
  // On the Pulumi CLI, the program is the example's own, in TypeScript.
  if (!isReal) compilePrograms(folder);
  const stackFile = join(folder, `Pulumi.${STACK}.yaml`);
  const document = parseDocument(readFileSync(stackFile, "utf8"));
  document.deleteIn(["config", "cybersource-webhooks:environment"]);
  for (const [name, value] of Object.entries(config)) document.setIn(["config", name], value);
  writeFileSync(stackFile, document.toString());
  for (const name of ["bin", "home", "states"]) mkdirSync(join(folder, name));
  for (const [name, script] of Object.entries(tools(isReal))) {
    const note = name === "pulumi" ? "" : `echo "${name} $*" >> "$TEST_REPOSITORY/calls"\n`;
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${note}${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const base = {
    PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: join(folder, "home"),
    TEST_REPOSITORY: folder,
    TEST_ENGINE: ENGINE,
    TEST_COMMAND: COMMAND,
    TS_NODE_TRANSPILE_ONLY: "true",
    NODE_COMPILE_CACHE: join(PROJECT_ROOT, ".work/compile-cache"),
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  // Replaces the pipeline's values, which name a backend and a stack of the reader.
  const replaced = {
    PULUMI_BACKEND_URL: `file://${join(folder, "states")}`,
    STACK,
    AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, "token"),
  };
  if (isReal) {
    const env = { ...base, ...replaced };
    execFileSync("pulumi", ["stack", "init", STACK, "--non-interactive"], { cwd: folder, env, stdio: "pipe" });
  }

  return {
    folder,
    calls: () => (existsSync(calls) ? readFileSync(calls, "utf8").trimEnd().split("\n") : []),
    run: async (job, { pipeline, values = {}, environment = {}, hasRenewed = true }) => {
      const { shell, summary } = pipeline;
      const summaryFile = join(folder, "file" in summary ? summary.file : "summary.md");
      rmSync(summaryFile, { force: true });
      let hasFailed = false;
      let output = "";
      for (const step of pipeline.stepsOf(job, values)) {
        if (!step.runsAfter({ hasFailed, hasRenewed })) continue;
        const script = join(folder, "step.sh");
        writeFileSync(script, step.script);
        const [command = "", ...flags] = shell;
        const variables = "variable" in summary ? { [summary.variable]: summaryFile } : {};
        const env = { ...base, ...step.env, ...replaced, ...variables, ...environment };
        const { status, printed } = await runShell(command, [...flags, script], folder, env);
        output += printed;
        if (status === "0") continue;
        hasFailed = true;
        output += `exit ${status}\n`;
      }
      return {
        ok: !hasFailed,
        output,
        summary: existsSync(summaryFile) ? readFileSync(summaryFile, "utf8") : "",
      };
    },
  };
};
