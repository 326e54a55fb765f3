import { expect, test } from "@jest/globals";
import { NotificationError, type NotificationErrorCode, statusOf } from "../../../verify/index.js";

test.each<[NotificationErrorCode, number]>([
  ["ERR_NOTIFICATION_REPLAYED", 200],
  ["ERR_NOTIFICATION_KEY_UNKNOWN", 503],
  ["ERR_NOTIFICATION_KEYS_UNREADABLE", 503],
  ["ERR_NOTIFICATION_SIGNATURE_MISMATCH", 401],
  ["ERR_NOTIFICATION_KEY_EXPIRED", 401],
  ["ERR_NOTIFICATION_BODY", 401],
])("%s is answered with %d", (code, status) => {
  expect(statusOf(new NotificationError(code, "…"))).toBe(status);
});

test.each([new Error("the vault is sealed"), new TypeError("keys"), undefined, null, "text", { retryable: false }])(
  "any other error is answered with 503: %p",
  (error) => {
    expect(statusOf(error)).toBe(503);
  },
);

test("recognizes a NotificationError of another build", () => {
  class Copy extends Error {
    override readonly name = "NotificationError";
    readonly code = "ERR_NOTIFICATION_SIGNATURE_MISMATCH";
    readonly retryable = false;
  }
  expect(statusOf(new Copy("of the ES module"))).toBe(401);
});
