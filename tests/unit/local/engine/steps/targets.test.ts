import { expect, test } from "@jest/globals";
import { Targets } from "../../../../../local/engine/steps/targets.js";

const urnOf = (name: string): string => `urn:pulumi:dev::lab::pulumi-nodejs:dynamic/lab:Thing::${name}`;

test("no targets contain everything, and name nothing", () => {
  const targets = new Targets([]);
  expect([targets.isConstrained, targets.contains(urnOf("a")), targets.names(urnOf("a"))]).toEqual([
    false,
    true,
    false,
  ]);
  targets.add(urnOf("b"));
  expect(targets.contains(urnOf("a"))).toBe(true);
});

test.each([
  [urnOf("a"), [true, false, false]],
  ["**Thing::a", [true, false, false]],
  ["**", [true, true, true]],
  ["urn:pulumi:dev::lab::pulumi-nodejs:*/lab:Thing::a*", [true, true, false]],
  ["urn:pulumi:*::a", [false, false, false]],
  ["**::a.", [false, false, false]],
])("the target %j", (target, expected) => {
  const targets = new Targets([target]);
  expect(["a", "a1", "b:a"].map((name) => targets.contains(urnOf(name)))).toEqual(expected);
  expect(targets.literals).toEqual(target.includes("*") ? [] : [target]);
});

test("a target can be added", () => {
  const targets = new Targets([urnOf("a")]);
  targets.add(urnOf("b"));
  expect([targets.names(urnOf("b")), targets.names(urnOf("c"))]).toEqual([true, false]);
});
