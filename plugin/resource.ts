import { type Handlers } from "../provider/resources/key/handlers.js";
import { RESOURCE_TABLES } from "../provider/resources/all-tables.js";
import { type FindingsOf, KEPT_FINDINGS } from "../provider/resources/kept-findings.js";
import { MODULE, type ResourceTable } from "../provider/resources/table.js";

/** What a URN says: `urn:pulumi:STACK::PROJECT::TYPE::NAME`, where TYPE can have the types of parents before it. */
export interface Urn {
  readonly text: string;
  readonly stack: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
}

export const parseUrn = (text: string): Urn => {
  const [stack = "", project = "", types = "", ...name] = text.replace(/^urn:pulumi:/, "").split("::");
  return { text, stack, project, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
};

/** The type of a resource in a program: `cybersource-webhooks:index:WebhookSigningKey`. */
export const tokenOf = ({ name }: ResourceTable): string => `${MODULE}:index:${name}`;

/** A resource that a call is about. */
export interface Resource {
  readonly urn: Urn;
  readonly table: ResourceTable;
  readonly handlers: Handlers;
  readonly findingsOf: FindingsOf;
}

export type AllHandlers = Readonly<Record<keyof typeof RESOURCE_TABLES, Handlers>>;

/** @throws Error for a type that this plugin doesn't have */
export const findResource = (urn: Urn, handlers: AllHandlers): Resource => {
  for (const [module, table] of Object.entries<ResourceTable>(RESOURCE_TABLES)) {
    if (tokenOf(table) !== urn.type) continue;
    const name = module as keyof AllHandlers;
    return { urn, table, handlers: handlers[name], findingsOf: KEPT_FINDINGS[name] };
  }
  throw new Error(
    `cybersource-webhooks has no resource of type ${urn.type}. Update the plugin and the SDK to one version.`,
  );
};
