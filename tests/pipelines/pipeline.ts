import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { PROJECT_ROOT } from "../support/project.js";

export const PIPELINES = join(PROJECT_ROOT, "examples/pipelines");

export const JOBS = ["preview", "nightly", "alarm"] as const;
export type JobName = (typeof JOBS)[number];

/** What happened before a step. Its condition may depend on it. */
export interface Before {
  /** Whether an earlier step of the job failed. */
  readonly hasFailed: boolean;
  /** Whether the job `nightly` succeeded. */
  readonly hasRenewed: boolean;
}

/** A script that the CI's shell runs. */
export interface Step {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runsAfter: (before: Before) => boolean;
}

/** The jobs of a pipeline, as its CI runs them. */
export interface Pipeline {
  readonly name: string;
  /** The path in examples/pipelines. */
  readonly path: string;
  /** How the CI calls the shell. The script file is appended. */
  readonly shell: readonly string[];
  /** The variable with the path of the file to which a job writes Markdown, or the file itself. */
  readonly summary: { readonly variable: string } | { readonly file: string };
  /** Whether all steps of a job get a variable. Otherwise, only the steps that list it get it. */
  readonly givesVariable: (name: string) => boolean;
  readonly stepsOf: (job: JobName, values: Readonly<Record<string, string>>) => readonly Step[];
}

const env = z.record(z.string(), z.string()).default({});
const isUnharmed = ({ hasFailed }: Before): boolean => !hasFailed;
const read = (path: string): unknown => parse(readFileSync(join(PIPELINES, path), "utf8"));

/** Replaces a CI's references with values. An unknown reference is an error. */
const fill = (text: string, reference: RegExp, values: Readonly<Record<string, string>>): string =>
  text.replace(reference, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for ${name}`);
    return value;
  });
const fillAll = (all: Readonly<Record<string, string>>, reference: RegExp, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(all).map(([name, text]) => [name, fill(text, reference, values)]));

const GITHUB_CONDITIONS: Readonly<Record<string, Step["runsAfter"]>> = {
  "${{ !cancelled() }}": () => true,
  "${{ needs.nightly.result == 'success' }}": ({ hasFailed, hasRenewed }) => !hasFailed && hasRenewed,
  "${{ failure() || needs.nightly.result != 'success' }}": ({ hasFailed, hasRenewed }) => hasFailed || !hasRenewed,
};
const githubSchema = z.object({
  env,
  jobs: z.record(
    z.string(),
    z.object({ steps: z.array(z.object({ run: z.string().optional(), if: z.string().optional(), env })) }),
  ),
});

export const githubActions: Pipeline = {
  name: "GitHub Actions",
  path: ".github/workflows/webhook-keys.yml",
  shell: ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
  summary: { variable: "GITHUB_STEP_SUMMARY" },
  givesVariable: () => false,
  stepsOf: (job, values) => {
    const workflow = githubSchema.parse(read(githubActions.path));
    return (workflow.jobs[job]?.steps ?? []).flatMap(({ run, if: condition, env: own }) => {
      if (run === undefined) return [];
      const runsAfter = condition === undefined ? isUnharmed : GITHUB_CONDITIONS[condition];
      if (runsAfter === undefined) throw new Error(`Not known: ${condition}`);
      const all = fillAll({ ...workflow.env, ...own }, /\$\{\{ ([\w.]+) \}\}/g, values);
      return [{ script: run, env: all, runsAfter }];
    });
  },
};

const gitlabJobSchema = z.object({ variables: env, script: z.array(z.string()) });
const gitlabSchema = z.looseObject({
  variables: env,
  ".pulumi": z.object({ before_script: z.array(z.string()) }),
});

export const gitlabCi: Pipeline = {
  name: "GitLab CI",
  path: ".gitlab-ci.yml",
  shell: ["bash", "-eo", "pipefail"],
  summary: { file: "preview.md" },
  givesVariable: () => true,
  stepsOf: (job, values) => {
    const file = gitlabSchema.parse(read(gitlabCi.path));
    const { variables, script } = gitlabJobSchema.parse(file[job]);
    const lines = [...file[".pulumi"].before_script, ...script];
    const all = fillAll({ ...file.variables, ...variables }, /\$(\w+)/g, values);
    return [{ script: lines.join("\n"), env: all, runsAfter: isUnharmed }];
  },
};

const azureStepSchema = z.object({
  bash: z.string().optional(),
  inputs: z.object({ inlineScript: z.string().optional() }).default({}),
  env,
});
const azureSchema = z.object({
  variables: z.array(z.object({ name: z.string(), value: z.string() })),
  stages: z.array(z.object({ stage: z.string(), jobs: z.array(z.object({ steps: z.array(azureStepSchema) })) })),
});

export const azurePipelines: Pipeline = {
  name: "Azure Pipelines",
  path: "azure-pipelines.yml",
  // Without `-e`: only the script's own `set -e` stops it at an error.
  shell: ["bash", "--noprofile", "--norc"],
  summary: { file: "preview.md" },
  // All except secrets.
  givesVariable: (name) => !name.startsWith("CYBERSOURCE_"),
  stepsOf: (job, values) => {
    const { variables, stages } = azureSchema.parse(read(azurePipelines.path));
    const plain = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    const steps = stages.find(({ stage }) => stage === job)?.jobs.flatMap((one) => one.steps) ?? [];
    return steps.flatMap(({ bash, inputs, env: own }) => {
      const script = bash ?? inputs.inlineScript;
      if (script === undefined) return [];
      return [{ script, env: fillAll({ ...plain, ...own }, /\$\((\w+)\)/g, values), runsAfter: isUnharmed }];
    });
  },
};
