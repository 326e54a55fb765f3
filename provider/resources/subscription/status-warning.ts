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
