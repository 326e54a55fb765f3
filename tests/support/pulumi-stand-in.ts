import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createScratch } from "./project.js";

/** Answers the commands that the package's command runs, from files in its own folder. */
const SCRIPT = `#!${process.execPath}
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const args = process.argv.slice(2).join(" ");
const [file] = Object.entries({
  "stack-name": /^stack --show-name /,
  config: /^config --show-secrets --json --stack /,
  state: /^stack export --stack /,
}).find(([, pattern]) => pattern.test(args)) ?? [];
if (file === undefined) {
  console.error("error: unknown command: " + args);
  process.exit(255);
}
console.log(readFileSync(join(__dirname, file), "utf8"));
`;

/**
 * Stands for the Pulumi CLI with one stack, `dev`, that has no configuration and this state.
 *
 * @returns the PATH to run a command with
 */
export const standInForPulumi = (state: string): string => {
  const folder = createScratch("pulumi-stand-in");
  const files = { "stack-name": "dev", config: "{}", state, pulumi: SCRIPT };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  chmodSync(join(folder, "pulumi"), 0o755);
  return `${folder}${delimiter}${process.env["PATH"] ?? ""}`;
};
