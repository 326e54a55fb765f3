import { minutesUntil } from "../delivery/retry-policy.js";
import { type RetryPolicy } from "./policies.js";

/** Minutes from the first attempt to each retry, over the sequence and its repetitions. */
export const retryMinutes = (policy: RetryPolicy): number[] => {
  const { numberOfRetries, repeatSequenceCount, repeatSequenceWaitTime } = policy;
  const sequence = Array.from({ length: numberOfRetries }, (_, index) => minutesUntil(policy, index + 1));
  const period = Math.max(0, ...sequence) + repeatSequenceWaitTime;
  return Array.from({ length: repeatSequenceCount + 1 }, (_, run) =>
    sequence.map((minutes) => run * period + minutes),
  ).flat();
};
