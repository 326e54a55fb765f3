import * as pulumi from "@pulumi/pulumi";
import { warningOf } from "../resources/subscription/status-warning.js";

/** Warns on the resource, in every run of the program, of a subscription that the platform doesn't deliver. */
export const warnOfStatus = (resource: pulumi.Resource & { readonly status: pulumi.Output<string> }): void => {
  // Undefined in a preview that creates it, and with some versions of the SDK when the run leaves it out.
  resource.status.apply(async (status: unknown) => {
    const warning = warningOf(status);
    if (warning !== undefined) await pulumi.log.warn(warning, resource);
  });
};
