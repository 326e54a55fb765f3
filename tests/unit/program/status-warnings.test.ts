import { expect, test } from "@jest/globals";
import { UNKNOWN_VALUE } from "../../../provider/resources/protocol.js";
import { warningOf } from "../../../provider/resources/subscription/status-warning.js";

test.each([
  [
    "BLOCKED",
    "This subscription is BLOCKED: the platform rejected one of its URLs and delivers nothing. Change the URL in your " +
      "program and run `pulumi up`.",
  ],
  [
    "SUSPENDED",
    "This subscription is SUSPENDED: its receiver failed too often, and notifications wait. Fix the receiver, then run " +
      "`pulumi up --refresh --run-program --continue-on-error`.",
  ],
  [
    "UNKNOWN",
    "This subscription has no status in the service's answers, so Pulumi can't tell whether it delivers, and doesn't activate " +
      "it. Run `pulumi up --refresh --run-program` again later. If that doesn't change, ask the vendor's support.",
  ],
  [
    "RESEND",
    "This subscription has the status RESEND, which this package doesn't know. It may deliver nothing, and Pulumi doesn't " +
      "activate it. Run `pulumi up --refresh --run-program` again later. If that doesn't change, ask the vendor's support.",
  ],
])("a run warns of a subscription that is %s", (status, warning) => expect(warningOf(status)).toBe(warning));

test.each(["ACTIVE", "INACTIVE", "PENDING_REVIEW", "toString", UNKNOWN_VALUE, undefined, null, 7])(
  "a run warns of no %s",
  (status) => expect(warningOf(status)).toBeUndefined(),
);
