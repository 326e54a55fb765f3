import { describe, expect, test } from "@jest/globals";
import { containsPath, parsePropertyPath, resetPath } from "../../../../../local/engine/steps/property-path.js";
import { Secret, type Value } from "../../../../../local/engine/values/values.js";

describe("parsePropertyPath", () => {
  test.each([
    ["a", ["a"]],
    ["a.b", ["a", "b"]],
    ["a[0].b", ["a", 0, "b"]],
    ['a["b.c"]', ["a", "b.c"]],
    ['["a \\"b\\""].c', ['a "b"', "c"]],
    ["a[*].b", ["a", "*", "b"]],
    ["*", ["*"]],
    ["", []],
  ])("reads %s", (text, path) => expect(parsePropertyPath(text)).toEqual(path));

  test.each([".a", "a.", "a[", "a[x]", 'a["b]', "a[-1]"])("rejects %s", (text) => {
    expect(parsePropertyPath(text)).toBeUndefined();
  });
});

describe("containsPath", () => {
  test.each([
    [["a"], ["a"], true],
    [["a"], ["a", "b"], true],
    [["a", "b"], ["a"], false],
    [["a"], ["b"], false],
    [["*"], ["anything", 0], true],
    [["a", "*", "b"], ["a", 3, "b"], true],
    [["a", 0], ["a", 1], false],
  ])("%j contains %j: %s", (path, inner, expected) => expect(containsPath(path, inner)).toBe(expected));
});

describe("resetPath", () => {
  const reset = (text: string, old: Value, current: Value) => resetPath(parsePropertyPath(text) ?? [], old, current);

  test.each<[string, Value, Value, Value]>([
    ["a", { a: 1, b: 1 }, { a: 2, b: 2 }, { a: 1, b: 2 }],
    ["a", { a: 1 }, {}, { a: 1 }],
    ["a", {}, { a: 2, b: 2 }, { b: 2 }],
    ["a.b", { a: { b: 1 } }, { a: { b: 2, c: 2 } }, { a: { b: 1, c: 2 } }],
    ["a[1]", { a: [1, 1] }, { a: [2, 2] }, { a: [2, 1] }],
    ["a[*].b", { a: [{ b: 1 }, { b: 1 }] }, { a: [{ b: 2 }, { b: 2, c: 2 }] }, { a: [{ b: 1 }, { b: 1, c: 2 }] }],
    ["*", { a: 1 }, { a: 2, b: 2 }, { a: 1 }],
    ["a.b.c", {}, {}, {}],
  ])("resets %s to the old value", (text, old, current, expected) => {
    const { value, ok } = reset(text, old, current);
    expect(value).toEqual(expected);
    expect(ok).toBe(true);
  });

  test.each<[string, Value, Value]>([
    ["a[1]", { a: [1] }, { a: [2, 2] }],
    ["a[*]", { a: [1] }, { a: [2, 2] }],
    ["a.b", { a: { b: 1 } }, {}],
    ["a[0].b", { a: [{ b: 1 }] }, { a: [] }],
  ])("reports that %s doesn't exist in both", (text, old, current) => {
    expect(reset(text, old, current)).toEqual({ value: current, ok: false });
  });

  test("keeps a secret value secret", () => {
    expect(reset("a", new Secret({ a: 1 }), { a: 2 }).value).toEqual({ a: new Secret(1) });
    expect(reset("a.b", { a: new Secret({ b: 1 }) }, { a: new Secret({ b: 2 }) }).value).toEqual({
      a: new Secret({ b: 1 }),
    });
    expect(reset("a.b", { a: { b: 1 } }, { a: new Secret({ b: 2 }) }).value).toEqual({ a: new Secret({ b: 1 }) });
  });
});
