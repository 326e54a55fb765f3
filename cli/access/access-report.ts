/** One thing that must be right before a key can be made. */
export interface AccessCheck {
  readonly name: AccessCheckName;
  /** "unknown" where an earlier failure hides it. */
  readonly verdict: "ok" | "warning" | "failed" | "unknown";
  /** What was found, and what to do about it; no secret in it. */
  readonly meaning: string;
}

export type AccessCheckName =
  "settings" | "connection" | "tls" | "answer" | "clock" | "credentials" | "permission" | "organization";

/** What came of one request. */
export interface AccessReport {
  readonly connection: string;
  /** None where the settings do not tell it. */
  readonly organizationId: string | undefined;
  /** None where the settings do not tell it. */
  readonly host: string | undefined;
  readonly checks: readonly AccessCheck[];
}

export const isAllRight = ({ checks }: AccessReport): boolean => checks.every(({ verdict }) => verdict !== "failed");
