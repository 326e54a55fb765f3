import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { hasCli, pulumiIn } from "./cli.js";
import { essence } from "./essence.js";
import { Workspace } from "./workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const PROGRAM = `
const group = new Group("g");
const a = new Thing("a", { colour: "red", token: pulumi.secret("hush-hush") }, { parent: group });
const b = new Thing("b", { colour: a.serial, tags: { x: a.token } }, { dependsOn: group, replacementTrigger: "one" });
group.registerOutputs({ a: a, serial: a.serial });
exports.token = a.token;
exports.serial = b.serial;
`;

const describeWithCli = hasCli ? describe : describe.skip;

describeWithCli("a state goes over", () => {
  const location = (): readonly string[] => ["--stack", "dev"];

  test("to the Pulumi CLI, where nothing changes, and can be updated and destroyed there", async () => {
    await workspace.run("up", PROGRAM);
    const pulumi = pulumiIn(workspace);
    await pulumi.run("stack", "init", "dev");
    await pulumi.run("stack", "import", "--file", join(workspace.stateFolder, "lab/dev.json"), ...location());
    await pulumi.run("preview", "--expect-no-changes", ...location());
    await pulumi.run("refresh", "--yes", "--expect-no-changes", ...location());
    await pulumi.run("up", "--yes", "--skip-preview", "--expect-no-changes", ...location());
    expect(essence(await pulumi.export())).toEqual(essence(workspace.state));
    expect(await pulumi.run("stack", "output", "token", "--show-secrets", ...location())).toContain("hush-hush");
    await pulumi.run("destroy", "--yes", "--skip-preview", ...location());
    expect((await pulumi.export()).deployment.resources).toBeUndefined();
  });

  test("from the Pulumi CLI, to the same effect", async () => {
    await workspace.run("preview", PROGRAM);
    const pulumi = pulumiIn(workspace);
    await pulumi.run("stack", "init", "dev");
    await pulumi.run("up", "--yes", "--skip-preview", ...location());
    workspace.makeFolder("state/lab");
    const exported = await pulumi.export();
    workspace.write("state/lab/dev.json", JSON.stringify(exported));
    expect(await workspace.run("preview", PROGRAM, { expectNoChanges: true })).toMatchObject({ result: "succeeded" });
    expect(await workspace.run("refresh", "", { expectNoChanges: true })).toMatchObject({ result: "succeeded" });
    const quiet = await workspace.run("up", PROGRAM, { expectNoChanges: true });
    expect(quiet).toMatchObject({ result: "succeeded", changes: { same: 4 } });
    expect(essence(workspace.state)).toEqual(essence(exported));
    expect((await workspace.run("destroy", "")).steps).toEqual(["delete b", "delete a", "delete g"]);
    expect(workspace.names).toEqual([]);
  });

  test("half replaced, and is finished by either", async () => {
    await workspace.run("up", `new Thing("a", { size: 1 });`);
    const failed = await workspace.run("up", `new Thing("a", { size: 2 });`, { env: { FAIL: "delete:a" } });
    expect(failed.result).toBe("failed");
    const pulumi = pulumiIn(workspace);
    await pulumi.run("stack", "init", "dev");
    await pulumi.run("stack", "import", "--file", join(workspace.stateFolder, "lab/dev.json"), ...location());
    await pulumi.run("up", "--yes", "--skip-preview", ...location());
    const { resources = [] } = (await pulumi.export()).deployment;
    expect(resources.filter(({ urn }) => urn.endsWith("::a"))).toMatchObject([{ id: "a-2" }]);
  });
});
