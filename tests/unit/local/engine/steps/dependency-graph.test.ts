import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { allRequirementsOf, deletionRounds, dependentsOf } from "../../../../../local/engine/steps/dependency-graph.js";
import type { Resource } from "../../../../../local/engine/state/resource.js";

const urnOf = (name: string): string => `urn:pulumi:dev::lab::a:b:C::${name}`;
const resource = (name: string, rest: Partial<Resource> = {}): Resource => ({
  urn: urnOf(name),
  custom: true,
  type: "a:b:C",
  inputs: {},
  outputs: {},
  ...rest,
});
const names = (resources: Iterable<Resource>): readonly string[] =>
  [...resources].map(({ urn }) => urn.slice(urn.lastIndexOf(":") + 1));
const needs = (...of: readonly string[]): Partial<Resource> => ({ dependencies: of.map(urnOf) });

describe("dependentsOf", () => {
  const a = resource("a");
  const all = [
    a,
    resource("b", needs("a")),
    resource("c", needs("b")),
    resource("d", { parent: a.urn }),
    resource("e"),
  ];

  test("follows dependencies, but not parents", () => {
    expect(names(dependentsOf(a, all, new Set()))).toEqual(["b", "c"]);
  });

  test("follows the dependencies of properties, and the provider", () => {
    const byProperty = resource("p", { propertyDependencies: { x: [a.urn] } });
    const byProvider = resource("q", { provider: `${a.urn}::id` });
    expect(names(dependentsOf(a, [a, byProperty, byProvider], new Set()))).toEqual(["p", "q"]);
  });

  test("leaves out settled resources, and those that depend only on them", () => {
    expect(names(dependentsOf(a, all, new Set([urnOf("b")])))).toEqual([]);
  });
});

describe("deletionRounds", () => {
  test("puts dependents and children in an earlier round", () => {
    const a = resource("a");
    const all = [a, resource("b", needs("a")), resource("c", { parent: a.urn }), resource("d", needs("b"))];
    expect(deletionRounds(all, all).map(names)).toEqual([["d"], ["b", "c"], ["a"]]);
  });

  test("puts dependents of a component before the component's children", () => {
    const group = resource("g", { custom: false });
    const all = [group, resource("child", { parent: group.urn }), resource("user", needs("g"))];
    expect(deletionRounds(all, all).map(names)).toEqual([["user"], ["child"], ["g"]]);
  });

  test("looks only at the resources to delete", () => {
    const [a, b] = [resource("a"), resource("b", needs("a"))];
    expect(deletionRounds([a], [a, b]).map(names)).toEqual([["a"]]);
  });

  test("deletes everything once, and dependents first, in any state", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 }), (edges) => {
        const all = edges.map((of, index) =>
          resource(`r${index}`, index === 0 ? {} : needs(...of.map((target) => `r${target % index}`))),
        );
        const rounds = deletionRounds(all, all);
        expect(rounds.flat()).toHaveLength(all.length);
        const round = new Map(rounds.flatMap((members, index) => members.map(({ urn }) => [urn, index] as const)));
        for (const { urn, dependencies = [] } of all) {
          for (const needed of dependencies) expect(round.get(urn)).toBeLessThan(round.get(needed) ?? -1);
        }
      }),
    );
  });
});

test("allRequirementsOf includes indirect requirements", () => {
  const all = [resource("a"), resource("b", needs("a")), resource("c", { parent: urnOf("b") }), resource("d")];
  expect(names(allRequirementsOf(all[2] ?? resource("x"), all))).toEqual(["b", "a"]);
});
