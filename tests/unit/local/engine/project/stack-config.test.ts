import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Crypter, createCrypter, openCrypter } from "../../../../../local/engine/state/passphrase.js";
import { readProject } from "../../../../../local/engine/project/project.js";
import {
  configEnvironment,
  readStackFile,
  type StackConfig,
} from "../../../../../local/engine/project/stack-config.js";
import { FIXTURE_PASSPHRASE, fixtureFile } from "../fixture-file.js";

const PROJECT = "name: p\nruntime: nodejs\n";
const UNSUPPORTED = expect.objectContaining({ code: "ERR_ENGINE_UNSUPPORTED" });

let crypter: Crypter;
beforeAll(async () => {
  crypter = await createCrypter("p");
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stack-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

const configOf = async (stackText: string, projectText = PROJECT): Promise<StackConfig> => {
  write("Pulumi.yaml", projectText);
  write("Pulumi.dev.yaml", stackText);
  return (await readStackFile(await readProject(folder), "dev")).config(crypter);
};

const textsOf = (config: StackConfig): Record<string, string> =>
  Object.fromEntries([...config].map(([key, { text }]) => [key, text]));

describe("configuration", () => {
  test("reaches programs byte for byte as from the Pulumi CLI", async () => {
    const presented = JSON.parse(readFileSync(fixtureFile("presented-config.json"), "utf8")) as Record<string, unknown>;
    const stack = await readStackFile(await readProject(dirname(fixtureFile("Pulumi.yaml"))), "cfg");
    const cli = await openCrypter(stack.encryptionSalt ?? "", FIXTURE_PASSPHRASE);
    const environment = configEnvironment(stack.config(cli));
    expect(JSON.parse(environment.PULUMI_CONFIG)).toEqual(presented["config"]);
    expect((JSON.parse(environment.PULUMI_CONFIG_SECRET_KEYS) as string[]).sort()).toEqual(presented["secretKeys"]);
  });

  test("is empty for a missing stack file and for an empty one", async () => {
    write("Pulumi.yaml", PROJECT);
    expect((await readStackFile(await readProject(folder), "new")).config(crypter).size).toBe(0);
    expect((await configOf("")).size).toBe(0);
    expect((await configOf("config:\n")).size).toBe(0);
  });

  test("completes keys with the namespace, and rejects an invalid key", async () => {
    expect(textsOf(await configOf("config: { a: x, q:b: y, q:config:c: z }"))).toEqual({
      "p:a": "x",
      "q:b": "y",
      "q:c": "z",
    });
    await expect(configOf("config: { 'a:b:c': x }")).rejects.toThrow("is not a configuration key");
  });

  test("doesn't decrypt a secret of another stack, and names its key", async () => {
    const other = await createCrypter("p");
    await expect(configOf(`config: { key: { secure: "${other.encrypt("x")}" } }`)).rejects.toThrow(
      /Pulumi\.dev\.yaml: key:/,
    );
  });

  test("treats an object with more fields than `secure` as an object", async () => {
    expect(textsOf(await configOf("config: { a: { secure: x, more: y } }"))).toEqual({
      "p:a": '{"more":"y","secure":"x"}',
    });
  });

  test.each(["0123", "2024-01-02", "2024-01-02T10:00:00Z", "1_000", "0b1"])(
    "rejects %s without quotes, which the Pulumi CLI reads differently",
    async (value) => {
      await expect(configOf(`config:\n  a: ${value}\n`)).rejects.toThrow(/line 2 in quotes/);
      expect(textsOf(await configOf(`config:\n  a: "${value}"\n`))).toEqual({ "p:a": value });
    },
  );

  test("rejects invalid YAML with its position, without quoting it", async () => {
    const reading = configOf("config:\n  key: hunter2\n bad: [hunter2\n");
    await expect(reading).rejects.toThrow(/not valid YAML \(.* line 3/);
    await expect(reading).rejects.not.toThrow("hunter2");
  });

  test.each([["- a"], ["config: [a]"], ["config: text"]])("rejects %j as a stack file", async (text) => {
    await expect(configOf(text)).rejects.toThrow(expect.objectContaining({ code: "ERR_ENGINE_CONFIG" }));
  });

  test.each(["secretsprovider: awskms://x", "encryptedkey: abc", "environment: [dev]"])("rejects %s", async (text) => {
    await expect(configOf(text)).rejects.toThrow(UNSUPPORTED);
  });

  test("can't pollute a prototype", async () => {
    await configOf("config: { __proto__: { polluted: 1 }, a: { __proto__: { polluted: 1 } } }");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("settings of the project", () => {
  const declare = (setting: string) => `${PROJECT}config:\n  a: ${setting}\n`;

  test("are used if the stack sets no value", async () => {
    const project = declare("{ type: string, default: x }");
    expect(textsOf(await configOf("", project))).toEqual({ "p:a": "x" });
    expect(textsOf(await configOf("config: { a: y }", project))).toEqual({ "p:a": "y" });
  });

  test("are required if they have no default", async () => {
    await expect(configOf("", `${PROJECT}config: { b: { type: string }, a: { type: string } }`)).rejects.toThrow(
      "Stack dev is missing configuration: p:a, p:b",
    );
  });

  test.each([
    ["string", '"x"', "[x]"],
    ["string", "5", "{ a: 1 }"],
    ["integer", "5", "5.5"],
    ["integer", '"-5"', '"5 "'],
    ["boolean", "true", "yes"],
    ["object", "{ a: 1 }", "text"],
    ["array, items: { type: integer }", "[1, 2]", "[1, x]"],
    ["array, items: { type: array, items: { type: boolean } }", "[[true]]", "[true]"],
  ])("of type %s accept %s and reject %s", async (type, accepted, refused) => {
    const project = declare(`{ type: ${type} }`);
    expect((await configOf(`config: { a: ${accepted} }`, project)).has("p:a")).toBe(true);
    await expect(configOf(`config: { a: ${refused} }`, project)).rejects.toThrow(/must be of type/);
  });

  test("that are secret reject a value in plain text", async () => {
    const project = declare("{ type: string, secret: true }");
    await expect(configOf("config: { a: hunter2 }", project)).rejects.toThrow("p:a must be a secret");
    const config = await configOf(`config: { a: { secure: "${crypter.encrypt("x")}" } }`, project);
    expect(config.get("p:a")).toEqual({ text: "x", secret: true });
  });
});

describe("a project", () => {
  test("is found in a parent folder", async () => {
    write("Pulumi.yaml", "name: p\nruntime: { name: nodejs, options: { typescript: false } }\nmain: app\n");
    mkdirSync(join(folder, "app", "deep"), { recursive: true });
    const project = await readProject(join(folder, "app", "deep"));
    expect(project).toMatchObject({ name: "p", folder, main: "app" });
    expect(project.runtimeOptions.get("typescript")).toBe(false);
  });

  test.each([
    ["stackConfigDir: stacks\n", "stacks/Pulumi.org-dev.yaml"],
    ["config: old\n", "old/Pulumi.org-dev.yaml"],
    ["", "Pulumi.org-dev.yaml"],
  ])("with %j has its stack file at %s", async (text, path) => {
    write("Pulumi.yaml", PROJECT + text);
    expect((await readProject(folder)).stackFile("org/dev")).toBe(join(folder, path));
  });

  test.each([
    ["- list", "not a Pulumi project"],
    ["runtime: nodejs", "'name'"],
    ["name: p", "runtime"],
    ["name: [p]\nruntime: nodejs", "name must be a string"],
    ["name: p\nruntime: python", "The runtime python"],
    ["name: p\nruntime: nodejs\noptions: { refresh: always }", "refresh: always"],
  ])("is rejected: %j", async (text, named) => {
    write("Pulumi.yaml", text);
    await expect(readProject(folder)).rejects.toThrow(named);
  });

  test("is required", async () => {
    await expect(readProject(folder)).rejects.toThrow(`No Pulumi.yaml in ${folder}`);
  });
});

describe("a stack file", () => {
  test("keeps its comments, its order and the spelling of its keys when written", async () => {
    write("Pulumi.yaml", PROJECT);
    write("Pulumi.dev.yaml", "# top\nconfig:\n  # above\n  a: 1 # beside\n  q:b:\n    - x # item\n");
    const stack = await readStackFile(await readProject(folder), "dev");
    stack.setValue("p:a", "007");
    stack.setValue("c", "hunter2", crypter);
    stack.setEncryptionSalt(crypter.salt);
    await stack.save();
    const text = readFileSync(stack.path, "utf8");
    expect(text).toMatch(
      /^# top\nconfig:\n {2}# above\n {2}a: "007".*\n {2}q:b:\n {4}- x # item\n {2}p:c:\n {4}secure: v1:/,
    );
    expect(text).toContain(`encryptionsalt: ${crypter.salt}\n`);
    expect(text).not.toContain("hunter2");
    expect(readdirSync(folder).sort()).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);

    const read = await readStackFile(await readProject(folder), "dev");
    expect(read.encryptionSalt).toBe(crypter.salt);
    expect(read.config(crypter).get("p:c")).toEqual({ text: "hunter2", secret: true });
    expect(read.config(crypter).get("p:a")).toEqual({ text: "007", secret: false });
  });

  test("is created with its folder if it doesn't exist", async () => {
    write("Pulumi.yaml", `${PROJECT}stackConfigDir: stacks\n`);
    const stack = await readStackFile(await readProject(folder), "dev");
    expect(stack.encryptionSalt).toBeUndefined();
    stack.setEncryptionSalt(crypter.salt);
    await stack.save();
    expect(readFileSync(join(folder, "stacks", "Pulumi.dev.yaml"), "utf8")).toBe(`encryptionsalt: ${crypter.salt}\n`);
  });

  test("is rejected with a salt that isn't a string", async () => {
    write("Pulumi.yaml", PROJECT);
    write("Pulumi.dev.yaml", "encryptionsalt: [1]\n");
    const stack = await readStackFile(await readProject(folder), "dev");
    expect(() => stack.encryptionSalt).toThrow("encryptionsalt is not a string");
  });
});
