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
])("an alias finds a resource and its children by their former %s", async (_, options) => {
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
  // A renamed resource has only its new name.
  expect(workspace.read("state/lab/dev.json")).not.toContain('"aliases"');
});

test("an alias finds a resource by its former type", async () => {
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

test("an alias finds a resource that got a parent, or lost it", async () => {
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

test("a renamed component keeps its children", async () => {
  const program = (name: string, options: string): string => `
const group = new Group("${name}", ${options});
new Thing("${name}-thing", { label: "thing" }, { parent: group });
`;
  await workspace.run("up", program("old", "{}"));
  const ran = await workspace.run("up", program("new", `{ aliases: [{ name: "old" }] }`));
  expect(ran.changes).toEqual({ same: 3 });
  expect(workspace.names).toEqual(["lab-dev", "new", "default", "new-thing"]);
});

test("aliases find a resource of a renamed project or stack", async () => {
  await workspace.run("up", `new Thing("a");`);
  const stored = workspace.read("state/lab/dev.json");
  workspace.write("state/lab/dev.json", stored.replaceAll("urn:pulumi:dev::lab::", "urn:pulumi:old::before::"));
  const ran = await workspace.run("up", `new Thing("a", {}, { aliases: [{ stack: "old", project: "before" }] });`);
  expect(ran.requests).toEqual(["check a again", "diff a"]);
  expect(workspace.resource("a").urn).toBe(`${PREFIX}${TYPE}::a`);
});

test("rejects two resources with the same alias", async () => {
  await workspace.run("up", OLD);
  const options = `{ aliases: [{ name: "old" }] }`;
  const ran = await workspace.run("up", `new Thing("x", {}, ${options}); new Thing("y", {}, ${options});`);
  expect(ran.result).toBe("failed");
  expect(ran.complaints.join()).toContain("Duplicate resource alias");
});

test("without an alias, a new name means a new resource", async () => {
  await workspace.run("up", `new Thing("old");`);
  const ran = await workspace.run("up", `new Thing("new");`);
  expect(ran.steps).toEqual(["create new", "delete old"]);
});
