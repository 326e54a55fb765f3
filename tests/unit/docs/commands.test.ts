import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { COMMAND_RULES, ruleFor, runOf, simpleCommands } from "../../support/command-rules.js";
import { allPages, documentedCommands, readDocument } from "../../support/documents.js";
import { PROJECT_ROOT } from "../../support/project.js";

const commands = allPages()
  .flatMap(documentedCommands)
  .flatMap(({ page, line, text }) => simpleCommands(text).map((command) => ({ page, line, command })));

describe("every command on the pages", () => {
  test("is run by a test, or has a reason in tests/support/command-rules.ts why not", () => {
    expect(commands.length).toBeGreaterThan(50);
    const unexplained = commands.filter(({ page, command }) => ruleFor(page, command) === undefined);
    expect(unexplained).toEqual([]);
  });

  test("has a rule only with known options, even in a pipe", () => {
    expect(ruleFor("README.md", "pulumi up --yes")).toBeDefined();
    expect(ruleFor("README.md", "pulumi up --force")).toBeUndefined();
    expect(ruleFor("README.md", "terraform apply")).toBeUndefined();
    expect(simpleCommands("A=1 base64 < a | pulumi config set b && pulumi up")).toEqual([
      "base64 < a",
      "pulumi config set b",
      "pulumi up",
    ]);
  });

  test("has a rule that refers to an existing test, and every rule is used", () => {
    const ruled = commands.map(({ page, command }) => ({ command, rule: ruleFor(page, command) }));
    const used = new Set(ruled.map(({ rule }) => rule));
    expect(COMMAND_RULES.filter((rule) => !used.has(rule))).toEqual([]);
    const runs = ruled.flatMap(({ command, rule }) => (rule === undefined ? [] : (runOf(rule, command) ?? [])));
    expect(runs.filter(({ runIn, proof }) => !readDocument(runIn).includes(proof))).toEqual([]);
  });
});

test("every script on the pages exists in package.json", () => {
  const { scripts } = JSON.parse(readDocument("package.json")) as { scripts: Record<string, string> };
  const named = commands.flatMap(
    ({ command }) => /^npm (?:run (?:--silent )?)?([\w:-]+)/.exec(command)?.slice(1) ?? [],
  );
  expect(named).toContain("engine");
  expect([...new Set(named)].filter((name) => !(name in scripts) && !["ci", "install", "pack"].includes(name))).toEqual(
    [],
  );
});

describe("every option on the pages for a command of this project is in its help", () => {
  const optionsOf = (command: string): string[] => command.match(/(?<=\s)--[a-z-]+/g) ?? [];
  const help = (program: string, ...words: string[]): string =>
    execFileSync(process.execPath, [join(PROJECT_ROOT, "dist", program), ...words, "--help"], { encoding: "utf8" });

  const programs: readonly (readonly [string, RegExp])[] = [
    ["cli/main.js", /^npx pulumi-cybersource-webhooks ([a-z-]+)((?: .*)?)$/],
    ["local/platform/main.js", /^npm run platform --( deliver)?( .*)$/],
    ["local/engine/main.js", /^engine ([a-z]+)( .*)$/],
  ];

  test.each(programs)("%s", (program, pattern) => {
    const options = new Map<string, Set<string>>();
    for (const { command } of commands) {
      const [, word = "", rest] = pattern.exec(command) ?? [];
      if (rest === undefined) continue;
      options.set(word.trim(), new Set([...(options.get(word.trim()) ?? []), ...optionsOf(rest)]));
    }
    expect(options.size).toBeGreaterThan(0);
    for (const [word, given] of options) {
      const known = optionsOf(help(program, ...(word === "" ? [] : [word])));
      expect([...given].filter((option) => !known.includes(option))).toEqual([]);
    }
  });
});
