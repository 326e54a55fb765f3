import { z } from "zod";

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
const SECRET_OUTPUTS = ["keyId", "key", "expirationDate"] as const;

/** Reads the resources of this package from an exported state. */
export const rowsOf = (state: unknown): Row[] =>
  stateSchema.parse(state).deployment.resources.flatMap(({ urn, type, id = "", outputs = {} }) => {
    const kind = PACKAGE_TYPE.exec(type)?.[1];
    if (kind === undefined) return [];
    const isHidden = SECRET_OUTPUTS.every((name) => typeof outputs[name] === "object");
    if (!isHidden) throw new Error(`${kind}: an output that must be secret is in plain text in the state`);
    return [{ type: kind, name: urn.split("::").at(-1) ?? "", id, status: String(outputs.status) }];
  });

/** The resources as a table. Of the three secret outputs it shows only the names. */
export const tableOf = (rows: readonly Row[]): string => {
  const lines = [
    ["TYPE", "NAME", "ID", "STATUS", ...SECRET_OUTPUTS],
    ...rows.map(({ type, name, id, status }) => [type, name, id, status, ...SECRET_OUTPUTS.map(() => "[secret]")]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
