import { z } from "zod";
import { formatTable } from "./table.js";

const stateSchema = z.object({
  deployment: z.object({
    resources: z.array(
      z.object({
        urn: z.string(),
        type: z.string(),
        id: z.string().optional(),
        outputs: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
});

/** A resource of this package in an exported state. */
export interface Row {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly status: string;
}

const PACKAGE_TYPE = /^pulumi-nodejs:dynamic\/cybersource-webhooks:(\w+)$/;
/** The outputs that must be secret, by type. */
const SECRET_OUTPUTS = new Map<string, readonly string[]>([["WebhookSubscription", ["securityPolicy", "applied"]]]);
const KEY_OUTPUTS = ["keyId", "key", "expirationDate"];

const secretOutputsOf = (type: string): readonly string[] => SECRET_OUTPUTS.get(type) ?? KEY_OUTPUTS;

/** Reads the resources of this package from an exported state. */
export const rowsOf = (state: unknown): Row[] =>
  stateSchema.parse(state).deployment.resources.flatMap(({ urn, type, id = "", outputs = {} }) => {
    const kind = PACKAGE_TYPE.exec(type)?.[1];
    if (kind === undefined) return [];
    const isHidden = secretOutputsOf(kind).every((name) => typeof outputs[name] === "object");
    if (!isHidden) throw new Error(`${kind}: an output that must be secret is in plain text in the state`);
    return [{ type: kind, name: urn.split("::").at(-1) ?? "", id, status: String(outputs.status) }];
  });

/** The resources as a table. Of secret outputs it shows only the names. */
export const tableOf = (rows: readonly Row[]): string =>
  formatTable([
    ["TYPE", "NAME", "ID", "STATUS", "SECRET"],
    ...rows.map(({ type, name, id, status }) => [type, name, id, status, secretOutputsOf(type).join(", ")]),
  ]);
