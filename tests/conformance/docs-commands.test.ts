import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { hasCli } from "../e2e/engine/cli.js";
import { simpleCommands } from "../support/command-rules.js";
import { documentedCommands, documentPages } from "../support/documents.js";
import { createScratch } from "../support/project.js";

/** The value that is typed, or read from a file, when a command prompts for one. */
const TYPED = "a-value-that-must-be-encrypted";

const isAboutConfig = (text: string): boolean =>
  simpleCommands(text).every((command) => /^(pulumi config set|base64 <|node -p) ?/.test(command));

const commands = documentPages()
  .flatMap(documentedCommands)
  .filter(({ text }) => isAboutConfig(text));

const createProject = (): ((command: string) => string) => {
  const folder = createScratch("docs-commands");
  mkdirSync(join(folder, "states"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: docs-commands\nruntime: nodejs\n");
  writeFileSync(join(folder, "my_merchant.p12"), TYPED);
  const keyInformation = { keyId: TYPED, key: TYPED, expirationDate: TYPED };
  writeFileSync(join(folder, "answer.json"), JSON.stringify({ keyInformation }));
  const env = {
    ...process.env,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "states")}`,
    PULUMI_CONFIG_PASSPHRASE: "a-passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const run = (command: string): string =>
    execFileSync("bash", ["-euo", "pipefail", "-c", command], {
      cwd: folder,
      env,
      encoding: "utf8",
      input: TYPED,
      stdio: "pipe",
    });
  run("pulumi stack init dev");
  return (command) => {
    run(command);
    return readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");
  };
};

(hasCli ? test : test.skip)("every command in the docs that sets configuration works, and encrypts secrets", () => {
  expect(commands.length).toBeGreaterThan(15);
  const run = createProject();
  let inTheClear = 0;
  for (const { text } of commands) {
    const count = run(text).split(TYPED).length - 1;
    if (text.includes("--secret")) expect([text, count <= inTheClear]).toEqual([text, true]);
    inTheClear = count;
  }
});
