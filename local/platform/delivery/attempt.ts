import { type EncryptionKey } from "../encryption/encryption-key.js";
import { type IssuedKey } from "../issued-key.js";
import { type CredentialStyle, fetchAccessToken } from "./access-token.js";
import { type NotificationEvent, type NotificationForm, notificationOf } from "./notification.js";

const ATTEMPT_TIMEOUT_MS = 30_000;

/** How an attempt ended: the receiver's status, or why there is none. */
export interface AttemptOutcome {
  readonly status?: number;
  readonly failure?: "no-signing-key" | "no-encryption-key" | "no-credentials" | "no-token" | "no-answer";
}

export interface AttemptOptions {
  /** The receiver. */
  readonly url: string;
  readonly signingKey: IssuedKey | undefined;
  /** Given for an encrypted event: the key to encrypt it to, if there is one. */
  readonly encryption?: { readonly key: EncryptionKey | undefined };
  /** Where a token is fetched first, and with which credentials. */
  readonly oAuth?: {
    readonly url: string;
    readonly credentials: IssuedKey | undefined;
    readonly style: CredentialStyle;
  };
  readonly form: NotificationForm;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** Delivers a notification once; rejects only when `signal` ends it. */
export const attemptDelivery = async (
  event: NotificationEvent,
  retryNumber: number,
  { url, signingKey, encryption, oAuth, form, now, signal }: AttemptOptions,
): Promise<AttemptOutcome> => {
  const within = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
  if (signingKey === undefined) return { failure: "no-signing-key" };
  if (encryption !== undefined && encryption.key === undefined) return { failure: "no-encryption-key" };
  if (oAuth !== undefined && oAuth.credentials === undefined) return { failure: "no-credentials" };
  try {
    const token =
      oAuth?.credentials === undefined
        ? undefined
        : await fetchAccessToken(oAuth.url, oAuth.credentials, oAuth.style, within);
    if (oAuth !== undefined && token === undefined) return { failure: "no-token" };
    const { headers, body } = notificationOf(event, retryNumber, signingKey, now(), form, encryption?.key);
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body,
      redirect: "manual",
      signal: within,
    });
    await answer.arrayBuffer();
    return { status: answer.status };
  } catch {
    signal.throwIfAborted();
    return { failure: "no-answer" };
  }
};

export const isAccepted = ({ status = 0 }: AttemptOutcome): boolean => status >= 200 && status <= 299;
