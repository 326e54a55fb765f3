import * as pulumi from "@pulumi/pulumi";
import { failRun } from "./fail-run.js";
import { findingsOf, type KeptKey } from "../resources/key/kept-key.js";

/**
 * Reports on the resource what is wrong with a key that this run doesn't replace. If a preview plans to replace the key, its
 * outputs are unknown, so the preview reports nothing.
 */
export const warnOfKeptKey = (
  resource: pulumi.Resource & {
    readonly expirationDate: pulumi.Output<string>;
    readonly submitTimeUtc: pulumi.Output<string | undefined>;
  },
  { renewBeforeDays }: { renewBeforeDays?: pulumi.Input<number> | undefined },
): void => {
  const { expirationDate, submitTimeUtc } = resource;
  // Every output that is awaited slows the program down: await only what the decision needs.
  const awaited = { expirationDate, ...(renewBeforeDays !== undefined && { submitTimeUtc, renewBeforeDays }) };
  pulumi.output(awaited).apply(async (key: KeptKey) => {
    const { warnings, error } = findingsOf(key, new Date());
    for (const warning of warnings) await pulumi.log.warn(warning, resource);
    if (error !== undefined) await failRun(error, resource);
  });
};
