import * as pulumi from "@pulumi/pulumi";

const NOT_DELIVERED: Readonly<Record<string, string>> = {
  BLOCKED:
    "This subscription is BLOCKED: the platform rejected one of its URLs and delivers nothing. Change the URL in your program and " +
    "run `pulumi up`.",
  SUSPENDED:
    "This subscription is SUSPENDED: its receiver failed too often, and notifications wait. Mend the receiver, then run `pulumi " +
    "up --refresh --run-program --continue-on-error`.",
};

/** What a user has to do about a status, if anything. */
export const warningOf = (status: unknown): string | undefined =>
  typeof status === "string" && Object.hasOwn(NOT_DELIVERED, status) ? NOT_DELIVERED[status] : undefined;

/** Warns on the resource, in every run of the program, of a subscription that the platform doesn't deliver. */
export const warnOfStatus = (resource: pulumi.Resource & { readonly status: pulumi.Output<string> }): void => {
  // Undefined in a preview that creates it, and with some versions of the SDK when the run leaves it out.
  resource.status.apply(async (status: unknown) => {
    const warning = warningOf(status);
    if (warning !== undefined) await pulumi.log.warn(warning, resource);
  });
};
