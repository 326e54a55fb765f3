import { z } from "zod";

const minutes = z.number().min(0).max(10_000);

/** The retry policy of a webhook subscription, with its defaults. */
export const retryPolicySchema = z.strictObject({
  algorithm: z.enum(["ARITHMETIC", "GEOMETRIC"]).default("ARITHMETIC"),
  /** Minutes until the first retry. */
  firstRetry: minutes.default(1),
  interval: minutes.default(1),
  numberOfRetries: z.int().min(0).max(100).default(3),
});

export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** The minutes from the first attempt to a retry, which is counted from 1. */
export const minutesUntil = ({ algorithm, firstRetry, interval }: RetryPolicy, retry: number): number =>
  algorithm === "ARITHMETIC" ? firstRetry + interval * (retry - 1) : firstRetry * interval ** (retry - 1);
