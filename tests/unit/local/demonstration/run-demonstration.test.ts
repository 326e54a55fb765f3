import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../../support/project.js";

const MODULE = join(PROJECT_ROOT, "dist/local/demonstration/run-demonstration.js");

const run = (body: string) => {
  const script = `require(${JSON.stringify(MODULE)}).runDemonstration("npm run receiver", "Shows it.", async () => { ${body} })`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script, "--"], { encoding: "utf8" });
  return { status, stdout, stderr };
};

test("a demonstration that doesn't show what it claims ends with exit code 1 and one line", () => {
  expect(run(`throw new Error("2 of 3 events were accepted")`)).toEqual({
    status: 1,
    stdout: "",
    stderr: "\nnpm run receiver failed: 2 of 3 events were accepted\n",
  });
  expect(run(`console.log("shown")`)).toEqual({ status: 0, stdout: "shown\n", stderr: "" });
});
