import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  decodeDeployment,
  deploymentSalt,
  encodeDeployment,
  type Snapshot,
} from "../../../../../local/engine/state/deployment.js";
import { type Crypter, createCrypter } from "../../../../../local/engine/state/passphrase.js";
import { equalValues, objectOf, Secret, type Value } from "../../../../../local/engine/values/values.js";
import { FIXTURE_PASSPHRASE } from "../fixture-file.js";
import { exported, openExportedCrypter, resource, snapshot, throughJson } from "./exported-state.js";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const STATE_ERROR = expect.objectContaining({ code: "ERR_ENGINE_STATE" });

let crypter: Crypter;
beforeAll(async () => {
  crypter = await openExportedCrypter();
});

describe("a state exported by the Pulumi CLI", () => {
  test("is written back byte for byte, including ciphertexts", () => {
    const text = JSON.stringify(exported());
    expect(JSON.stringify(encodeDeployment(decodeDeployment(exported(), crypter), crypter))).toBe(text);
  });

  test("is decrypted with its passphrase", () => {
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

  test("can be exported in plain text, and read again", () => {
    const before = decodeDeployment(exported(), crypter);
    const shown = throughJson(encodeDeployment(before, crypter, { showSecrets: true }));
    expect(JSON.stringify(shown)).toContain(String.raw`"plaintext":"\"pa$$ word \\\"é\\\"\""`);
    expect(JSON.stringify(shown)).not.toContain("ciphertext");
    const after = encodeDeployment(decodeDeployment(shown, crypter), crypter);
    expect(JSON.stringify(after)).not.toContain("plaintext");
    expect(throughJson(after)).toEqual(exported());
  });

  test("keeps unknown fields of the deployment and of a resource", () => {
    const state = exported();
    state.deployment["later"] = { any: [1] };
    const [stack] = state.deployment.resources;
    if (stack !== undefined) Object.assign(stack, { laterField: false, viewOf: "urn:x" });
    expect(throughJson(encodeDeployment(decodeDeployment(state, crypter), crypter))).toEqual(state);
  });

  test("is rejected with another stack's crypter", async () => {
    const other = await createCrypter(FIXTURE_PASSPHRASE);
    expect(() => decodeDeployment(exported(), other)).toThrow("a different salt");
  });

  test("is rejected if a ciphertext was changed", () => {
    const text = JSON.stringify(exported()).replace('"ciphertext":"v1:', '"ciphertext":"v1:AAAA');
    expect(() => decodeDeployment(JSON.parse(text), crypter)).toThrow(
      expect.objectContaining({ code: "ERR_ENGINE_PASSPHRASE" }),
    );
  });
});

describe("secrets in a state", () => {
  const ciphertextOf = (state: Snapshot): unknown => {
    const [first] = encodeDeployment(state, crypter).deployment["resources"] as { outputs: Record<string, unknown> }[];
    return first?.outputs["key"];
  };
  const withKey = (key: Value, id = "a-1"): Snapshot => snapshot(resource({ id, outputs: { key } }));

  test("are never in plain text", () => {
    const secrets = { key: new Secret({ deep: [new Secret("hunter2")] }) };
    const text = JSON.stringify(encodeDeployment(snapshot(resource({ inputs: secrets, outputs: secrets })), crypter));
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain(Buffer.from("hunter2").toString("base64"));
  });

  test("keep their ciphertext only while they don't change", () => {
    const first = ciphertextOf(withKey(new Secret("x")));
    expect(first).toEqual({ [SIGNATURE]: SECRET, ciphertext: expect.any(String) as unknown });
    expect(ciphertextOf(withKey(new Secret("x")))).toEqual(first);
    expect(ciphertextOf(withKey(new Secret("y")))).not.toEqual(first);
  });

  test("have different ciphertexts even if they are equal", () => {
    expect(ciphertextOf(withKey(new Secret("z"), "a-1"))).not.toEqual(ciphertextOf(withKey(new Secret("z"), "a-2")));
  });

  test.each([
    ["neither text", {}],
    ["both texts", { ciphertext: "v1:a:b", plaintext: '"x"' }],
    ["a number as ciphertext", { ciphertext: 1 }],
    ["text that is not JSON", { plaintext: "hunter2" }],
  ])("are rejected with %s, without being quoted", (_, texts) => {
    const state = exported();
    const [stack] = state.deployment.resources;
    if (stack !== undefined) stack["outputs"] = { key: { [SIGNATURE]: SECRET, ...texts } };
    const decoding = () => decodeDeployment(state, crypter);
    expect(decoding).toThrow(/malformed secret at .*outputs\.key/);
    expect(decoding).not.toThrow("hunter2");
  });
});

describe("an unusable state", () => {
  const empty = { manifest: { time: "0001-01-01T00:00:00Z", magic: "", version: "" } };

  test("doesn't include one without resources, which is valid", () => {
    expect(decodeDeployment({ version: 3, deployment: empty }, crypter).resources).toEqual([]);
    expect(deploymentSalt({ version: 3, deployment: empty })).toBeUndefined();
  });

  test.each([
    ["an older version", { version: 2, deployment: empty }, "too old"],
    ["a newer version", { version: 5, deployment: empty }, "newer"],
    ["no version", { deployment: empty }, "pulumi stack export"],
    ["no deployment", { version: 3 }, "empty"],
    ["a list", [], "pulumi stack export"],
    ["resources that aren't a list", { version: 3, deployment: { ...empty, resources: {} } }, "deployment.resources"],
    ["a resource without a URN", { version: 3, deployment: { ...empty, resources: [{ type: "t" }] } }, "urn"],
    ["a resource without a type", { version: 3, deployment: { ...empty, resources: [{ urn: "u" }] } }, "type"],
    [
      "an id on a component",
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
    ["features that only the CLI supports", { version: 4, features: ["taint", "hooks"], deployment: empty }, "hooks"],
    [
      "another secrets provider",
      { version: 3, deployment: { ...empty, secrets_providers: { type: "cloud", state: {} } } },
      "cloud",
    ],
  ])("refers to the Pulumi CLI because of %s", (_, json, named) => {
    const decoding = () => decodeDeployment(json, crypter);
    expect(decoding).toThrow(named);
    expect(decoding).toThrow("Pulumi CLI");
  });

  test("can't pollute a prototype", () => {
    const text =
      '{"version": 3, "deployment": {"manifest": {"time": "", "version": ""}, "__proto__": {"polluted": 1}, "resources": ' +
      '[{"urn": "u", "type": "t", "__proto__": {"polluted": 1}, "outputs": {"__proto__": {"polluted": 1}}}]}}';
    const { resources, otherFields } = decodeDeployment(JSON.parse(text), crypter);
    const reached = [{}, resources[0], resources[0]?.otherFields, resources[0]?.outputs, otherFields];
    for (const object of reached) expect((object as Record<string, unknown> | undefined)?.["polluted"]).toBeUndefined();
    expect(Object.keys(objectOf(Object.entries(resources[0]?.outputs ?? {})))).toEqual(["__proto__"]);
  });
});
