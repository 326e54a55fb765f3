import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { TYPE, Workspace } from "../e2e/engine/workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const OLD = `
const old = new Thing("old", { label: "same" });
new Thing("child", { label: "child", colour: old.serial }, { parent: old });
`;
const PREFIX = "urn:pulumi:dev::lab::";

test.each([
  ["name", `{ aliases: [{ name: "old" }] }`],
  ["urn", `{ aliases: ["${PREFIX}${TYPE}::old"] }`],
])("a resource is found under its former %s, and so are its children", async (_, options) => {
  await workspace.run("up", OLD);
  const ran = await workspace.run(
    "up",
    `
const old = new Thing("new", { label: "same" }, ${options});
new Thing("child", { label: "child", colour: old.serial }, { parent: old });
`,
  );
  expect(ran.changes).toEqual({ same: 3 });
  expect(workspace.names).toEqual(["lab-dev", "default", "new", "child"]);
  expect(workspace.resource("child")).toMatchObject({
    parent: `${PREFIX}${TYPE}::new`,
    dependencies: [`${PREFIX}${TYPE}::new`],
  });
  // What was renamed has its new name alone.
  expect(workspace.read("state/lab/dev.json")).not.toContain('"aliases"');
});

test("a resource is found under its former type", async () => {
  await workspace.run("up", `new Thing("a");`);
  const ran = await workspace.run(
    "up",
    `
class Gadget extends pulumi.dynamic.Resource {
  constructor(name, opts) { super(provider, name, { serial: undefined, label: name, size: 1 }, opts, "lab", "Gadget"); }
}
new Gadget("a", { aliases: [{ type: "${TYPE}" }] });
`,
  );
  expect(ran.changes).toEqual({ same: 2 });
  expect(workspace.resource("a").urn).toBe(`${PREFIX}pulumi-nodejs:dynamic/lab:Gadget::a`);
});

test("a resource is found where it stood before it had a parent, and after it lost it", async () => {
  await workspace.run("up", `new Thing("a");`);
  const moved = await workspace.run(
    "up",
    `new Thing("a", {}, { parent: new Group("g"), aliases: [{ parent: pulumi.rootStackResource }] });`,
  );
  expect(moved.changes).toEqual({ same: 2, create: 1 });
  const back = await workspace.run(
    "up",
    `new Thing("a", {}, { aliases: [{ parent: "${PREFIX}lab:index:Group::g" }] });`,
  );
  expect(back.changes).toEqual({ same: 2, delete: 1 });
});

test("a renamed component takes its children along", async () => {
  const program = (name: string, options: string): string => `
const group = new Group("${name}", ${options});
new Thing("${name}-thing", { label: "thing" }, { parent: group });
`;
  await workspace.run("up", program("old", "{}"));
  const ran = await workspace.run("up", program("new", `{ aliases: [{ name: "old" }] }`));
  expect(ran.changes).toEqual({ same: 3 });
  expect(workspace.names).toEqual(["lab-dev", "new", "default", "new-thing"]);
});

test("a project and a stack of another name are found by their aliases", async () => {
  await workspace.run("up", `new Thing("a");`);
  const stored = workspace.read("state/lab/dev.json");
  workspace.write("state/lab/dev.json", stored.replaceAll("urn:pulumi:dev::lab::", "urn:pulumi:old::before::"));
  const ran = await workspace.run("up", `new Thing("a", {}, { aliases: [{ stack: "old", project: "before" }] });`);
  expect(ran.requests).toEqual(["check a again", "diff a"]);
  expect(workspace.resource("a").urn).toBe(`${PREFIX}${TYPE}::a`);
});

test("two resources cannot be found under one alias", async () => {
  await workspace.run("up", OLD);
  const options = `{ aliases: [{ name: "old" }] }`;
  const ran = await workspace.run("up", `new Thing("x", {}, ${options}); new Thing("y", {}, ${options});`);
  expect(ran.result).toBe("failed");
  expect(ran.complaints.join()).toContain("Duplicate resource alias");
});

test("without an alias, a new name is another resource", async () => {
  await workspace.run("up", `new Thing("old");`);
  const ran = await workspace.run("up", `new Thing("new");`);
  expect(ran.steps).toEqual(["create new", "delete old"]);
});
