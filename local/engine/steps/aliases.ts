import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import { isStackUrn, makeUrn, nameOf, parseUrn } from "../values/urn.js";

/** An earlier identity of a resource: a URN, or the parts that differ from the current identity. */
export type AliasSpec =
  | { readonly urn: string }
  | {
      readonly name: string;
      readonly type: string;
      readonly stack: string;
      readonly project: string;
      /** Undefined means the current parent, an empty string means no parent. */
      readonly parent: string | undefined;
    };

/** The current identity of the resource, which supplies the parts that an alias leaves out. */
export interface AliasContext {
  readonly name: string;
  readonly type: string;
  readonly stack: string;
  readonly project: string;
  readonly parent: string | undefined;
  /** The old URN of a parent, if one of the parent's aliases found it in the state. */
  readonly formerUrn: (urn: string) => string | undefined;
}

export const decodeAlias = (alias: Alias): AliasSpec => {
  const spec = alias.getSpec();
  if (spec === undefined) return { urn: alias.getUrn() };
  const parent = spec.getNoparent() ? "" : spec.getParenturn() === "" ? undefined : spec.getParenturn();
  return { name: spec.getName(), type: spec.getType(), stack: spec.getStack(), project: spec.getProject(), parent };
};

const collapse = (alias: AliasSpec, context: AliasContext): string => {
  if ("urn" in alias) return alias.urn;
  const given = alias.parent;
  const parent = given === undefined ? context.parent : (context.formerUrn(given) ?? given);
  const parts = {
    stack: alias.stack === "" ? context.stack : alias.stack,
    project: alias.project === "" ? context.project : alias.project,
    type: alias.type === "" ? context.type : alias.type,
    name: alias.name === "" ? context.name : alias.name,
  };
  return makeUrn(parts, parent === undefined || parent === "" || isStackUrn(parent) ? undefined : parent);
};

/** The old URN of a child. If its name begins with its parent's name, its old name began with the parent's old name. */
const inherit = (type: string, name: string, parent: string, formerParent: string, context: AliasContext): string => {
  const parentName = nameOf(parent);
  const formerName = name.startsWith(parentName) ? nameOf(formerParent) + name.slice(parentName.length) : name;
  return makeUrn({ stack: context.stack, project: context.project, type, name: formerName }, formerParent);
};

/** All old URNs that a resource may have in the state, from its own aliases and its parent's. */
export const aliasUrns = (aliases: readonly AliasSpec[], context: AliasContext): readonly string[] => {
  const own = aliases.map((alias) => collapse(alias, context));
  const { parent } = context;
  const formerParent = parent === undefined ? undefined : context.formerUrn(parent);
  if (parent === undefined || formerParent === undefined) return [...new Set(own)];
  const inherited = own.map((urn) => {
    const parts = parseUrn(urn);
    return inherit(parts?.type ?? context.type, parts?.name ?? context.name, parent, formerParent, context);
  });
  return [...new Set([...own, inherit(context.type, context.name, parent, formerParent, context), ...inherited])];
};
