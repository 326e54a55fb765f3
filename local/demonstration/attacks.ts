import { randomBytes, randomUUID } from "node:crypto";
import { signatureHeaderOf } from "../platform/delivery/signature-header.js";
import { type CapturedNotification } from "./wiretap.js";

const MINUTES_AGO_MS = 600_000;

interface Key {
  readonly keyId: string;
  readonly key: string;
}

/** A notification that somebody else sends, and the code with which it must be refused. */
export interface Attack {
  readonly name: string;
  readonly code: string;
  readonly notification: CapturedNotification;
}

const signed = (key: Key, body: string, at: number): CapturedNotification => ({
  headers: { "v-c-signature": signatureHeaderOf(key, at, body) },
  body: Buffer.from(body),
});

/**
 * @param genuine a notification that was accepted
 * @param key the key that signs now; who has it can sign anything, but not for another time
 * @param otherKey that of another organization
 */
export const attacksOf = (genuine: CapturedNotification, key: Key, otherKey: string): readonly Attack[] => {
  const nowMs = Date.now();
  const text = '{"eventType":"payments.payments.accept","payload":{"amount":"1000000.00"}}';
  const body = Buffer.from(text);
  const invented = randomBytes(32).toString("base64");
  const attack = (name: string, code: string, notification: CapturedNotification): Attack => ({
    name,
    code: `ERR_NOTIFICATION_${code}`,
    notification,
  });
  return [
    attack("replayed", "REPLAYED", genuine),
    attack("changed on its way", "SIGNATURE_MISMATCH", { ...genuine, body }),
    attack("forged with an invented key", "SIGNATURE_MISMATCH", signed({ ...key, key: invented }, text, nowMs)),
    attack(
      "signed with another organization's key",
      "SIGNATURE_MISMATCH",
      signed({ ...key, key: otherKey }, text, nowMs),
    ),
    attack("of an unknown key", "KEY_UNKNOWN", signed({ keyId: randomUUID(), key: invented }, text, nowMs)),
    attack("stale", "TOO_OLD", signed(key, text, nowMs - MINUTES_AGO_MS)),
    attack("from the future", "FROM_FUTURE", signed(key, text, nowMs + MINUTES_AGO_MS)),
    attack("without a signature", "HEADER_MISSING", { headers: {}, body }),
    attack("with a header that is none", "HEADER_MALFORMED", { headers: { "v-c-signature": "x" }, body }),
  ];
};
