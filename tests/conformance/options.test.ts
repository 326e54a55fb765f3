import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Workspace } from "../e2e/engine/workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const REPLACED = ["create-replacement a", "replace a", "delete-replaced a"];

describe("protect", () => {
  const PROTECTED = `new Thing("a", { size: 1 }, { protect: true });`;

  test("rejects a replacement before anything is sent", async () => {
    await workspace.run("up", PROTECTED);
    const ran = await workspace.run("up", PROTECTED.replace("size: 1", "size: 2"));
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROTECTED" } });
    expect(ran.complaints.join()).toContain("unable to replace resource");
    expect(ran.complaints.join()).toContain("remove the `protect` flag");
    expect(ran.requests).toEqual(["check a again", "diff a"]);
  });

  test("shows the rejected replacement in a preview", async () => {
    await workspace.run("up", PROTECTED);
    const ran = await workspace.run("preview", PROTECTED.replace("size: 1", "size: 2"));
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROTECTED" } });
    expect(ran.steps).toContain("replace a");
  });

  test("rejects a deletion, and deletes the other resources", async () => {
    await workspace.run("up", `${PROTECTED} const b = new Thing("b"); new Thing("c", {}, { dependsOn: b });`);
    const ran = await workspace.run("destroy", "");
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROTECTED" } });
    expect(ran.complaints.join()).toMatch(/cannot be deleted[^]*pulumi state unprotect 'urn:pulumi:dev::lab::/);
    expect(ran.requests).toEqual(["delete c", "delete b"]);
    // The dependencies of the protected resource are kept too.
    expect(workspace.names).toEqual(["lab-dev", "default", "a"]);
  });

  test("allows a replacement in the run in which the program removes it", async () => {
    await workspace.run("up", PROTECTED);
    const ran = await workspace.run("up", `new Thing("a", { size: 2 });`);
    expect(ran.steps).toEqual(REPLACED);
  });
});

describe("ignoreChanges", () => {
  test("keeps the old value, and detects other changes", async () => {
    const program = (colour: string, tag: string): string =>
      `new Thing("a", { colour: "${colour}", tags: { x: "${tag}" } }, { ignoreChanges: ["colour", "tags.y"] });`;
    await workspace.run("up", program("red", "one"));
    expect((await workspace.run("up", program("blue", "one"))).changes).toEqual({ same: 2 });
    expect(workspace.resource("a").inputs).toMatchObject({ colour: "red" });
    expect((await workspace.run("up", program("blue", "two"))).steps).toEqual(["update a"]);
    expect(workspace.resource("a").outputs).toMatchObject({ colour: "red", tags: { x: "two" } });
  });
});

describe("replaceOnChanges", () => {
  // If the provider doesn't report a diff, the engine compares the inputs and knows the paths.
  const program = (tag: string, colour: string): string => `
delete provider.diff;
new Thing("a", { colour: "${colour}", tags: { x: "${tag}" } }, { replaceOnChanges: ["tags.x"] });`;

  test("replaces only for a change at its path", async () => {
    await workspace.run("up", program("one", "red"));
    expect((await workspace.run("up", program("one", "blue"))).steps).toEqual(["update a"]);
    expect((await workspace.run("up", program("two", "blue"))).steps).toEqual(REPLACED);
  });
});

describe("replacementTrigger", () => {
  const program = (trigger: string): string => `new Thing("a", {}, { replacementTrigger: ${trigger} });`;

  test("replaces if it changes, but not if it is added or removed", async () => {
    await workspace.run("up", `new Thing("a");`);
    expect((await workspace.run("up", program(`"one"`))).changes).toEqual({ same: 2 });
    expect((await workspace.run("up", program(`"two"`))).steps).toEqual(REPLACED);
    expect((await workspace.run("up", `new Thing("a");`)).changes).toEqual({ same: 2 });
  });

  test("never replaces while it is a secret, as on the Pulumi CLI", async () => {
    await workspace.run("up", program(`pulumi.secret("first-trigger")`));
    expect((await workspace.run("up", program(`pulumi.secret("second-trigger")`))).changes).toEqual({ same: 2 });
    expect(workspace.read("state/lab/dev.json")).not.toContain("-trigger");
    expect((await workspace.run("up", program(`"third-trigger"`))).changes).toEqual({ same: 2 });
  });

  test("replaces in a preview while it is unknown", async () => {
    const on = (size: number): string => `const b = new Thing("b", { size: ${size} }); ${program("b.serial")}`;
    await workspace.run("up", on(1));
    expect((await workspace.run("preview", on(2))).steps).toContain("replace a");
  });
});

describe("deleteBeforeReplace", () => {
  const program = (size: number, option: string): string => `
const a = new Thing("a", { size: ${size} }, ${option});
const b = new Thing("b", { size: a.serial });
new Thing("c", { colour: b.serial });
`;
  const EAGER = [
    "delete-replaced b",
    "delete-replaced a",
    "replace a",
    "create-replacement a",
    "replace b",
    "create-replacement b",
    "update c",
  ];

  test("deletes first, together with the dependents that would be replaced too", async () => {
    await workspace.run("up", program(1, "{}"));
    const ran = await workspace.run("up", program(2, "{ deleteBeforeReplace: true }"));
    expect(ran.steps).toEqual(EAGER);
    expect(ran.changes).toEqual({ same: 1, replace: 2, update: 1 });
    expect(ran.requests.filter((request) => /create|delete|update/.test(request))).toEqual([
      "delete b",
      "delete a",
      "create a",
      "create b",
      "update c",
    ]);
  });

  test("can be requested by the provider and overridden by the program", async () => {
    const asked = (option: string, size: number): string =>
      `new Thing("a", { size: ${size}, eager: true }, ${option});`;
    await workspace.run("up", asked("{}", 1));
    expect((await workspace.run("up", asked("{}", 2))).steps[0]).toBe("delete-replaced a");
    expect((await workspace.run("up", asked("{ deleteBeforeReplace: false }", 3))).steps).toEqual(REPLACED);
  });

  test("is rejected if a dependent that would be deleted is protected", async () => {
    const guarded = (size: number): string => `
const a = new Thing("a", { size: ${size} }, { deleteBeforeReplace: true });
new Thing("b", { size: a.serial }, { protect: true });
`;
    await workspace.run("up", guarded(1));
    const ran = await workspace.run("up", guarded(2));
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_PROTECTED" } });
    expect(ran.requests.filter((request) => /create|delete/.test(request))).toEqual([]);
  });

  test("is completed by the next run if the creation fails", async () => {
    const option = "{ deleteBeforeReplace: true }";
    await workspace.run("up", `new Thing("a", { size: 1 }, ${option});`);
    const failed = await workspace.run("up", `new Thing("a", { size: 2 }, ${option});`, { env: { FAIL: "create:a" } });
    expect(failed.result).toBe("failed");
    expect(workspace.resource("a")).toMatchObject({ pendingReplacement: true, id: "a-1" });
    const ran = await workspace.run("up", `new Thing("a", { size: 2 }, ${option});`);
    expect(ran.requests).not.toContain("delete a");
    expect(ran.requests).toContain("create a");
    expect(workspace.resource("a")).toMatchObject({ id: "a-2" });
    expect(workspace.names.filter((name) => name === "a")).toHaveLength(1);
  });

  test("leaves no record of a deleted resource that the program no longer declares", async () => {
    const option = "{ deleteBeforeReplace: true }";
    await workspace.run("up", `new Thing("a", { size: 1 }, ${option}); new Thing("b");`);
    await workspace.run("up", `new Thing("a", { size: 2 }, ${option}); new Thing("b");`, { env: { FAIL: "create:a" } });
    const ran = await workspace.run("up", `new Thing("b");`);
    expect(ran).toMatchObject({ result: "succeeded", changes: { same: 2 } });
    expect(workspace.names).toEqual(["lab-dev", "default", "b"]);
  });
});

test("retainOnDelete removes a resource from the state without deleting it", async () => {
  await workspace.run("up", `new Thing("a", {}, { retainOnDelete: true }); new Thing("b");`);
  const ran = await workspace.run("destroy", "");
  expect([...ran.steps].sort()).toEqual(["delete a", "delete b"]);
  expect(ran.requests).toEqual(["delete b"]);
  expect(workspace.names).toEqual([]);
});

test("children inherit protect and retainOnDelete from their component", async () => {
  await workspace.run("up", `new Thing("a", {}, { parent: new Group("g", { protect: true, retainOnDelete: true }) });`);
  expect(workspace.resource("a")).toMatchObject({ protect: true, retainOnDelete: true });
  await workspace.run(
    "up",
    `new Thing("a", {}, { parent: new Group("g", { retainOnDelete: true }), protect: false });`,
  );
  expect((await workspace.run("destroy", "")).requests).toEqual([]);
});

test("dependsOn orders resources without shared values", async () => {
  const ran = await workspace.run("up", `const a = new Thing("a"); new Thing("b", {}, { dependsOn: [a] });`);
  expect(ran.steps).toEqual(["create a", "create b"]);
  expect(workspace.resource("b").dependencies).toEqual([workspace.resource("a").urn]);
});

test("customTimeouts and version are accepted", async () => {
  const options = `{ customTimeouts: { create: "1h30m", delete: "10s" }, version: "1.2.3" }`;
  const ran = await workspace.run("up", `new Thing("a", {}, ${options});`);
  expect(ran.result).toBe("succeeded");
  expect(workspace.resource("a")).toMatchObject({ customTimeouts: { create: 5400, delete: 10 } });
});

test("rejects two resources with the same name", async () => {
  const ran = await workspace.run("up", `new Thing("a"); new Thing("a");`);
  expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_DUPLICATE_URN" } });
  expect(ran.complaints.join()).toContain("Duplicate resource URN");
});
