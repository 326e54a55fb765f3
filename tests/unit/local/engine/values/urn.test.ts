import { describe, expect, test } from "@jest/globals";
import { aliasUrns, type AliasContext, type AliasSpec } from "../../../../../local/engine/steps/aliases.js";
import { makeUrn, parseUrn, providerReference, providerUrn } from "../../../../../local/engine/values/urn.js";

const PARTS = { stack: "dev", project: "lab", type: "a:b:C", name: "n" };
const STACK = "urn:pulumi:dev::lab::pulumi:pulumi:Stack::lab-dev";
const GROUP = "urn:pulumi:dev::lab::g:h:Group::g";

describe("a URN", () => {
  test("includes the types of its parents, but not the stack's", () => {
    expect(makeUrn(PARTS, undefined)).toBe("urn:pulumi:dev::lab::a:b:C::n");
    expect(makeUrn(PARTS, STACK)).toBe("urn:pulumi:dev::lab::a:b:C::n");
    expect(makeUrn(PARTS, GROUP)).toBe("urn:pulumi:dev::lab::g:h:Group$a:b:C::n");
  });

  test("is parsed even if its name contains the delimiter", () => {
    expect(parseUrn("urn:pulumi:dev::lab::g:h:Group$a:b:C::x::y\nz")).toEqual({
      stack: "dev",
      project: "lab",
      qualifiedType: "g:h:Group$a:b:C",
      type: "a:b:C",
      name: "x::y\nz",
    });
  });

  test.each([
    ["urn:pulumi:::::::", { stack: "", project: "", qualifiedType: "", type: "", name: "" }],
    ["urn:pulumi:a:::b::c::d", { stack: "a", project: ":b", qualifiedType: "c", type: "c", name: "d" }],
    ["urn:pulumi:a::b::c::::d::", { stack: "a", project: "b", qualifiedType: "c", type: "c", name: "::d::" }],
  ])("is parsed at the first delimiters: %s", (urn, parts) => {
    expect(parseUrn(urn)).toEqual(parts);
  });

  test.each(["", "urn:pulumi:::::", "urn:pulumi:a::::b", "urn:pulumi:dev::lab", "dev::lab::a:b:C::n"])(
    "is not %j",
    (text) => {
      expect(parseUrn(text)).toBeUndefined();
    },
  );

  test("is part of a provider reference", () => {
    expect(providerUrn(providerReference(GROUP, "1234"))).toBe(GROUP);
  });
});

describe("aliases", () => {
  const none = { name: "", type: "", stack: "", project: "", parent: undefined };
  const urnsOf = (aliases: readonly AliasSpec[], context: Partial<AliasContext> = {}): readonly string[] =>
    aliasUrns(aliases, { ...PARTS, parent: undefined, formerUrn: () => undefined, ...context });

  test.each<[string, AliasSpec, string]>([
    ["a URN", { urn: "urn:x" }, "urn:x"],
    ["a name", { ...none, name: "old" }, "urn:pulumi:dev::lab::a:b:C::old"],
    ["a type", { ...none, type: "x:y:Z" }, "urn:pulumi:dev::lab::x:y:Z::n"],
    ["a stack", { ...none, stack: "prod" }, "urn:pulumi:prod::lab::a:b:C::n"],
    ["a project", { ...none, project: "shop" }, "urn:pulumi:dev::shop::a:b:C::n"],
    ["a parent", { ...none, parent: GROUP }, "urn:pulumi:dev::lab::g:h:Group$a:b:C::n"],
  ])("are resolved from %s", (_, alias, urn) => expect(urnsOf([alias])).toEqual([urn]));

  test("keep the current parent unless they say that there was none", () => {
    expect(urnsOf([{ ...none, name: "old" }], { parent: GROUP })).toEqual([
      "urn:pulumi:dev::lab::g:h:Group$a:b:C::old",
    ]);
    expect(urnsOf([{ ...none, parent: "" }], { parent: GROUP })).toEqual(["urn:pulumi:dev::lab::a:b:C::n"]);
  });

  test("are inherited from a renamed parent, whose name is in the child's name", () => {
    const former = "urn:pulumi:dev::lab::g:h:Group::before";
    const formerUrn = (urn: string): string | undefined => (urn === GROUP ? former : undefined);
    expect(urnsOf([], { parent: GROUP, name: "g-child", formerUrn })).toEqual([
      "urn:pulumi:dev::lab::g:h:Group$a:b:C::before-child",
    ]);
    expect(urnsOf([{ ...none, name: "old" }], { parent: GROUP, name: "child", formerUrn })).toEqual([
      "urn:pulumi:dev::lab::g:h:Group$a:b:C::old",
      "urn:pulumi:dev::lab::g:h:Group$a:b:C::child",
    ]);
  });
});
