const NOT_DELIVERED: Readonly<Record<string, string>> = {
  BLOCKED:
    "is BLOCKED: the platform rejected one of its URLs and delivers nothing. Change the URL in your program and run `pulumi up`.",
  SUSPENDED:
    "is SUSPENDED: its receiver failed too often, and notifications wait. Mend the receiver, then run `pulumi up --refresh " +
    "--run-program --continue-on-error`.",
};

/** What a user has to do about a status, if anything. @param subject the subscription, where the row doesn't show which it is */
export const warningOf = (status: unknown, subject = "This subscription"): string | undefined =>
  typeof status === "string" && Object.hasOwn(NOT_DELIVERED, status)
    ? `${subject} ${NOT_DELIVERED[status]}`
    : undefined;
