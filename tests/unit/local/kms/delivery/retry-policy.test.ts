import { expect, test } from "@jest/globals";
import { minutesBefore, retryPolicySchema } from "../../../../../local/kms/delivery/retry-policy.js";

const waits = (policy: object): number[] => {
  const parsed = retryPolicySchema.parse(policy);
  return Array.from({ length: parsed.numberOfRetries }, (_, index) => minutesBefore(parsed, index + 1));
};

test("the retry policy has the documented defaults and both algorithms", () => {
  expect(waits({})).toEqual([1, 2, 3]);
  expect(waits({ firstRetry: 5, interval: 10 })).toEqual([5, 15, 25]);
  expect(waits({ algorithm: "GEOMETRIC", firstRetry: 2, interval: 3, numberOfRetries: 4 })).toEqual([2, 6, 18, 54]);
  expect(() => retryPolicySchema.parse({ numberOfRetries: -1 })).toThrow();
});
