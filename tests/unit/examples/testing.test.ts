import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

const FOLDER = join(PROJECT_ROOT, "examples/testing");
const RUNNERS = ["jest", "mocha", "node", "vitest"];

describe("the example of a program's tests", () => {
  test("passes with Pulumi's mocks under node:test, without warnings", () => {
    // node:test sets this variable for nested test runs, whose output then isn't meant for people.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const files = readdirSync(join(FOLDER, "node")).map((name) => join("node", name));
    const ran = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files], {
      cwd: FOLDER,
      env,
      encoding: "utf8",
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: "" });
    expect(ran.stdout).toContain("\n# pass 2\n# fail 0\n");
  });

  test("has the same tests for every test runner; `npm run test:mocks` runs the others", () => {
    const stepsOf = (runner: string): string[] =>
      readFileSync(join(FOLDER, runner, "webhook.test.ts"), "utf8")
        .split("\n")
        .filter((line) => /^test\(|new |await /.test(line.trim()))
        .map((line) => line.replaceAll(/assert\.equal|expect|\.toBe|[(),\s]/g, ""));
    const [first = [], ...others] = RUNNERS.map(stepsOf);
    expect(first.length).toBeGreaterThan(4);
    for (const other of others) expect(other).toEqual(first);
    const { scripts } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const runner of RUNNERS) expect(scripts.test).toContain(`npm run test:${runner}`);
  });
});
