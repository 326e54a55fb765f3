import { join } from "node:path";
import { readJson } from "./recorded-states.js";
import { PROJECT_ROOT } from "./project.js";

/** Known answers of other implementations: tests/vectors/encryption/README.md. */
const FOLDER = join(PROJECT_ROOT, "tests/vectors/encryption");

interface Certificates {
  readonly privateKeys: Readonly<Record<"a" | "b", { readonly pkcs8: string; readonly pkcs1: string }>>;
  /** In PEM, valid from 2026 to 2126 unless their name says otherwise. */
  readonly certificates: Readonly<
    Record<"a" | "renewedA" | "b" | "days90" | "over90" | "ended" | "future" | "bits1024" | "elliptic" | "pss", string>
  >;
}

interface Notifications {
  /** The content of all tokens but the `otherContent`. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly accepted: Readonly<Record<string, string>>;
  readonly refused: Readonly<Record<string, string>>;
  readonly otherContent: Readonly<Record<string, string>>;
}

export const { privateKeys, certificates } = readJson(join(FOLDER, "certificates.json")) as Certificates;
export const encryptedNotifications = readJson(join(FOLDER, "notifications.json")) as Notifications;

/** A validity that covers the certificates of the vectors, for the local platform. */
export const MAX_CERTIFICATE_DAYS = 36_525;

/** The DER of a certificate in base64, on one line. */
export const base64Of = (pem: string): string => pem.replaceAll(/-----[A-Z ]+-----|\s/g, "");
