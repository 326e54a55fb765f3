import { describe, expect, test } from "@jest/globals";
import {
  applyReplaceOnChanges,
  ignoreChanges,
  isTriggered,
  UNCHANGED,
} from "../../../../../local/engine/steps/resource-diff.js";
import { annotateSecrets, withoutSecrets, withSecretOutputs } from "../../../../../local/engine/values/secrets.js";
import { Secret, UNKNOWN, type Value } from "../../../../../local/engine/values/values.js";

describe("a replacement trigger", () => {
  test.each<[Value, Value, boolean]>([
    ["a", "b", true],
    ["a", "a", false],
    [["a", 1], ["a", 2], true],
    [{ a: 1 }, { a: 1 }, false],
    // Adding or removing a trigger isn't a change.
    [null, "a", false],
    ["a", null, false],
    ["a", UNKNOWN, true],
    ["a", [UNKNOWN], true],
    // As in Pulumi, a secret trigger in the state is ignored.
    [new Secret("a"), new Secret("b"), false],
    [new Secret("a"), "b", false],
    ["a", new Secret("b"), true],
    ["a", new Secret("a"), false],
    [["x", new Secret("a")], ["x", new Secret("a")], true],
  ])("from %j to %j", (old, current, expected) => expect(isTriggered(old, current)).toBe(expected));
});

describe("replaceOnChanges", () => {
  const changed = { ...UNCHANGED, isChanged: true, paths: [["a", "b"]] };

  test("replaces for a change at its path or inside it", () => {
    expect(applyReplaceOnChanges(changed, ["a"], false)).toMatchObject({ isReplaced: true, replaces: ["a"] });
    expect(applyReplaceOnChanges(changed, ["*"], false)).toMatchObject({ isReplaced: true });
  });

  test("doesn't replace for other changes, or without changes", () => {
    expect(applyReplaceOnChanges(changed, ["a.c", "b"], false)).toMatchObject({ isReplaced: false });
    expect(applyReplaceOnChanges({ ...changed, isChanged: false }, ["a"], false)).toMatchObject({ isReplaced: false });
  });

  test("replaces a half-made resource only if it matches all properties", () => {
    expect(applyReplaceOnChanges(UNCHANGED, ["*"], true)).toMatchObject({ isChanged: true, isReplaced: true });
    expect(applyReplaceOnChanges(UNCHANGED, ["a"], true)).toMatchObject({ isChanged: false, isReplaced: false });
  });
});

test("ignoreChanges reports paths that don't exist, and skips invalid ones", () => {
  const { inputs, failed } = ignoreChanges({ a: 2, b: [1, 2] }, { a: 1, b: [1] }, ["a", "b[1]", ".x"]);
  expect(inputs).toEqual({ a: 1, b: [1, 2] });
  expect(failed).toEqual(["b[1]"]);
});

describe("secrets of the inputs", () => {
  test("make outputs of the same name secret, at any depth of objects", () => {
    expect(annotateSecrets({ a: 1, b: { c: 2, d: 3 } }, { a: new Secret(0), b: { c: new Secret(0), d: 0 } })).toEqual({
      a: new Secret(1),
      b: { c: new Secret(2), d: 3 },
    });
  });

  test("make a whole list secret, because its order may differ", () => {
    expect(annotateSecrets({ a: [1, 2] }, { a: [new Secret(0), 0] })).toEqual({ a: new Secret([1, 2]) });
  });

  test("don't affect outputs of another name, and aren't wrapped twice", () => {
    const outputs = { b: 1, a: new Secret(2) };
    expect(annotateSecrets(outputs, { a: new Secret(0) })).toEqual(outputs);
  });

  test("are complemented by listed outputs", () => {
    expect(withSecretOutputs({ a: 1, b: 2, c: 3 }, { b: new Secret(2), c: [new Secret(3)] }, ["a", "x"])).toEqual({
      a: new Secret(1),
      b: new Secret(2),
      c: 3,
    });
  });

  test("can be unwrapped at any depth", () => {
    expect(withoutSecrets(new Secret([{ a: new Secret(1) }]))).toEqual([{ a: 1 }]);
  });
});
