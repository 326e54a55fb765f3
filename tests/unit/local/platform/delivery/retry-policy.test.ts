import { expect, test } from "@jest/globals";
import { minutesUntil, retryPolicySchema } from "../../../../../local/platform/delivery/retry-policy.js";

const retriesAt = (policy: object): number[] => {
  const parsed = retryPolicySchema.parse(policy);
  return Array.from({ length: parsed.numberOfRetries }, (_, index) => minutesUntil(parsed, index + 1));
};

test("the retry policy has the documented defaults and both algorithms", () => {
  expect(retriesAt({})).toEqual([1, 2, 3]);
  expect(retriesAt({ firstRetry: 5, interval: 10 })).toEqual([5, 15, 25]);
  expect(retriesAt({ algorithm: "GEOMETRIC", firstRetry: 2, interval: 3, numberOfRetries: 4 })).toEqual([2, 6, 18, 54]);
  expect(() => retryPolicySchema.parse({ numberOfRetries: -1 })).toThrow();
});
