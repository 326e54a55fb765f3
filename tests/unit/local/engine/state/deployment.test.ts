import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  decodeDeployment,
  deploymentSalt,
  encodeDeployment,
  type Snapshot,
} from "../../../../../local/engine/state/deployment.js";
import { type Crypter, createCrypter, openCrypter } from "../../../../../local/engine/state/passphrase.js";
import type { ResourceState } from "../../../../../local/engine/state/resource-state.js";
import { equalValues, objectOf, Secret, type Value } from "../../../../../local/engine/values/values.js";
import { anyProperties } from "../values/arbitrary-values.js";
import { FIXTURE_PASSPHRASE, fixtureFile } from "../fixture-file.js";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const STATE_ERROR = expect.objectContaining({ code: "ERR_ENGINE_STATE" });

interface ExportedState {
  version: number;
  features?: string[];
  deployment: Record<string, unknown> & { resources: Record<string, unknown>[]; secrets_providers: unknown };
}

const exported = (): ExportedState =>
  JSON.parse(readFileSync(fixtureFile("exported-state.json"), "utf8")) as ExportedState;
const throughJson = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

let crypter: Crypter;
beforeAll(async () => {
  crypter = await openCrypter(deploymentSalt(exported()) ?? "", FIXTURE_PASSPHRASE);
});

const resource = (fields: Partial<ResourceState> = {}): ResourceState => ({
  urn: "urn:pulumi:dev::p::t:t:t::a",
  custom: true,
  type: "t:t:t",
  id: "a-1",
  inputs: {},
  outputs: {},
  ...fields,
});

const snapshot = (...resources: ResourceState[]): Snapshot => ({
  manifest: { time: "2026-01-01T00:00:00Z", version: "v3.0.0" },
  resources,
  pendingOperations: [],
});

const again = (before: Snapshot): Snapshot => decodeDeployment(throughJson(encodeDeployment(before, crypter)), crypter);

describe("a state exported by the Pulumi CLI", () => {
  test("is written again byte for byte, ciphertexts included", () => {
    const text = JSON.stringify(exported());
    expect(JSON.stringify(encodeDeployment(decodeDeployment(exported(), crypter), crypter))).toBe(text);
  });

  test("shows its secrets to who holds the passphrase", () => {
    const main = decodeDeployment(exported(), crypter).resources.find(({ urn }) => urn.endsWith("::main"));
    expect(main).toMatchObject({
      custom: true,
      id: "entry-1",
      retainOnDelete: true,
      customTimeouts: { create: 300 },
      additionalSecretOutputs: ["made"],
      replacementTrigger: "1",
    });
    const { password, nested, made2 } = main?.inputs ?? {};
    expect(equalValues(password ?? null, new Secret('pa$$ word "é"'))).toBe(true);
    expect(equalValues(nested ?? null, { a: new Secret([1, 2.5, { b: { deep: [true, null, "x"] } }]) })).toBe(true);
    expect(made2).toBe("yes");
  });

  test("keeps a resource reference", () => {
    const group = decodeDeployment(exported(), crypter).resources.find(({ urn }) => urn.endsWith("::group"));
    expect(group?.outputs["entry"]).toMatchObject({
      id: "entry-1",
      urn: expect.stringContaining("::inner") as unknown,
    });
  });

  test("is exported in the clear where that is asked for, and read again", () => {
    const before = decodeDeployment(exported(), crypter);
    const shown = throughJson(encodeDeployment(before, crypter, { showSecrets: true }));
    expect(JSON.stringify(shown)).toContain(String.raw`"plaintext":"\"pa$$ word \\\"é\\\"\""`);
    expect(JSON.stringify(shown)).not.toContain("ciphertext");
    const after = encodeDeployment(decodeDeployment(shown, crypter), crypter);
    expect(JSON.stringify(after)).not.toContain("plaintext");
    expect(throughJson(after)).toEqual(exported());
  });

  test("keeps fields that are not known here, of the deployment and of a resource", () => {
    const state = exported();
    state.deployment["later"] = { any: [1] };
    const [stack] = state.deployment.resources;
    if (stack !== undefined) Object.assign(stack, { laterField: false, viewOf: "urn:x" });
    expect(throughJson(encodeDeployment(decodeDeployment(state, crypter), crypter))).toEqual(state);
  });

  test("is refused with another stack's crypter", async () => {
    const other = await createCrypter(FIXTURE_PASSPHRASE);
    expect(() => decodeDeployment(exported(), other)).toThrow("another salt");
  });

  test("is refused when a ciphertext was tampered with", () => {
    const text = JSON.stringify(exported()).replace('"ciphertext":"v1:', '"ciphertext":"v1:AAAA');
    expect(() => decodeDeployment(JSON.parse(text), crypter)).toThrow(
      expect.objectContaining({ code: "ERR_ENGINE_PASSPHRASE" }),
    );
  });
});

describe("a snapshot", () => {
  test("comes back the same, whatever its values", () => {
    fc.assert(
      fc.property(anyProperties, anyProperties, (inputs, outputs) => {
        const [read] = again(snapshot(resource({ inputs, outputs }))).resources;
        expect(equalValues(read?.inputs ?? null, inputs)).toBe(true);
        expect(equalValues(read?.outputs ?? null, outputs)).toBe(true);
      }),
    );
  });

  test("comes back with numbers that JSON does not have", () => {
    const [read] = again(snapshot(resource({ inputs: { a: [Infinity, -Infinity, NaN, 5e-324] } }))).resources;
    expect(read?.inputs["a"]).toEqual([Infinity, -Infinity, NaN, 5e-324]);
  });

  test("comes back with every field of a resource", () => {
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

  test("has no empty fields in the JSON", () => {
    const { deployment } = encodeDeployment(
      snapshot(resource({ protect: false, dependencies: [], parent: "" })),
      crypter,
    );
    expect(deployment["resources"]).toEqual([
      { urn: "urn:pulumi:dev::p::t:t:t::a", custom: true, id: "a-1", type: "t:t:t" },
    ]);
    expect(deployment).not.toHaveProperty("pending_operations");
  });

  test("has its properties in order, as in the Pulumi CLI's states", () => {
    const text = JSON.stringify(encodeDeployment(snapshot(resource({ inputs: { b: { d: 1, c: 2 }, a: 3 } })), crypter));
    expect(text).toContain('{"a":3,"b":{"c":2,"d":1}}');
  });

  test("is signed with the magic that the Pulumi CLI checks", () => {
    const manifest = { time: "2026-01-01T00:00:00Z", version: "v3.260.0" };
    expect(encodeDeployment({ ...snapshot(), manifest }, crypter).deployment["manifest"]).toEqual({
      ...manifest,
      magic: "7dff0d166258e7f1d265e8e044021ea087795d58a0c6415ab6fe8b7c790e447f",
    });
  });

  test("becomes version 4 with the taint feature as soon as a resource is tainted", () => {
    expect(encodeDeployment(snapshot(resource()), crypter)).toMatchObject({ version: 3 });
    const tainted = encodeDeployment(snapshot(resource({ taint: true })), crypter);
    expect(tainted).toMatchObject({ version: 4, features: ["taint"] });
    expect(decodeDeployment(throughJson(tainted), crypter).resources[0]?.taint).toBe(true);
  });
});

describe("secrets in a state", () => {
  const ciphertextOf = (state: Snapshot): unknown => {
    const [first] = encodeDeployment(state, crypter).deployment["resources"] as { outputs: Record<string, unknown> }[];
    return first?.outputs["key"];
  };
  const withKey = (key: Value, id = "a-1"): Snapshot => snapshot(resource({ id, outputs: { key } }));

  test("are never there in the clear", () => {
    const secrets = { key: new Secret({ deep: [new Secret("hunter2")] }) };
    const text = JSON.stringify(encodeDeployment(snapshot(resource({ inputs: secrets, outputs: secrets })), crypter));
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain(Buffer.from("hunter2").toString("base64"));
  });

  test("keep their ciphertext while they do not change, and only then", () => {
    const first = ciphertextOf(withKey(new Secret("x")));
    expect(first).toEqual({ [SIGNATURE]: SECRET, ciphertext: expect.any(String) as unknown });
    expect(ciphertextOf(withKey(new Secret("x")))).toEqual(first);
    expect(ciphertextOf(withKey(new Secret("y")))).not.toEqual(first);
  });

  test("do not tell by their ciphertext that two of them are equal", () => {
    expect(ciphertextOf(withKey(new Secret("z"), "a-1"))).not.toEqual(ciphertextOf(withKey(new Secret("z"), "a-2")));
  });

  test.each([
    ["neither text", {}],
    ["both texts", { ciphertext: "v1:a:b", plaintext: '"x"' }],
    ["a number for a text", { ciphertext: 1 }],
    ["text that is not JSON", { plaintext: "hunter2" }],
  ])("are refused with %s, and not quoted", (_, texts) => {
    const state = exported();
    const [stack] = state.deployment.resources;
    if (stack !== undefined) stack["outputs"] = { key: { [SIGNATURE]: SECRET, ...texts } };
    const decoding = () => decodeDeployment(state, crypter);
    expect(decoding).toThrow(/malformed secret at .*outputs\.key/);
    expect(decoding).not.toThrow("hunter2");
  });
});

describe("a state that cannot be used", () => {
  const empty = { manifest: { time: "0001-01-01T00:00:00Z", magic: "", version: "" } };

  test("is not one of a stack without resources", () => {
    expect(decodeDeployment({ version: 3, deployment: empty }, crypter).resources).toEqual([]);
    expect(deploymentSalt({ version: 3, deployment: empty })).toBeUndefined();
  });

  test.each([
    ["an older version", { version: 2, deployment: empty }, "too old"],
    ["a newer version", { version: 5, deployment: empty }, "newer"],
    ["no version", { deployment: empty }, "pulumi stack export"],
    ["no deployment", { version: 3 }, "empty"],
    ["what is no object", [], "pulumi stack export"],
    ["resources that are no list", { version: 3, deployment: { ...empty, resources: {} } }, "deployment.resources"],
    ["a resource without urn", { version: 3, deployment: { ...empty, resources: [{ type: "t" }] } }, "urn"],
    ["a resource without type", { version: 3, deployment: { ...empty, resources: [{ urn: "u" }] } }, "type"],
    [
      "an id on what has none",
      { version: 3, deployment: { ...empty, resources: [{ urn: "u", type: "t", custom: false, id: "i" }] } },
      "has an id",
    ],
    [
      "a damaged number",
      {
        version: 3,
        deployment: {
          ...empty,
          resources: [
            { urn: "u", type: "t", inputs: { n: { [SIGNATURE]: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c", value: "x" } } },
          ],
        },
      },
      "malformed number at u inputs.n",
    ],
  ])("has %s", (_, json, named) => {
    const decoding = () => decodeDeployment(json, crypter);
    expect(decoding).toThrow(STATE_ERROR);
    expect(decoding).toThrow(named);
  });

  test.each([
    ["features of the CLI alone", { version: 4, features: ["taint", "hooks"], deployment: empty }, "hooks"],
    [
      "another secrets provider",
      { version: 3, deployment: { ...empty, secrets_providers: { type: "cloud", state: {} } } },
      "cloud",
    ],
  ])("asks for %s", (_, json, named) => {
    const decoding = () => decodeDeployment(json, crypter);
    expect(decoding).toThrow(named);
    expect(decoding).toThrow("Pulumi CLI");
  });

  test("tries to reach a prototype, and pollutes nothing", () => {
    const text =
      '{"version": 3, "deployment": {"manifest": {"time": "", "version": ""}, "__proto__": {"polluted": 1}, "resources": ' +
      '[{"urn": "u", "type": "t", "__proto__": {"polluted": 1}, "outputs": {"__proto__": {"polluted": 1}}}]}}';
    const { resources, otherFields } = decodeDeployment(JSON.parse(text), crypter);
    const reached = [{}, resources[0], resources[0]?.otherFields, resources[0]?.outputs, otherFields];
    for (const object of reached) expect((object as Record<string, unknown> | undefined)?.["polluted"]).toBeUndefined();
    expect(Object.keys(objectOf(Object.entries(resources[0]?.outputs ?? {})))).toEqual(["__proto__"]);
  });
});
