import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Workspace } from "../e2e/engine/workspace.js";

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const CLI = "Run the program with the Pulumi CLI";

describe("the engine rejects what it doesn't support, before it sends anything, and refers to the Pulumi CLI", () => {
  test.each([
    ["a resource of another provider", `new pulumi.CustomResource("aws:s3:Bucket", "b", {});`, 'aws:s3:Bucket "b"'],
    ["an explicit provider", `new (class extends pulumi.ProviderResource {})("aws", "p");`, "pulumi:providers:aws"],
    ["a function of another provider", `exports.x = pulumi.runtime.invoke("aws:x:get", {});`, "aws:x:get"],
    ["a stack reference", `new pulumi.StackReference("a/b/c");`, "pulumi:pulumi:StackReference"],
    [
      "a remote component",
      `new (class extends pulumi.ComponentResource { constructor() { super("x:y:Z", "c", {}, {}, true); } })();`,
      "x:y:Z",
    ],
    ["an import", `new Thing("a", {}, { import: "id" });`, "`import`"],
    ["a transform", `new Thing("a", {}, { transforms: [async () => undefined] });`, "`transforms`"],
    [
      "a stack transform",
      `pulumi.runtime.registerResourceTransform(async () => undefined); new Thing("a");`,
      "transform",
    ],
    ["a hook", `new Thing("a", {}, { hooks: { afterCreate: [async () => undefined] } });`, "hook"],
    ["deletedWith", `new Thing("a", {}, { deletedWith: new Group("g") });`, "`deletedWith`"],
    ["replaceWith", `new Thing("a", {}, { replaceWith: [new Group("g")] });`, "`replaceWith`"],
    ["an asset", `new Thing("a", { colour: new pulumi.asset.StringAsset("x") });`, "asset"],
  ])("%s", async (_, program, named) => {
    const ran = await workspace.run("up", program);
    expect(ran).toMatchObject({ result: "failed", error: { code: "ERR_ENGINE_UNSUPPORTED" } });
    expect(ran.complaints[0]).toContain(named);
    expect(ran.complaints[0]).toContain(CLI);
    expect(ran.requests).toEqual([]);
  });

  test("a state with resources of another provider", async () => {
    await workspace.run("up", "");
    const stored = workspace.read("state/lab/dev.json");
    const bucket = `{ "urn": "urn:pulumi:dev::lab::aws:s3:Bucket::b", "custom": true, "id": "b", "type": "aws:s3:Bucket" }`;
    workspace.write("state/lab/dev.json", stored.replace('"resources": [', `"resources": [${bucket},`));
    for (const operation of ["preview", "up", "refresh", "destroy"] as const) {
      const run = workspace.run(operation, "");
      await expect(run).rejects.toMatchObject({ code: "ERR_ENGINE_UNSUPPORTED" });
    }
  });
});
