import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { azurePipelines, githubActions, gitlabCi, JOBS, PIPELINES } from "../../pipelines/pipeline.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

const text = (path: string): string => readFileSync(join(PIPELINES, path), "utf8");

describe("GitHub Actions", () => {
  interface Job {
    readonly if?: string;
    readonly environment: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly concurrency?: { readonly "cancel-in-progress": boolean };
    readonly steps: readonly { readonly uses?: string; readonly env?: Readonly<Record<string, string>> }[];
  }
  const workflow = parse(text(githubActions.path)) as {
    readonly on: Readonly<Record<string, unknown>>;
    readonly permissions: object;
    readonly jobs: Readonly<Record<string, Job>>;
  };
  const jobOf = (name: string): Job => {
    const job = workflow.jobs[name];
    if (job === undefined) throw new Error(`no job ${name}`);
    return job;
  };

  test("doesn't preview pull requests from forks, and runs none with the rights of the target branch", () => {
    expect(jobOf("preview").if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  });

  test("gives jobs of a pull request neither the credential nor write permissions", () => {
    const [preview, nightly] = [JSON.stringify(jobOf("preview")), JSON.stringify(jobOf("nightly"))];
    expect(preview).not.toContain("secrets.");
    expect(nightly).toContain("secrets.CYBERSOURCE_MERCHANT_SECRET_KEY");
    expect(workflow.permissions).toEqual({});
    expect(jobOf("preview").permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(jobOf("preview").environment).not.toBe(jobOf("nightly").environment);
  });

  test("requests keys only on the branch main, in runs that aren't cancelled by others", () => {
    expect(jobOf("nightly").if).toContain("github.ref == 'refs/heads/main'");
    expect(jobOf("nightly").concurrency?.["cancel-in-progress"]).toBe(false);
  });

  test("pins every action to the hash of a commit", () => {
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
    expect(uses).toHaveLength(12);
    expect(uses.filter((name) => !/@[0-9a-f]{40}$/.test(name))).toEqual([]);
  });
});

describe("GitLab CI", () => {
  const MAIN = join(PROJECT_ROOT, "node_modules/gitlab-ci-local/dist/index.js");
  const PREDEFINED = "CI_PIPELINE_SOURCE,CI_PROJECT_ID,CI_COMMIT_REF_PROTECTED,CI_COMMIT_BRANCH";

  /** Lists the jobs of a pipeline as `name when`. Validates the pipeline with GitLab's own schema first. */
  const jobsOf = (variables: Readonly<Record<string, string>>, file = text(gitlabCi.path)): string[] => {
    const folder = createScratch("gitlab");
    writeFileSync(join(folder, gitlabCi.path), file);
    const options = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
    const flags = ["--list-csv", "--home", folder, "--ignore-predefined-vars", PREDEFINED];
    const csv = execFileSync(process.execPath, [MAIN, ...flags, ...options], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
    const [, ...rows] = csv.trim().split("\n");
    return rows.map((row) => row.split(";")).map(([name, , when]) => `${name} ${when}`);
  };
  const mergeRequest = { CI_PIPELINE_SOURCE: "merge_request_event", CI_PROJECT_ID: "1" };
  const night = { CI_PIPELINE_SOURCE: "schedule", CI_COMMIT_BRANCH: "main" };

  test("previews merge requests of the project by hand, and never those of forks", () => {
    expect(jobsOf({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1" })).toEqual(["preview manual"]);
    expect(jobsOf({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" })).toEqual([]);
  });

  test("renews on a protected branch, and runs the alarm even if that fails", () => {
    expect(jobsOf({ ...night, CI_COMMIT_REF_PROTECTED: "true" })).toEqual(["nightly on_success", "alarm always"]);
  });

  test("the schema rejects an unknown keyword", () => {
    const wrong = text(gitlabCi.path).replace("interruptible:", "interruptable:");
    expect(() => jobsOf(night, wrong)).toThrow(/interruptable/);
  });

  test("requests keys in one run at a time, which isn't interrupted", () => {
    const file = parse(text(gitlabCi.path)) as Readonly<Record<string, object>>;
    expect(file["nightly"]).toMatchObject({ resource_group: "webhook-keys", extends: ".pulumi" });
    expect(file[".pulumi"]).toMatchObject({ interruptible: false });
  });
});

describe("Azure Pipelines", () => {
  const pipeline = parse(text(azurePipelines.path)) as {
    readonly schedules: readonly { readonly always: boolean }[];
    readonly lockBehavior: string;
    readonly stages: readonly { readonly stage: string; readonly condition: string }[];
  };
  const conditionOf = (name: string): string => pipeline.stages.find(({ stage }) => stage === name)?.condition ?? "";

  test("doesn't preview pull requests from forks", () => {
    expect(conditionOf("preview")).toContain("ne(variables['System.PullRequest.IsFork'], 'True')");
  });

  test("runs every night on the branch main, one run after the other, and runs the alarm even if renewing fails", () => {
    expect(pipeline).toMatchObject({ schedules: [{ always: true }], lockBehavior: "sequential" });
    expect(conditionOf("nightly")).toContain("eq(variables['Build.SourceBranch'], 'refs/heads/main')");
    expect(conditionOf("alarm")).toContain("'Failed'");
  });

  test("ends each script at its first failure, which isn't the default of Azure Pipelines", () => {
    const scripts = JOBS.flatMap((job) => azurePipelines.stepsOf(job, { CYBERSOURCE_MERCHANT_SECRET_KEY: "" }));
    expect(scripts.length).toBeGreaterThan(0);
    const unsafe = scripts.filter(({ script }) => script.includes("\n") && !script.startsWith("set -euo pipefail\n"));
    expect(unsafe).toEqual([]);
  });
});

test("continues after an error, so that one failed key doesn't keep the others from their receivers", () => {
  for (const { path } of [githubActions, gitlabCi, azurePipelines]) {
    const ups = text(path).match(/pulumi up .*/g) ?? [];
    expect([path, ...ups.map((up) => up.replace(/^.* --non-interactive /, ""))]).toEqual([
      path,
      "--continue-on-error",
      // Second, because it forgets a changed replacementTrigger.
      "--refresh --run-program --continue-on-error",
    ]);
  }
});

describe("dependencies", () => {
  const NAME = "pulumi-cybersource-webhooks";
  const manifestSchema = z.object({
    version: z.string(),
    dependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
  });
  const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()) });

  /** Installs nothing: npm ci first checks that the lock file contains all dependencies in package.json. */
  const npmCi = (packageJson: string): void => {
    const folder = createScratch("pipelines-lock");
    writeFileSync(join(folder, "package.json"), packageJson);
    writeFileSync(join(folder, "package-lock.json"), text("package-lock.json"));
    const npm = process.env.npm_execpath;
    if (npm === undefined) throw new Error("Run this through npm: npm run jest");
    const flags = ["--dry-run", "--offline", "--ignore-scripts", "--cache", join(folder, "cache")];
    execFileSync(process.execPath, [npm, "ci", ...flags], { cwd: folder, stdio: "pipe" });
  };

  test("are all in the lock file, as npm ci requires", () => {
    npmCi(text("package.json"));
    expect(() => npmCi(text("package.json").replace(/("typescript": )"[^"]+"/, '$1"~5.0.0"'))).toThrow();
  });

  test("match this version of the package", () => {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")));
    const { packages } = lockSchema.parse(JSON.parse(text("package-lock.json")));
    expect(manifestSchema.parse(packages[`node_modules/${NAME}`])).toEqual(manifest);
  });
});

test("the three pipelines call Pulumi and the command in the same way", () => {
  const commandsOf = (path: string): string[] =>
    (text(path).match(/(?:pulumi (?:up|preview)|npx pulumi-cybersource-webhooks) --?[^\n;|>]*|npx [^\n|>]*/g) ?? [])
      .map((command) => command.replace(" --format markdown --fail-in", " --fail-in").trim())
      .sort();
  expect(commandsOf(githubActions.path)).toHaveLength(6);
  expect(commandsOf(gitlabCi.path)).toEqual(commandsOf(githubActions.path));
  expect(commandsOf(azurePipelines.path)).toEqual(commandsOf(githubActions.path));
});
