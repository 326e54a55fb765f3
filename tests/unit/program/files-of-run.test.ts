import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential } from "../../../provider/index.js";
import { createScratch } from "../../support/project.js";
import { runProgram } from "../../support/run-program.js";

const KEY = "cybersource-webhooks:p12Password";

afterEach(() => {
  jest.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
});

/** The warnings of a run with an encrypted credential and a secret input, in a project with these files. */
const warningsOf = async (project: string, stack: string): Promise<string[]> => {
  const folder = createScratch("files-of-run");
  writeFileSync(join(folder, "Pulumi.yaml"), project);
  writeFileSync(join(folder, "Pulumi.stack.yaml"), stack);
  const warned: string[] = [];
  jest.spyOn(process, "cwd").mockReturnValue(folder);
  jest.spyOn(console, "warn").mockImplementation((line: string) => void warned.push(line));
  pulumi.runtime.setAllConfig({ [KEY]: "word", "project:clientSecret": "client-secret" }, [
    KEY,
    "project:clientSecret",
  ]);
  const args = { organizationId: "org", clientId: "c", clientSecret: "client-secret" };
  const { registered } = await runProgram(() => new WebhookOAuthCredential("orders", args));
  expect(registered).toHaveLength(1);
  return warned.filter((line) => line.includes("can't be parsed"));
};

const warningOf = (place: string): string =>
  `warning: [runtime] cybersource-webhooks: ${place} can't be parsed here, so it isn't looked through for credentials in plain ` +
  "text. Write it as plain YAML, without what only some parsers accept. Until then, find them with `npx " +
  "pulumi-cybersource-webhooks check-access --stack stack`.";

test("warns once a run of each file that can't be parsed", async () => {
  const broken = ["name: project\nconfig: { x", "%YAML 3.0\n---\nconfig: {}\n"] as const;
  const warnings = [warningOf("the project's file, Pulumi.yaml,"), warningOf("the file of the stack stack")];
  expect(await warningsOf(...broken)).toEqual(warnings);
  expect(await warningsOf(...broken)).toEqual(warnings);
  expect(await warningsOf("name: project\n", "config: {}\n---\n{ x")).toEqual([]);
});
