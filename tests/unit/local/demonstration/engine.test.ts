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

/** The oldest version of the SDK that the package takes. */
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

describe("the embedded engine is chosen, with the reason,", () => {
  test.each<[what: string, answers: string | undefined, reason: string]>([
    ["without a pulumi", undefined, "there is no `pulumi` on PATH"],
    ["for one that fails", "*) exit 1;;", "`pulumi version` does not print a version"],
    ["for one that is another program", "*) echo hello;;", "`pulumi version` does not print a version"],
    [
      "for one that is too old",
      `version) echo ${OLDER};;`,
      `the \`pulumi\` on PATH is version ${OLDER}, and ${OLDEST} or later is needed`,
    ],
    [
      "for one of the major version before",
      "version) echo v2.300.0;;",
      "the `pulumi` on PATH is version v2.300.0, and",
    ],
    [
      "for one that fails at its first call",
      `version) echo v${OLDEST};;\nstack) exit 7;;`,
      `the \`pulumi\` on PATH, version v${OLDEST}, does not work: pulumi stack ended with exit code 7`,
    ],
    [
      "for one that is killed at its first call",
      "version) echo v3.999.1-dev.5;;\nstack) kill -9 $$;;",
      "the `pulumi` on PATH, version v3.999.1, does not work: pulumi stack was stopped by SIGKILL",
    ],
  ])("%s", async (_what, answers, reason) => {
    const { description } = await choose(answers);
    expect(description).toContain(`${EMBEDDED} ${reason}`);
  });
});

describe("the Pulumi CLI", () => {
  test("of the oldest version that the package takes is chosen where it works", async () => {
    const { description } = await choose(`version) echo v${OLDEST};;\nstack) exit 0;;`);
    expect(description).toBe(`the Pulumi CLI v${OLDEST}, the \`pulumi\` on PATH`);
  });

  test("that stops before it has read a value fails by its exit code, and by nothing else", async () => {
    const engine = await choose(`version) echo v${OLDEST};;\nstack) exit 0;;\nconfig) exit 3;;`);
    // More than a pipe holds: it is still being written when the command ends.
    const value = "x".repeat(1_000_000);
    await expect(engine.configure([{ key: "a", value }])).rejects.toThrow("pulumi config ended with exit code 3");
  });
});
