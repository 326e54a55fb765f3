import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import {
  containsSecret,
  containsUnknown,
  equalValues,
  fromWire,
  objectOf,
  Secret,
  toWire,
  UNKNOWN,
  type Properties,
  type Value,
} from "../../../../../local/engine/values/values.js";
import { anyProperties, anyValue } from "./arbitrary-values.js";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const KEEP_ALL = { keepSecrets: true, keepUnknowns: true, keepResources: true };
const PLAIN = { keepSecrets: false, keepUnknowns: false };

const decode = (json: unknown): Properties => fromWire(json).properties;
const isSame = (a: Value, b: Value): boolean => equalValues(a, b);

describe("decoding from the wire", () => {
  test("decodes secrets, also in lists and objects", () => {
    const { list } = decode({ list: [{ inner: { [SIGNATURE]: SECRET, value: "x" } }] });
    expect(isSame(list ?? null, [{ inner: new Secret("x") }])).toBe(true);
  });

  test("rejects a secret without a value", () => {
    expect(() => decode({ a: { [SIGNATURE]: SECRET } })).toThrow("Malformed secret");
  });

  test("decodes the sentinel as unknown, at any place", () => {
    expect(decode({ a: SENTINEL })["a"]).toBe(UNKNOWN);
    expect(containsUnknown(decode({ a: [{ b: SENTINEL }] })["a"] ?? null)).toBe(true);
    expect(decode({ a: `${SENTINEL} ` })["a"]).toBe(`${SENTINEL} `);
  });

  test("splits an output value into its value, secrecy and dependencies", () => {
    const { properties, dependencies } = fromWire({
      known: { [SIGNATURE]: OUTPUT, value: 1, secret: true, dependencies: ["urn:a", "urn:b"] },
      unknown: [{ [SIGNATURE]: OUTPUT, dependencies: ["urn:b"] }],
      plain: "x",
    });
    expect(isSame(properties["known"] ?? null, new Secret(1))).toBe(true);
    expect(isSame(properties["unknown"] ?? null, [UNKNOWN])).toBe(true);
    expect([...dependencies].map(([key, urns]) => [key, [...urns]])).toEqual([
      ["known", ["urn:a", "urn:b"]],
      ["unknown", ["urn:b"]],
    ]);
  });

  test("distinguishes a null output value from an unknown one", () => {
    expect(decode({ a: { [SIGNATURE]: OUTPUT, value: null } })["a"]).toBeNull();
  });

  test("rejects dependencies that aren't URNs", () => {
    expect(() => decode({ a: { [SIGNATURE]: OUTPUT, dependencies: [1] } })).toThrow("Malformed output value");
    expect(() => decode({ a: { [SIGNATURE]: OUTPUT, dependencies: "urn:a" } })).toThrow("Malformed output value");
  });

  test.each([
    ["an asset", "c44067f5952c0a294b673a41bacd8c17", "An asset"],
    ["an archive", "0def7320c3a5731c473e5ecbe6d01bc7", "An archive"],
    ["an unknown signature", "ffff", "unknown signature"],
  ])("rejects %s and refers to the Pulumi CLI", (_, signature, named) => {
    const decoding = () => decode({ a: { [SIGNATURE]: signature } });
    expect(decoding).toThrow(named);
    expect(decoding).toThrow("Pulumi CLI");
    expect(decoding).toThrow(expect.objectContaining({ code: "ERR_ENGINE_UNSUPPORTED" }));
  });

  test.each([[null], [undefined], [[]], ["x"]])("rejects %j as a property map", (json) => {
    expect(() => fromWire(json)).toThrow("Malformed property map");
  });

  test("treats __proto__ as an ordinary key, without polluting a prototype", () => {
    const json: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "a": {"__proto__": {"polluted": 2}}}');
    const properties = decode(json);
    expect(Object.keys(properties)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(properties)).toBeNull();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(JSON.stringify(toWire(properties, KEEP_ALL))).toBe(JSON.stringify(json));
  });
});

describe("encoding for the wire", () => {
  test("sends plain values to a receiver without secrets, and leaves out unknown ones", () => {
    const properties = objectOf<Value>([
      ["secret", new Secret({ deep: [new Secret(1), UNKNOWN] })],
      ["unknown", UNKNOWN],
      ["secretUnknown", new Secret(UNKNOWN)],
      ["list", [1, UNKNOWN, 2]],
    ]);
    expect(toWire(properties, PLAIN)).toEqual({ secret: { deep: [1] }, list: [1, 2] });
  });

  test("sends the ID of a resource, or its URN, to a receiver without references", () => {
    const properties = decode({
      custom: { [SIGNATURE]: RESOURCE, urn: "urn:a", id: "id-1", packageVersion: "" },
      component: { [SIGNATURE]: RESOURCE, urn: "urn:b" },
      planned: { [SIGNATURE]: RESOURCE, urn: "urn:c", id: "" },
    });
    expect(toWire(properties, { keepSecrets: true, keepUnknowns: true })).toEqual({
      custom: "id-1",
      component: "urn:b",
      planned: SENTINEL,
    });
    expect(toWire(properties, KEEP_ALL)).toEqual({
      custom: { [SIGNATURE]: RESOURCE, urn: "urn:a", id: "id-1" },
      component: { [SIGNATURE]: RESOURCE, urn: "urn:b" },
      planned: { [SIGNATURE]: RESOURCE, urn: "urn:c", id: SENTINEL },
    });
  });

  test("rejects a resource reference without a URN", () => {
    expect(() => decode({ a: { [SIGNATURE]: RESOURCE, id: "x" } })).toThrow("Malformed resource reference");
  });

  test("survives a round trip through a protobuf Struct, whatever the value", () => {
    fc.assert(
      fc.property(anyProperties, (properties) => {
        const struct = Struct.fromJavaScript(
          toWire(properties, KEEP_ALL) as Parameters<typeof Struct.fromJavaScript>[0],
        );
        const read = Struct.deserializeBinary(struct.serializeBinary());
        // google-protobuf drops a key named __proto__. Decoding the rest must still work.
        expect(() => fromWire(read.toJavaScript())).not.toThrow();
        expect(isSame(decode(toWire(properties, KEEP_ALL)), properties)).toBe(true);
      }),
    );
  });

  test("sends no secret markers and no sentinel to a receiver that supports neither", () => {
    fc.assert(
      fc.property(anyProperties, (properties) => {
        const text = JSON.stringify(toWire(properties, PLAIN));
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(SENTINEL);
      }),
    );
  });
});

describe("values", () => {
  test("are equal to themselves, but not to the same value as a secret", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(isSame(value, value)).toBe(true);
        expect(isSame(value, new Secret(value))).toBe(value instanceof Secret);
      }),
    );
  });

  test.each<[string, Value, Value]>([
    ["another scalar", 1, "1"],
    ["a longer list", [1], [1, null]],
    ["another key", { a: null }, { b: null }],
    ["one more key", { a: 1 }, { a: 1, b: 2 }],
    ["a list for an object", [], {}],
    ["null for an object", null, {}],
    ["an inherited key", { toString: 1 }, {}],
    ["an unknown", UNKNOWN, {}],
    ["another secret", new Secret(1), new Secret(2)],
  ])("differ by %s", (_, a, b) => {
    expect(isSame(a, b)).toBe(false);
    expect(isSame(b, a)).toBe(false);
  });

  test("are equal in any order of their keys", () => {
    expect(isSame({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
  });

  test("can be searched for secrets and unknowns", () => {
    expect(containsSecret({ a: [{ b: new Secret(1) }] })).toBe(true);
    expect(containsSecret({ a: [{ b: 1 }] })).toBe(false);
    expect(containsUnknown(new Secret([UNKNOWN]))).toBe(true);
    expect(containsUnknown(new Secret([1]))).toBe(false);
  });

  test("never show a secret when printed or serialized", () => {
    const holder = { secret: new Secret("hunter2") };
    expect(JSON.stringify(holder)).toBe('{"secret":"[secret]"}');
    expect(inspect(holder, { depth: 9, showHidden: true })).not.toContain("hunter2");
    expect(String(holder.secret)).toBe("[secret]");
  });
});
