import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { hasCli, pulumiIn } from "../e2e/engine/cli.js";
import { comparable } from "../e2e/engine/essence.js";
import { Workspace } from "../e2e/engine/workspace.js";

/** Programs that run one after another on the same stack. */
const PROGRAMS: readonly (readonly [string, string])[] = [
  ["creates", `const a = new Thing("a"); new Thing("b", { colour: a.serial }); exports.id = a.id;`],
  ["changes nothing", `const a = new Thing("a"); new Thing("b", { colour: a.serial }); exports.id = a.id;`],
  [
    "updates, and adds outputs",
    `const a = new Thing("a", { colour: "x" }); new Thing("b", { colour: a.serial }); exports.id = a.id; exports.two = 2;`,
  ],
  ["replaces", `const a = new Thing("a", { size: 2 }); new Thing("b", { colour: a.serial });`],
  [
    "deletes before it replaces, with dependents",
    `const a = new Thing("a", { size: 3, eager: true }); new Thing("b", { size: a.serial });`,
  ],
  [
    "deletes dependents that would be replaced",
    `const a = new Thing("a", { size: 4, eager: true }); const b = new Thing("b", { size: a.serial }); new Thing("c", { colour: b.serial }, { dependsOn: a });`,
  ],
  [
    "renames and moves by aliases",
    `const g = new Group("g"); const a = new Thing("z", { label: "a", size: 4, eager: true }, { aliases: [{ name: "a" }] });
     new Thing("b", { size: a.serial }, { parent: g, aliases: [{ parent: pulumi.rootStackResource }] });`,
  ],
  [
    "takes options",
    `const g = new Group("g"); const a = new Thing("z", { label: "a", size: 5 }, { protect: true, ignoreChanges: ["size", "eager"], replacementTrigger: "one" });
     new Thing("b", { size: 9 }, { parent: g, additionalSecretOutputs: ["serial"], retainOnDelete: true, ignoreChanges: ["size"] });`,
  ],
  [
    "is triggered",
    `const g = new Group("g"); const a = new Thing("z", { label: "a", size: 5 }, { ignoreChanges: ["size", "eager"], replacementTrigger: "two" });
     new Thing("b", { size: 9, colour: a.serial }, { parent: g });`,
  ],
  [
    "has no diff of its own",
    `delete provider.diff; new Thing("z", { label: "a", size: 6, tags: { x: 1 } }, { replaceOnChanges: ["tags"] });`,
  ],
  [
    "replaces on changes",
    `delete provider.diff; new Thing("z", { label: "a", size: 6, tags: { x: 2 } }, { replaceOnChanges: ["tags"] });`,
  ],
  ["deletes", ``],
];

const previewSchema = z.object({ changeSummary: z.record(z.string(), z.number()).default({}) });

const describeWithCli = hasCli ? describe : describe.skip;

describeWithCli("the engine and the Pulumi CLI, with one program after another", () => {
  let workspace: Workspace;
  let pulumi: ReturnType<typeof pulumiIn>;
  beforeAll(async () => {
    workspace = new Workspace();
    pulumi = pulumiIn(workspace);
    await pulumi.run("stack", "init", "dev");
  });
  afterAll(() => workspace.remove());

  test.each(PROGRAMS)("propose and do the same if the program %s", async (_, program) => {
    const [proposed, json] = await Promise.all([
      workspace.run("preview", program),
      pulumi.run("preview", "--json", "--stack", "dev"),
    ]);
    expect(proposed.complaints).toEqual([]);
    expect(proposed.changes).toEqual(previewSchema.parse(JSON.parse(json)).changeSummary);
    const [done] = await Promise.all([
      workspace.run("up", program),
      pulumi.run("up", "--yes", "--skip-preview", "--stack", "dev"),
    ]);
    expect(done.result).toBe("succeeded");
    expect(comparable(workspace.state)).toEqual(comparable(await pulumi.export()));
  });
});
