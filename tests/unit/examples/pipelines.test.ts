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

  test("no pull request of a fork is previewed, and none runs with the rights of the target branch", () => {
    expect(jobOf("preview").if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
  });

  test("no job of a pull request has the credential, or may write", () => {
    const [preview, nightly] = [JSON.stringify(jobOf("preview")), JSON.stringify(jobOf("nightly"))];
    expect(preview).not.toContain("secrets.");
    expect(nightly).toContain("secrets.CYBERSOURCE_MERCHANT_SECRET_KEY");
    expect(workflow.permissions).toEqual({});
    expect(jobOf("preview").permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(jobOf("preview").environment).not.toBe(jobOf("nightly").environment);
  });

  test("a run that asks for keys is of the branch main, and is not cancelled by another", () => {
    expect(jobOf("nightly").if).toContain("github.ref == 'refs/heads/main'");
    expect(jobOf("nightly").concurrency?.["cancel-in-progress"]).toBe(false);
  });

  test("every action is pinned by the hash of a commit", () => {
    const uses = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
    expect(uses).toHaveLength(12);
    expect(uses.filter((name) => !/@[0-9a-f]{40}$/.test(name))).toEqual([]);
  });
});

describe("GitLab CI", () => {
  const MAIN = join(PROJECT_ROOT, "node_modules/gitlab-ci-local/dist/index.js");
  const PREDEFINED = "CI_PIPELINE_SOURCE,CI_PROJECT_ID,CI_COMMIT_REF_PROTECTED,CI_COMMIT_BRANCH";

  /** Lists the jobs of a pipeline as `name when`. It is held to GitLab's own schema first. */
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

  test("a merge request of the project is previewed by hand, one of a fork never", () => {
    expect(jobsOf({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1" })).toEqual(["preview manual"]);
    expect(jobsOf({ ...mergeRequest, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" })).toEqual([]);
  });

  test("a night renews on a protected branch, and raises the alarm also when that failed", () => {
    expect(jobsOf({ ...night, CI_COMMIT_REF_PROTECTED: "true" })).toEqual(["nightly on_success", "alarm always"]);
  });

  test("the schema refuses a keyword that GitLab does not have", () => {
    const wrong = text(gitlabCi.path).replace("interruptible:", "interruptable:");
    expect(() => jobsOf(night, wrong)).toThrow(/interruptable/);
  });

  test("a run that asks for keys is the only one, and is not interrupted", () => {
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

  test("no pull request of a fork is previewed", () => {
    expect(conditionOf("preview")).toContain("ne(variables['System.PullRequest.IsFork'], 'True')");
  });

  test("a night runs without a commit, on the branch main, one after the other, and the alarm also when it failed", () => {
    expect(pipeline).toMatchObject({ schedules: [{ always: true }], lockBehavior: "sequential" });
    expect(conditionOf("nightly")).toContain("eq(variables['Build.SourceBranch'], 'refs/heads/main')");
    expect(conditionOf("alarm")).toContain("'Failed'");
  });

  test("every script ends at its first failure, which Azure Pipelines does not see to", () => {
    const scripts = JOBS.flatMap((job) => azurePipelines.stepsOf(job, { CYBERSOURCE_MERCHANT_SECRET_KEY: "" }));
    expect(scripts.length).toBeGreaterThan(0);
    const unsafe = scripts.filter(({ script }) => script.includes("\n") && !script.startsWith("set -euo pipefail\n"));
    expect(unsafe).toEqual([]);
  });
});

test("a night goes on after an error, or one refused key would keep the others from their receivers", () => {
  for (const { path } of [githubActions, gitlabCi, azurePipelines]) {
    const ups = text(path).match(/pulumi up .*/g) ?? [];
    expect([path, ups.filter((up) => up.endsWith(" --continue-on-error")).length]).toEqual([path, 1]);
    expect(ups).toHaveLength(1);
  }
});

describe("its dependencies", () => {
  const NAME = "pulumi-cybersource-webhooks";
  const manifestSchema = z.object({
    version: z.string(),
    dependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
  });
  const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()) });

  /** Installs nothing: whether the lock file has all that package.json asks for is seen before. */
  const npmCi = (packageJson: string): void => {
    const folder = createScratch("pipelines-lock");
    writeFileSync(join(folder, "package.json"), packageJson);
    writeFileSync(join(folder, "package-lock.json"), text("package-lock.json"));
    const npm = process.env.npm_execpath;
    if (npm === undefined) throw new Error("Run this through npm: npm run jest");
    const flags = ["--dry-run", "--offline", "--ignore-scripts", "--cache", join(folder, "cache")];
    execFileSync(process.execPath, [npm, "ci", ...flags], { cwd: folder, stdio: "pipe" });
  };

  test("are all in the lock file, as npm ci asks for", () => {
    npmCi(text("package.json"));
    expect(() => npmCi(text("package.json").replace(/("typescript": )"[^"]+"/, '$1"~5.0.0"'))).toThrow();
  });

  test("are those of this version of the package", () => {
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")));
    const { packages } = lockSchema.parse(JSON.parse(text("package-lock.json")));
    expect(manifestSchema.parse(packages[`node_modules/${NAME}`])).toEqual(manifest);
  });
});

test("the three call Pulumi and the command in the same way", () => {
  const commandsOf = (path: string): string[] =>
    (text(path).match(/(?:pulumi (?:up|preview)|npx pulumi-cybersource-webhooks) --?[^\n;|>]*|npx [^\n|>]*/g) ?? [])
      .map((command) => command.replace(" --format markdown --fail-in", " --fail-in").trim())
      .sort();
  expect(commandsOf(githubActions.path)).toHaveLength(5);
  expect(commandsOf(gitlabCi.path)).toEqual(commandsOf(githubActions.path));
  expect(commandsOf(azurePipelines.path)).toEqual(commandsOf(githubActions.path));
});
