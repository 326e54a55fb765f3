import { createHmac, timingSafeEqual } from "node:crypto";
import { sign as signOctokit, verify as verifyOctokit } from "@octokit/webhooks-methods";
import { signNotification } from "pulumi-cybersource-webhooks/testing";
import { verifyNotification } from "pulumi-cybersource-webhooks/verify";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";

const secret = Buffer.from("a secret of thirty-two bytes ...");
const base64 = secret.toString("base64");
const seconds = () => Math.floor(Date.now() / 1000);

/** The limit: one HMAC-SHA256 of the signed text, and one comparison. */
const bare = (body) => {
  const t = String(Date.now());
  // Strings are the fastest form of a key and of a digest: a Buffer as key takes twice the time.
  const hmac = () => createHmac("sha256", base64, { encoding: "base64" }).update(`${t}.`).update(body).digest("base64");
  const expected = hmac();
  return () => timingSafeEqual(Buffer.from(hmac(), "latin1"), Buffer.from(expected, "latin1"));
};

const ours = (isEventRead) => (body) => {
  const keys = [{ keyId: "key-id", key: base64, expirationDate: new Date(Date.now() + 86_400_000).toISOString() }];
  const header = signNotification({ body, key: keys[0] });
  if (!isEventRead) return () => verifyNotification({ header, body, keys });
  return async () => (await verifyNotification({ header, body, keys })).event;
};

const octokit = async (body) => {
  const signature = await signOctokit(base64, body.toString());
  return () => verifyOctokit(base64, body.toString(), signature);
};

/** Both use the headers of standardwebhooks, with different names. */
const standard = (Webhook, prefix) => (body) => {
  const webhook = new Webhook(base64);
  const [id, now] = ["msg_1", new Date(seconds() * 1000)];
  const headers = {
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: String(seconds()),
    [`${prefix}-signature`]: webhook.sign(id, now, body.toString()),
  };
  return () => webhook.verify(body.toString(), headers);
};

const stripe = (body) => {
  const { webhooks } = new Stripe("sk_test_1");
  const header = webhooks.generateTestHeaderString({ payload: body.toString(), secret: base64 });
  return () => webhooks.constructEvent(body, header, base64);
};

/**
 * One verification with each contestant, from the bytes of the body as a server receives them. Those that need a string
 * decode it.
 *
 * `parses` is true if the JSON is parsed, which takes longer than the signature.
 */
export const CONTESTANTS = [
  { name: "limit: node:crypto alone", parses: false, prepare: bare },
  { name: "ours", parses: false, prepare: ours(false) },
  { name: "@octokit/webhooks-methods", parses: false, prepare: octokit },
  { name: "ours, event read", parses: true, prepare: ours(true) },
  { name: "stripe", parses: true, prepare: stripe },
  { name: "svix", parses: true, prepare: standard(SvixWebhook, "svix") },
  { name: "standardwebhooks", parses: true, prepare: standard(StandardWebhook, "webhook") },
];
