import { type PlaceTitle } from "./place-title.js";

/** The result of one check of a connection. */
export interface AccessCheck {
  readonly name: AccessCheckName;
  /** "unknown" if it couldn't be checked because another check failed. */
  readonly verdict: "ok" | "warning" | "failed" | "unknown";
  /** What was found, and what to do about it. Never contains a secret. */
  readonly meaning: string;
}

export type AccessCheckName =
  | "settings"
  | "connection"
  | "tls"
  | "answer"
  | "clock"
  | "credentials"
  | "permission"
  | "organization"
  | "webhooks";

/** The checks of one connection and organization. */
export interface AccessReport extends PlaceTitle {
  readonly checks: readonly AccessCheck[];
}

export const isAllRight = ({ checks }: AccessReport): boolean => checks.every(({ verdict }) => verdict !== "failed");
