import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { hasCli, pulumiIn } from "../e2e/engine/cli.js";
import { Workspace } from "../e2e/engine/workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const MESSAGE = "the date of a cannot be read";

/** A program that reports a problem after `a` is created. `b` depends on `a`; `old` is no longer declared. */
const program = (complaint: string): string => `
const a = new Thing("a", { colour: "red" });
a.serial.apply((serial) => { if (serial !== undefined) { ${complaint} } });
new Thing("b", { colour: a.serial });
`;
const BEFORE = `new Thing("old");`;

/** How the program reports it, whether the run succeeds, and whether undeclared resources are deleted. */
const COMPLAINTS: readonly (readonly [string, string, boolean, boolean])[] = [
  ["an error that is logged", `pulumi.log.error("${MESSAGE}", a);`, true, true],
  [
    "an error that is logged, and an exit code",
    `pulumi.log.error("${MESSAGE}", a); process.exitCode = 1;`,
    false,
    false,
  ],
  [
    "an error that is logged, and an exit code once the run is over",
    `pulumi.log.error("${MESSAGE}", a); process.on("exit", () => { process.exitCode = 1; });`,
    false,
    true,
  ],
];

describe.each(COMPLAINTS)("%s", (_, complaint, succeeds, deletes) => {
  const names = ["a", "b", ...(deletes ? [] : ["old"])];

  test("doesn't stop the dependents of the resource", async () => {
    await workspace.run("up", BEFORE);
    const ran = await workspace.run("up", program(complaint));
    expect(ran.result).toBe(succeeds ? "succeeded" : "failed");
    expect(ran.complaints[0]).toBe(MESSAGE);
    expect(ran.steps).toEqual(["create a", "create b", ...(deletes ? ["delete old"] : [])]);
    expect(workspace.names.filter((name) => name.length <= 3).sort()).toEqual(names);
    expect(ran.events).toContainEqual(
      expect.objectContaining({ kind: "diagnostic", severity: "error", urn: workspace.resource("a").urn }),
    );
  });

  (hasCli ? test : test.skip)("doesn't stop them on the Pulumi CLI either", async () => {
    await workspace.run("preview", BEFORE);
    const pulumi = pulumiIn(workspace);
    await pulumi.run("stack", "init", "dev");
    const up = ["up", "--yes", "--skip-preview", "--stack", "dev"];
    await pulumi.run(...up);
    await workspace.run("preview", program(complaint));
    const ran = await pulumi.run(...up).then(
      (output) => ({ ok: true, output }),
      (error: unknown) => ({ ok: false, output: String(Reflect.get(Object(error), "stdout")) }),
    );
    expect(ran.ok).toBe(succeeds);
    expect(ran.output).toContain(MESSAGE);
    const { resources = [] } = (await pulumi.export()).deployment;
    const found = resources.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
    expect(found.filter((name) => name.length <= 3).sort()).toEqual(names);
  });
});
