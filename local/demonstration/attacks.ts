import { randomBytes, randomUUID } from "node:crypto";
import { signatureHeaderOf } from "../platform/delivery/signature-header.js";
import { type CapturedNotification } from "./wiretap.js";

const TEN_MINUTES_MS = 600_000;

interface Key {
  readonly keyId: string;
  readonly key: string;
}

/** A notification that an attacker sends, and the reason with which the receiver must reject it. */
export interface Attack {
  readonly name: string;
  readonly reason: string;
  readonly notification: CapturedNotification;
}

/**
 * @param genuine an encrypted notification that the receiver has accepted; the attacker has its token, too
 * @param key the current signing key: even with it, the receiver rejects a timestamp that is too old or in the future
 * @param otherKey the signing key of another organization
 */
export const attacksOf = (genuine: CapturedNotification, key: Key, otherKey: string): readonly Attack[] => {
  const nowMs = Date.now();
  const text = '{"eventType":"payments.payments.accept","payload":{"amount":"1000000.00"}}';
  const body = Buffer.from(text);
  const withSignature = (signature?: string): CapturedNotification => ({
    headers: { authorization: genuine.headers.authorization, "v-c-signature": signature },
    body,
  });
  const signed = (signer: Key, at = nowMs): CapturedNotification => withSignature(signatureHeaderOf(signer, at, text));
  const invented = randomBytes(32).toString("base64");
  const attack = (name: string, code: string, notification: CapturedNotification): Attack => ({
    name,
    reason: `ERR_NOTIFICATION_${code}`,
    notification,
  });
  const withMadeUpToken = { body, headers: { ...signed(key).headers, authorization: `Bearer ${randomUUID()}` } };
  return [
    attack("replayed", "REPLAYED", genuine),
    attack("with a changed body", "SIGNATURE_MISMATCH", { ...genuine, body }),
    attack("encrypted, and signed with a made-up key", "SIGNATURE_MISMATCH", {
      ...withSignature(signatureHeaderOf({ ...key, key: invented }, nowMs, genuine.body.toString())),
      body: genuine.body,
    }),
    attack("signed with a made-up key", "SIGNATURE_MISMATCH", signed({ ...key, key: invented })),
    attack("signed with another organization's key", "SIGNATURE_MISMATCH", signed({ ...key, key: otherKey })),
    attack("with an unknown key ID", "KEY_UNKNOWN", signed({ keyId: randomUUID(), key: invented })),
    attack("signed too long ago", "TOO_OLD", signed(key, nowMs - TEN_MINUTES_MS)),
    attack("signed in the future", "FROM_FUTURE", signed(key, nowMs + TEN_MINUTES_MS)),
    attack("without a signature", "HEADER_MISSING", withSignature()),
    attack("with a malformed signature header", "HEADER_MALFORMED", withSignature("x")),
    { name: "with a made-up token", reason: "invalid_token", notification: withMadeUpToken },
  ];
};
