import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { pack } from "../support/pack.js";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import { type Compiler, COMPILERS, errorsOf, type Project, TOOLS } from "./type-check.js";

const STRICT = { strict: true, noImplicitReturns: true, skipLibCheck: false };

/** The output of `pulumi new typescript` until March 2026. TypeScript 6 warns about its `moduleResolution: node`. */
const earlierPulumi = (compiler: Compiler): Project => ({
  type: "commonjs",
  compilerOptions: {
    ...STRICT,
    ...(compiler === "6.0" && { ignoreDeprecations: "6.0" }),
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    types: ["node"],
  },
  sources: ["program", "receiver"],
});

/** The current output of `pulumi new typescript`. */
const pulumi = (): Project => ({
  type: "commonjs",
  compilerOptions: { ...STRICT, target: "es2022", module: "nodenext", moduleResolution: "nodenext", types: ["node"] },
  sources: ["program", "receiver"],
});

/** A program that Node.js runs without a compiler, by stripping types. */
const stripped = (): Project => ({
  type: "module",
  compilerOptions: {
    ...STRICT,
    target: "es2022",
    module: "nodenext",
    types: ["node"],
    verbatimModuleSyntax: true,
    isolatedModules: true,
  },
  sources: ["program", "receiver"],
});

/** The output of create-next-app, with the DOM types. */
const next = (): Project => ({
  type: "commonjs",
  compilerOptions: {
    ...STRICT,
    target: "es2017",
    lib: ["dom", "dom.iterable", "esnext"],
    module: "esnext",
    moduleResolution: "bundler",
    esModuleInterop: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    types: ["node"],
  },
  sources: ["receiver", "route"],
});

describe.each(COMPILERS)("TypeScript %s, with the declarations of all libraries checked", (compiler) => {
  test.each([
    ["pulumi new, before March 2026", earlierPulumi],
    ["pulumi new", pulumi],
    ["Node.js without a compiler", stripped],
    ["Next.js", next],
  ] as const)("accepts the tsconfig of %s", (_name, projectOf) => {
    expect(errorsOf(compiler, projectOf(compiler))).toEqual([]);
  });
});

describe("the tarball", () => {
  let tarball: string;
  beforeAll(() => {
    tarball = pack(createScratch("tarball"));
  });
  const run = (script: string, ...args: string[]): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, [join(TOOLS, script), ...args], { cwd: PROJECT_ROOT, encoding: "utf8" });

  test("passes arethetypeswrong: every module resolution finds correct types", () => {
    const { status, stdout } = run("@arethetypeswrong/cli/dist/index.js", tarball, "--no-color", "--no-emoji");
    expect(stdout).toContain("No problems found");
    expect(status).toBe(0);
  });

  test("passes publint", () => {
    const { status, stdout } = run("publint/src/cli.js", tarball, "--strict");
    expect(stdout).toContain("All good!");
    expect(status).toBe(0);
  });
});

test("examples mark type imports as such, so that Node.js can run them without a compiler", () => {
  const tsc = join(TOOLS, "typescript-6.0/bin/tsc");
  const flags = [
    "--verbatimModuleSyntax",
    "--erasableSyntaxOnly",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
  ];
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", "examples", "--pretty", "false", ...flags], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
