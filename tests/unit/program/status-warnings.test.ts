import { expect, test } from "@jest/globals";
import { warningOf } from "../../../provider/resources/subscription/status-warning.js";

test.each([
  [
    "BLOCKED",
    "This subscription is BLOCKED: the platform rejected one of its URLs and delivers nothing. Change the URL in your " +
      "program and run `pulumi up`.",
  ],
  [
    "SUSPENDED",
    "This subscription is SUSPENDED: its receiver failed too often, and notifications wait. Mend the receiver, then run " +
      "`pulumi up --refresh --run-program --continue-on-error`.",
  ],
])("a run warns of a subscription that is %s", (status, warning) => expect(warningOf(status)).toBe(warning));

test.each(["ACTIVE", "INACTIVE", "PENDING_REVIEW", "toString", undefined, null, 7])("a run warns of no %s", (status) =>
  expect(warningOf(status)).toBeUndefined(),
);
