import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../../../local/engine/values/values.js";
import { type Ran, TYPE, Workspace } from "./workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const TWO = `
const a = new Thing("a", { colour: "red" });
const b = new Thing("b", { colour: a.serial });
exports.serial = a.serial;
exports.id = b.id;
`;

/** A stack on which `up` ran once, with `TWO`. Tests go on with a copy. */
let two: Workspace;
let created: Ran;
beforeAll(async () => {
  two = new Workspace();
  created = await two.run("up", TWO);
});
afterAll(() => two.remove());

describe("a stack from its first to its last day", () => {
  test("is created, stays as it is, is updated and destroyed", async () => {
    workspace.continueFrom(two);
    expect(created.steps).toEqual(["create a", "create b"]);
    expect(created.changes).toEqual({ create: 3 });
    expect(created.requests).toEqual(["check a", "create a", "check b", "create b"]);
    expect(created.outputs).toEqual({ serial: workspace.resource("a").outputs?.["serial"], id: "b-1" });
    const before = workspace.read("state/lab/dev.json");

    const quiet = await workspace.run("up", TWO, { expectNoChanges: true });
    expect(quiet.result).toBe("succeeded");
    expect(quiet.changes).toEqual({ same: 3 });
    expect(quiet.requests).toEqual(["check a again", "diff a", "check b again", "diff b"]);
    expect(workspace.read("state/lab/dev.json")).toBe(before);

    const updated = await workspace.run("up", TWO.replace("red", "blue"));
    expect(updated.steps).toEqual(["update a"]);
    expect(updated.changes).toEqual({ same: 2, update: 1 });
    expect(workspace.resource("a").outputs).toMatchObject({ colour: "blue", updated: true });

    const destroyed = await workspace.run("destroy", TWO);
    expect(destroyed.steps).toEqual(["delete b", "delete a"]);
    expect(destroyed.requests).toEqual(["delete b", "delete a"]);
    expect(workspace.names).toEqual([]);
  });

  test("is stored as the Pulumi CLI stores it: stack, provider, resources", () => {
    workspace.continueFrom(two);
    expect(workspace.names).toEqual(["lab-dev", "default", "a", "b"]);
    const [stack, provider, a, b] = workspace.state.deployment.resources ?? [];
    expect(stack).toMatchObject({ type: "pulumi:pulumi:Stack", outputs: { id: "b-1" } });
    expect(provider).toMatchObject({ type: "pulumi:providers:pulumi-nodejs" });
    expect(a).toMatchObject({
      urn: `urn:pulumi:dev::lab::${TYPE}::a`,
      id: "a-1",
      parent: stack?.urn,
      provider: `${provider?.urn ?? ""}::${provider?.id ?? ""}`,
    });
    expect(a?.inputs?.["__provider"]).toBe(a?.outputs?.["__provider"]);
    expect(b).toMatchObject({
      dependencies: [a?.urn],
      propertyDependencies: { __provider: [], label: [], size: [], colour: [a?.urn] },
    });
  });

  test("loses what the program does not have any more, dependents first", async () => {
    workspace.continueFrom(two);
    const ran = await workspace.run("up", `new Thing("c");`);
    expect(ran.steps).toEqual(["create c", "delete b", "delete a"]);
    expect(ran.outputs).toEqual({});
    expect(workspace.names).toEqual(["lab-dev", "default", "c"]);
  });

  test("loses its provider with its last resource, and is not counted for it", async () => {
    workspace.continueFrom(two);
    const ran = await workspace.run("up", "");
    expect(ran.changes).toEqual({ same: 1, delete: 2 });
    expect(workspace.names).toEqual(["lab-dev"]);
  });
});

describe("preview", () => {
  describe("of a new stack", () => {
    let fresh: Workspace;
    let ran: Ran;
    beforeAll(async () => {
      fresh = new Workspace();
      ran = await fresh.run("preview", TWO, { expectNoChanges: true });
    });
    afterAll(() => fresh.remove());

    test("asks the provider for checks and diffs alone, and writes nothing", () => {
      expect(ran.steps).toEqual(["create a", "create b"]);
      expect(ran.requests).toEqual(["check a", "check b"]);
      expect(ran.outputs).toEqual({ serial: UNKNOWN, id: UNKNOWN });
      expect(() => fresh.state).toThrow("ENOENT");
    });

    test("fails when no changes were expected and some are proposed", () => {
      expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_CHANGES" } });
      expect(ran.complaints).toEqual(["no changes were expected but changes were proposed"]);
    });
  });

  test("of a destroy deletes nothing", async () => {
    workspace.continueFrom(two);
    const ran = await workspace.run("destroy", TWO, { previewOnly: true });
    expect(ran.steps).toEqual(["delete b", "delete a"]);
    expect(ran.requests).toEqual([]);
    expect(workspace.names).toContain("a");
  });
});

/** Steps or requests of these resources alone. */
const about = (names: string, lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.split(" ").some((word) => word.length === 1 && names.includes(word)));

describe("components, and resources that wait for others", () => {
  const program = (size: number): string => `
const group = new Group("g");
const a = new Thing("a", {}, { parent: group });
group.registerOutputs({ inner: a.serial });
new Thing("b", {}, { dependsOn: group });
new Thing("d", {}, { parent: new Group("h") });

const t = new Thing("t", { size: ${size} });
new Thing("u", { colour: t.serial });

for (let i = 0; i < 8; i += 1) new Thing("t" + i);
const first = new Thing("first");
new Thing("second", {}, { dependsOn: first });
`;
  const isInOrder = ({ requests }: Ran): boolean =>
    requests.includes("create first") && requests.indexOf("create second") > requests.indexOf("create first");

  let many: Workspace;
  let ran: Ran;
  beforeAll(async () => {
    many = new Workspace();
    ran = await many.run("up", program(1), { parallel: 1 });
  });
  beforeEach(() => workspace.continueFrom(many));
  afterAll(() => many.remove());

  test("a component holds children and outputs, and needs not tell any outputs", () => {
    expect(about("ag", ran.steps)).toEqual(["create a", "create g"]);
    expect([...about("dh", ran.steps)].sort()).toEqual(["create d", "create h"]);
    const { urn } = many.resource("a");
    expect(urn).toBe(`urn:pulumi:dev::lab::lab:index:Group$${TYPE}::a`);
    expect(many.resource("g").outputs).toEqual({ inner: many.resource("a").outputs?.["serial"] });
  });

  test("a component can be depended on, with all its children", () => {
    expect(many.resource("b").dependencies).toContain(many.resource("a").urn);
  });

  test("components stay as they are, and are deleted after what depends on them and what they hold", async () => {
    expect((await workspace.run("up", program(1))).changes).toEqual({ same: 18 });
    const destroyed = await workspace.run("destroy", "");
    expect(about("abg", destroyed.steps)).toEqual(["delete b", "delete a", "delete g"]);
  });

  test("a preview passes what is not known yet to check and diff, as Pulumi's sentinel", async () => {
    const previewed = await workspace.run("preview", program(2), { parallel: 1, env: { TELL: "1" } });
    expect(previewed.steps).toEqual(["create-replacement t", "replace t", "update u", "delete-replaced t"]);
    const requests = ["check t again", "diff t", "check t", "check u again", "colour of u is unknown", "diff u"];
    expect(about("tu", previewed.requests)).toEqual(requests);
  });

  test("resources are worked on at once as far as `parallel` allows, and in the order of dependency", async () => {
    const atOnce = await workspace.run("up", program(1), { parallel: 16, stack: "wide" });
    expect([ran, atOnce].map(({ result }) => result)).toEqual(["succeeded", "succeeded"]);
    expect([ran, atOnce].map(isInOrder)).toEqual([true, true]);
  });
});
