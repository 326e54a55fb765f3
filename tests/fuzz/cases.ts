/** The number of cases of each target in `npm test`. `npm run fuzz` runs many times more. */
export const CASES = {
  answers: 25_000,
  refusals: 5_000,
  configuration: 12_000,
  p12: 300,
  check: 15_000,
  diff: 15_000,
  verificationKeys: 8_000,
  overlap: 8_000,
  states: 10_000,
  stackFiles: 2_000,
  projects: 1_000,
  headers: 1_000,
  encrypted: 2_500,
  isEncrypted: 2_000,
  certificates: 1_000,
} as const;
