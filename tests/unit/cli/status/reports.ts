import { assessKey } from "../../../../cli/status/assess-key.js";
import { assessSubscription } from "../../../../cli/status/assess-subscription.js";
import { assessVerificationKeys } from "../../../../cli/status/assess-verification-keys.js";
import { type Look } from "../../../../cli/status/formats/table.js";
import { type StatusReport } from "../../../../cli/status/key-status.js";
import { type SubscriptionStatus } from "../../../../cli/status/subscription-status.js";
import {
  type KeyGiven,
  keyResource,
  NOW,
  sealed,
  SECRETS,
  type SubscriptionGiven,
  subscriptionResource,
  verificationKeysResource,
} from "./states.js";

/** A report with these keys. */
export const reportOf = (...given: readonly KeyGiven[]): StatusReport => ({
  asOf: "2026-03-10",
  stackCount: 1,
  keys: given.map((each) => assessKey(keyResource(each), () => "", NOW)),
  verificationKeys: [],
  subscriptions: [],
});

/** Subscriptions with these properties. */
export const subscriptionsOf = (...given: readonly SubscriptionGiven[]): SubscriptionStatus[] =>
  given.map((each) => assessSubscription(subscriptionResource(each), () => ""));

export const KEY = keyResource();
export const VERIFICATION_KEYS = [
  verificationKeysResource("orders", [SECRETS.keyId, "b"], [KEY]),
  verificationKeysResource("refunds", ["b"], [KEY]),
].map((each) => assessVerificationKeys(each, [KEY], () => ""));

export const KEYS = reportOf(
  { name: "half-made", end: "2026-99-99" },
  { name: "legacy", kind: "WebhookOAuthCredential", end: -3, flags: { protect: true } },
  { name: "refunds", end: 12 },
  { name: "partners", end: 120, outputs: { status: "ADOPTED", submitTimeUtc: undefined, host: undefined } },
  { name: "orders", end: 200 },
);
export const SUBSCRIPTIONS = subscriptionsOf(
  { name: "refunds", status: "BLOCKED", webhookUrl: sealed("https://hidden.example.com/in") },
  { name: "partners", status: "PENDING_REVIEW", webhookUrl: "https://partner.example.net/in" },
  { name: "orders" },
);
/** The report shown in docs/status.md. */
export const ALL = { ...KEYS, verificationKeys: VERIFICATION_KEYS, subscriptions: SUBSCRIPTIONS };
export const HOSTILE_NAME = `"><script>|\`@team\`\\`;
/** A report whose names try to inject markup. */
export const HOSTILE = {
  ...reportOf({ name: HOSTILE_NAME, outputs: { organizationId: "[x](http://evil)" } }),
  verificationKeys: [assessVerificationKeys(verificationKeysResource(HOSTILE_NAME, ["b"], [KEY]), [KEY], () => "")],
  subscriptions: subscriptionsOf({ name: HOSTILE_NAME, outputs: { organizationId: "[x](http://evil)" } }),
};

/** A terminal of the given width, without colors. */
export const plain = (width: number): Look => ({ width, paint: (_urgency, text) => text });
