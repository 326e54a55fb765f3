import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";

const EXAMPLE = join(PROJECT_ROOT, "examples/rotation");
const COMMAND = "npm run --silent rotation";

const rotation = (args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [join(EXAMPLE, "main.ts"), ...args], { encoding: "utf8" });

/** The commands in the README with their output. */
const promised = [...readFileSync(join(EXAMPLE, "README.md"), "utf8").matchAll(/```console\n\$ (.+)\n([^`]+)```/g)].map(
  ([, command = "", output = ""]) => ({ command, output }),
);

test("the README shows each behavior of the API", () => {
  expect(promised).toHaveLength(3);
});

test.each(promised)("$command prints the output in the README", ({ command, output }) => {
  expect(command.startsWith(COMMAND)).toBe(true);
  const args = command
    .slice(COMMAND.length)
    .split(" ")
    .filter((word) => word !== "" && word !== "--");
  expect(rotation(args)).toMatchObject({ status: 0, stdout: output, stderr: "" });
});

test("a different seed puts the outages on other nights", () => {
  expect(rotation(["--seed", "3"]).stdout).not.toBe(rotation(["--seed", "4"]).stdout);
});

test.each([
  [["--renew-before-days", "365"], "must be smaller than expiryDuration"],
  [["--expiry-duration", "0"], "expiryDuration must be"],
  [["--years", "ten"], "Give a number"],
  [["--behaviour", "other"], "Allowed choices"],
])("rejects %j", (args, message) => {
  const { status, stderr } = rotation(args);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});
