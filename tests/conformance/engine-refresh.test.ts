import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Workspace } from "../e2e/engine/workspace.js";

let workspace: Workspace;
beforeEach(async () => {
  workspace = new Workspace();
  await workspace.run("up", PROGRAM);
});
afterEach(() => workspace.remove());

const PROGRAM = `
const a = new Thing("a", { colour: "red" });
new Thing("b", { colour: a.serial }, { parent: new Group("g") });
exports.serial = a.serial;
`;

describe("refresh", () => {
  test("calls read and diff for each resource, doesn't run the program, and reports no change without one", async () => {
    const ran = await workspace.run("refresh", `throw new Error("not run");`);
    expect(ran).toMatchObject({ result: "succeeded", changes: { same: 4 } });
    expect([...ran.requests].sort()).toEqual(["diff a", "diff b", "read a", "read b"]);
    expect(ran.outputs).toEqual({ serial: workspace.resource("a").outputs?.["serial"] });
    expect((await workspace.run("preview", PROGRAM, { expectNoChanges: true })).result).toBe("succeeded");
  });

  test("records changes, and shows what an update would change back", async () => {
    const ran = await workspace.run("refresh", "", { env: { DRIFT: "a" } });
    expect(ran.steps).toEqual(["update a"]);
    expect(ran.changes).toEqual({ same: 3, update: 1 });
    expect(workspace.resource("a")).toMatchObject({ inputs: { colour: "red" }, outputs: { colour: "faded" } });
    expect((await workspace.run("up", PROGRAM)).steps).toEqual(["update a"]);
  });

  test("shows a due resource although its properties are unchanged", async () => {
    const ran = await workspace.run("refresh", "", { env: { DUE: "a" }, previewOnly: true });
    expect(ran.steps).toEqual(["update a"]);
    const expected = await workspace.run("refresh", "", {
      env: { DUE: "a" },
      previewOnly: true,
      expectNoChanges: true,
    });
    expect(expected).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_CHANGES" } });
  });

  test("removes deleted resources, and all references to them", async () => {
    const ran = await workspace.run("refresh", "", { env: { GONE: "a" } });
    expect(ran.steps).toEqual(["delete a"]);
    expect(workspace.names).toEqual(["lab-dev", "g", "default", "b"]);
    expect(workspace.resource("b").dependencies).toBeUndefined();
    expect((await workspace.run("up", PROGRAM)).steps).toEqual(["create a", "update b"]);
  });

  test("writes nothing in a preview", async () => {
    const before = workspace.read("state/lab/dev.json");
    const ran = await workspace.run("refresh", "", { env: { GONE: "a", DRIFT: "b" }, previewOnly: true });
    expect([...ran.steps].sort()).toEqual(["delete a", "update b"]);
    expect(workspace.read("state/lab/dev.json")).toBe(before);
  });

  test("continues if a resource can't be read, and fails at the end", async () => {
    const ran = await workspace.run("refresh", "", { env: { FAIL: "read:a", DRIFT: "b" } });
    expect(ran).toMatchObject({ result: "failed", failedSteps: ["refresh a"], steps: ["update b"] });
    expect(ran.complaints).toEqual(["read of a refused"]);
    expect(workspace.resource("b").outputs).toMatchObject({ colour: "faded" });
    expect(workspace.resource("a").outputs).toMatchObject({ colour: "red" });
  });
});

describe("an operation that was interrupted", () => {
  const interrupt = (type: string): void => {
    const { deployment } = workspace.state;
    const resource = { ...workspace.resource("a"), id: "" };
    const pending_operations = [{ type, resource }];
    workspace.write(
      "state/lab/dev.json",
      JSON.stringify({ ...workspace.state, deployment: { ...deployment, pending_operations } }),
    );
  };

  test("while creating is reported by every run until the user has cleared it", async () => {
    interrupt("creating");
    for (let run = 0; run < 2; run += 1) {
      const ran = await workspace.run("up", PROGRAM.replace("red", `red${run}`));
      expect(ran.result).toBe("succeeded");
      expect(ran.complaints.join()).toMatch(/1 pending operations[^]*interrupted while creating/);
    }
    await workspace.run("refresh", "");
    expect(workspace.state.deployment.pending_operations).toHaveLength(1);
    await workspace.run("refresh", "", { clearPendingCreates: true });
    expect(workspace.state.deployment.pending_operations).toBeUndefined();
  });

  test("while not creating is cleared by a refresh", async () => {
    interrupt("updating");
    await workspace.run("refresh", "");
    expect(workspace.state.deployment.pending_operations).toBeUndefined();
    expect((await workspace.run("up", PROGRAM)).complaints).toEqual([]);
  });
});
