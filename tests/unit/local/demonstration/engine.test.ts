import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { chooseEngine, type DemonstrationEngine } from "../../../../local/demonstration/engine.js";
import { createScratch, PROJECT_ROOT } from "../../../support/project.js";

const PATH = process.env["PATH"];
afterEach(() => {
  process.env["PATH"] = PATH;
});

/**
 * Chooses with a `pulumi` on PATH that answers to the first word of its arguments as the lines of a shell's `case` say.
 */
const choose = (answers: string | undefined): Promise<DemonstrationEngine> => {
  const folder = createScratch("demonstration");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  if (answers !== undefined) {
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\ncase "$1" in\n${answers}\nesac\n`);
    chmodSync(join(bin, "pulumi"), 0o755);
  }
  process.env["PATH"] = bin;
  return chooseEngine({ project: folder, work: folder, passphrase: "demonstration" });
};

/** The oldest version of the SDK that the package supports. */
const [OLDEST = "", MAJOR, MINOR] =
  /(\d{1,9})\.(\d{1,9})\.\d{1,9}/.exec(
    (
      JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
        peerDependencies: Record<string, string>;
      }
    ).peerDependencies["@pulumi/pulumi"] ?? "",
  ) ?? [];
const OLDER = `v${MAJOR}.${Number(MINOR) - 1}.9`;

const EMBEDDED = "the embedded engine of this repository, because";

describe("the embedded engine is chosen, with the reason, if `pulumi`", () => {
  test.each<[what: string, answers: string | undefined, reason: string]>([
    ["is not installed", undefined, "there is no `pulumi` on PATH"],
    ["fails", "*) exit 1;;", "`pulumi version` does not print a version"],
    ["is another program", "*) echo hello;;", "`pulumi version` does not print a version"],
    [
      "is too old",
      `version) echo ${OLDER};;`,
      `the \`pulumi\` on PATH is version ${OLDER}, and ${OLDEST} or later is needed`,
    ],
    ["has the previous major version", "version) echo v2.300.0;;", "the `pulumi` on PATH is version v2.300.0, and"],
    [
      "fails at its first command",
      `version) echo v${OLDEST};;\nstack) exit 7;;`,
      `the \`pulumi\` on PATH, version v${OLDEST}, does not work: pulumi stack ended with exit code 7`,
    ],
    [
      "is killed at its first command",
      "version) echo v3.999.1-dev.5;;\nstack) kill -9 $$;;",
      "the `pulumi` on PATH, version v3.999.1, does not work: pulumi stack was stopped by SIGKILL",
    ],
  ])("%s", async (_what, answers, reason) => {
    const { description } = await choose(answers);
    expect(description).toContain(`${EMBEDDED} ${reason}`);
  });
});

describe("the Pulumi CLI", () => {
  test("is chosen if it works, from the oldest version that the package supports", async () => {
    const { description } = await choose(`version) echo v${OLDEST};;\nstack) exit 0;;`);
    expect(description).toBe(`the Pulumi CLI v${OLDEST}, the \`pulumi\` on PATH`);
  });

  test("that exits before it has read a value fails with its exit code only", async () => {
    const engine = await choose(`version) echo v${OLDEST};;\nstack) exit 0;;\nconfig) exit 3;;`);
    // More than a pipe buffers, so that it is still being written when the command exits.
    const value = "x".repeat(1_000_000);
    await expect(engine.configure([{ key: "a", value }])).rejects.toThrow("pulumi config ended with exit code 3");
  });
});
