import { beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { decodeDeployment, encodeDeployment, type Snapshot } from "../../../../../local/engine/state/deployment.js";
import type { Crypter } from "../../../../../local/engine/state/passphrase.js";
import { equalValues, Secret, type Value } from "../../../../../local/engine/values/values.js";
import { anyProperties } from "../values/arbitrary-values.js";
import { openExportedCrypter, resource, snapshot, throughJson } from "./exported-state.js";

let crypter: Crypter;
beforeAll(async () => {
  crypter = await openExportedCrypter();
});

const again = (before: Snapshot): Snapshot => decodeDeployment(throughJson(encodeDeployment(before, crypter)), crypter);

describe("a snapshot", () => {
  test("is decoded to the same values, whatever they are", () => {
    fc.assert(
      fc.property(anyProperties, anyProperties, (inputs, outputs) => {
        const [read] = again(snapshot(resource({ inputs, outputs }))).resources;
        expect(equalValues(read?.inputs ?? null, inputs)).toBe(true);
        expect(equalValues(read?.outputs ?? null, outputs)).toBe(true);
      }),
    );
  });

  test("keeps numbers that JSON doesn't have", () => {
    const [read] = again(snapshot(resource({ inputs: { a: [Infinity, -Infinity, NaN, 5e-324] } }))).resources;
    expect(read?.inputs["a"]).toEqual([Infinity, -Infinity, NaN, 5e-324]);
  });

  test("keeps every field of a resource", () => {
    const full = resource({
      delete: true,
      parent: "urn:p",
      protect: true,
      taint: true,
      external: true,
      dependencies: ["urn:d"],
      initErrors: ["half-made"],
      provider: "urn:provider::id",
      propertyDependencies: { a: ["urn:d"], b: [] },
      pendingReplacement: true,
      additionalSecretOutputs: ["a"],
      aliases: ["urn:old"],
      customTimeouts: { create: 1.5, update: 2, delete: 3, read: 4 },
      importID: "i",
      retainOnDelete: true,
      deletedWith: "urn:w",
      replaceWith: ["urn:r"],
      created: "2026-01-01T00:00:00.123456789Z",
      modified: "2026-01-01T00:00:00Z",
      sourcePosition: "project:///index.js#1,1",
      stackTrace: [{}, { sourcePosition: "project:///index.js#1,1" }],
      ignoreChanges: ["x"],
      hideDiff: [["x", 0]],
      replaceOnChanges: ["y"],
      replacementTrigger: new Secret({ n: 1 }),
    });
    const before: Snapshot = { ...snapshot(full), pendingOperations: [{ type: "creating", resource: resource() }] };
    expect(again(before)).toEqual({ ...before, otherFields: { metadata: {} } });
  });

  test.each<Value>([false, "", 0, [], {}])("keeps %j as a replacement trigger", (replacementTrigger) => {
    expect(again(snapshot(resource({ replacementTrigger }))).resources[0]?.replacementTrigger).toEqual(
      replacementTrigger,
    );
  });

  test("leaves out empty fields in the JSON", () => {
    const { deployment } = encodeDeployment(
      snapshot(resource({ protect: false, dependencies: [], parent: "" })),
      crypter,
    );
    expect(deployment["resources"]).toEqual([
      { urn: "urn:pulumi:dev::p::t:t:t::a", custom: true, id: "a-1", type: "t:t:t" },
    ]);
    expect(deployment).not.toHaveProperty("pending_operations");
  });

  test("sorts properties, as in the Pulumi CLI's states", () => {
    const text = JSON.stringify(encodeDeployment(snapshot(resource({ inputs: { b: { d: 1, c: 2 }, a: 3 } })), crypter));
    expect(text).toContain('{"a":3,"b":{"c":2,"d":1}}');
  });

  test("has the `magic` that the Pulumi CLI checks", () => {
    const manifest = { time: "2026-01-01T00:00:00Z", version: "v3.260.0" };
    expect(encodeDeployment({ ...snapshot(), manifest }, crypter).deployment["manifest"]).toEqual({
      ...manifest,
      magic: "7dff0d166258e7f1d265e8e044021ea087795d58a0c6415ab6fe8b7c790e447f",
    });
  });

  test("has version 4 and the feature taint if a resource is tainted", () => {
    expect(encodeDeployment(snapshot(resource()), crypter)).toMatchObject({ version: 3 });
    const tainted = encodeDeployment(snapshot(resource({ taint: true })), crypter);
    expect(tainted).toMatchObject({ version: 4, features: ["taint"] });
    expect(decodeDeployment(throughJson(tainted), crypter).resources[0]?.taint).toBe(true);
  });
});
