import { NO_STATUS } from "../../api/subscription-status.js";
import { isUnknown } from "../protocol.js";

const ASK = "Run `pulumi up --refresh --run-program` again later. If that doesn't change, ask the vendor's support.";

const NOT_DELIVERED: Readonly<Record<string, string>> = {
  BLOCKED:
    "is BLOCKED: the platform rejected one of its URLs and delivers nothing. Change the URL in your program and run `pulumi up`.",
  SUSPENDED:
    "is SUSPENDED: its receiver failed too often, and notifications wait. Fix the receiver, then run `pulumi up --refresh " +
    "--run-program --continue-on-error`.",
  [NO_STATUS]: `has no status in the service's answers, so Pulumi can't tell whether it delivers, and doesn't activate it. ${ASK}`,
};

const FINE = new Set(["ACTIVE", "INACTIVE", "PENDING_REVIEW"]);
/** A state can hold anything. The status of an answer has this form, or is none. */
const CODE_FORM = /^[A-Z_]{1,40}$/;

/** What a user has to do about a status, if anything. @param subject the subscription, where the row doesn't show which it is */
export const warningOf = (status: unknown, subject = "This subscription"): string | undefined => {
  if (typeof status !== "string" || isUnknown(status) || FINE.has(status)) return undefined;
  if (Object.hasOwn(NOT_DELIVERED, status)) return `${subject} ${NOT_DELIVERED[status]}`;
  if (!CODE_FORM.test(status)) return undefined;
  return `${subject} has the status ${status}, which this package doesn't know. It may deliver nothing, and Pulumi doesn't activate it. ${ASK}`;
};
