import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readConfigFiles } from "../../../provider/program/stack-file.js";
import { createScratch } from "../../support/project.js";

const root = (files: Record<string, string>): string => {
  const folder = createScratch("stack-file");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};
const CONFIG = "config: { a:b: here }\n";

describe("the stack's file", () => {
  const textsOf = (folder: string): string[] | undefined =>
    readConfigFiles(folder, "stack").stack?.leaves.map(({ text }) => text);

  test.each<[string, Record<string, string>, string[] | undefined]>([
    ["next to the project file", { "Pulumi.yaml": "name: a\n", "Pulumi.stack.yaml": CONFIG }, ["here"]],
    ["with another extension", { "Pulumi.json": "{}", "Pulumi.stack.json": '{"config":{"a:b":"here"}}' }, ["here"]],
    [
      "in the folder that the project names",
      { "Pulumi.yaml": "name: a\nstackConfigDir: 'stacks/all' # here\n", "stacks/all/Pulumi.stack.yaml": CONFIG },
      ["here"],
    ],
    [
      "in the folder that the project names in JSON",
      { "Pulumi.json": '{"name":"a","stackConfigDir":"stacks"}', "stacks/Pulumi.stack.yaml": CONFIG },
      ["here"],
    ],
    ["of another stack", { "Pulumi.yaml": "name: a\n", "Pulumi.other.yaml": CONFIG }, undefined],
  ])("is read: %s", (_, files, texts) => {
    const folder = root(files);
    expect(textsOf(folder)).toEqual(texts);
    expect(textsOf(join(folder, "a", "program"))).toEqual(texts);
  });

  test("is read again when it was written in the meantime", () => {
    const folder = root({ "Pulumi.yaml": "name: a\n", "Pulumi.stack.yaml": CONFIG });
    expect(textsOf(folder)).toEqual(["here"]);
    writeFileSync(join(folder, "Pulumi.stack.yaml"), CONFIG.replace("here", "there"));
    expect(textsOf(folder)).toEqual(["there"]);
  });

  test("isn't found without a project file", () => {
    expect(readConfigFiles("/", "stack").stack).toBeUndefined();
  });
});
