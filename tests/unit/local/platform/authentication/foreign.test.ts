import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { type PlatformOptions } from "../../../../../local/platform/options.js";
import { type Platform } from "../../../../../local/platform/server.js";
import { createBody, runPlatform, send, type Reply } from "../harness.js";
import { subscriptionBody, WEBHOOKS } from "../subscriptions/harness.js";

const NOW = new Date("2026-01-15T12:34:56Z");
const SECRET = Buffer.from("the secret of every merchant here").toString("base64");
const MERCHANTS = ["shop", "chain", "other"] as const;
type Merchant = (typeof MERCHANTS)[number];
const PARENTS = { shop: "chain" };
const KEYS = "/kms/egress/v2/keys-sym";
const PRODUCTS = "/notification-subscriptions/v2/products/shop";

/** A local platform that knows three merchants. */
const run = (options: PlatformOptions): Promise<Platform> =>
  runPlatform({
    authentication: "required",
    now: () => NOW,
    merchants: MERCHANTS.map((merchantId) => ({ merchantId, keyId: `key of ${merchantId}`, secret: SECRET })),
    ...options,
  });

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Sends a request with an HTTP Signature of a merchant. */
const callAs = ({ origin }: Platform, merchant: Merchant, { method, path, body }: Call, target = "request-target") => {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const signed = [
    ["host", new URL(origin).host],
    ["date", NOW.toUTCString()],
    [target, `${method.toLowerCase()} ${path}`],
    ...(text === undefined ? [] : [["digest", `SHA-256=${createHash("sha256").update(text).digest("base64")}`]]),
    ["v-c-merchant-id", merchant],
  ] as [string, string][];
  const lines = signed.map(([name, value]) => `${name}: ${value}`).join("\n");
  const signature = createHmac("sha256", Buffer.from(SECRET, "base64")).update(lines).digest("base64");
  const names = signed.map(([name]) => name).join(" ");
  return send(`${origin}${path}`, {
    method,
    headers: {
      ...Object.fromEntries(signed.filter(([name]) => name !== target)),
      accept: "application/json",
      ...(text !== undefined && { "content-type": "application/json" }),
      signature: `keyid="key of ${merchant}", algorithm="HmacSHA256", headers="${names}", signature="${signature}"`,
    },
    ...(text !== undefined && { body: text }),
  });
};

/** Every request that is for an organization. */
const callsFor = (webhookId: string): Record<string, Call> => {
  const path = `${WEBHOOKS}/${webhookId}`;
  return {
    products: { method: "GET", path: PRODUCTS },
    list: { method: "GET", path: `${WEBHOOKS}?organizationId=shop` },
    create: { method: "POST", path: WEBHOOKS, body: subscriptionBody({ organizationId: "shop" }) },
    read: { method: "GET", path },
    change: { method: "PATCH", path, body: { name: "mine now" } },
    status: { method: "PUT", path: `${path}/status`, body: { status: "INACTIVE" } },
    test: { method: "POST", path: path.replace("v2", "v1"), body: {} },
    delete: { method: "DELETE", path },
    key: { method: "POST", path: KEYS, body: createBody("shop") },
  };
};

const statusesAs = async (platform: Platform, merchant: Merchant, webhookId: string) => {
  const replies: Record<string, Reply> = {};
  for (const [name, call] of Object.entries(callsFor(webhookId)))
    replies[name] = await callAs(platform, merchant, call);
  return replies;
};

const statuses = (replies: Record<string, Reply>) =>
  Object.fromEntries(Object.entries(replies).map(([name, { status }]) => [name, status]));

const runWithSubscription = async (options: PlatformOptions) => {
  const platform = await run({ ...options, subscriptions: { firstStatus: "ACTIVE" } });
  expect((await callAs(platform, "shop", { method: "POST", path: KEYS, body: createBody("shop") })).status).toBe(201);
  const body = subscriptionBody({ organizationId: "shop" });
  expect((await callAs(platform, "shop", { method: "POST", path: WEBHOOKS, body })).status).toBe(201);
  return { platform, webhookId: platform.subscriptions()[0]?.webhookId ?? "" };
};

const all = (status: number) => Object.fromEntries(Object.keys(callsFor("")).map((name) => [name, status]));

describe("a credential of another organization", () => {
  test.each([
    ["documented", { ...all(404), create: 401, list: 401, test: 401, key: 401 }],
    ["401", all(401)],
    ["403", all(403)],
    ["404", all(404)],
  ] as const)("is answered by %s, and changes nothing", async (foreignCredential, expected) => {
    const { platform, webhookId } = await runWithSubscription({ parents: PARENTS, foreignCredential });
    const before = platform.subscriptions();
    const replies = await statusesAs(platform, "other", webhookId);
    expect(statuses(replies)).toEqual(expected);
    expect(platform.subscriptions()).toEqual(before);
    expect(
      platform.journal.slice(2).every(({ reason, acted }) => reason === "foreign-credential" && acted !== true),
    ).toBe(true);
    if (replies["read"]?.status !== 404) return;
    // The answer doesn't say that the subscription exists.
    const missing = await callAs(platform, "shop", { method: "GET", path: `${WEBHOOKS}/missing` });
    expect(replies["read"].text).toBe(missing.text);
  });

  test("may do everything if no hierarchy is given", async () => {
    const { platform, webhookId } = await runWithSubscription({});
    expect(statuses(await statusesAs(platform, "other", webhookId))).toEqual({
      ...all(200),
      create: 400,
      test: 201,
      key: 201,
    });
  });
});

test("a credential of the organization above may do everything", async () => {
  const { platform, webhookId } = await runWithSubscription({ parents: PARENTS });
  expect(statuses(await statusesAs(platform, "chain", webhookId))).toMatchObject({ read: 200, delete: 200, key: 201 });
});

test("a signature with the parenthesised request-target is refused, or accepted by switch", async () => {
  const call = { method: "GET", path: PRODUCTS };
  expect((await callAs(await run({}), "shop", call, "(request-target)")).status).toBe(401);
  const platform = await run({ acceptsParentheses: true });
  expect((await callAs(platform, "shop", call, "(request-target)")).status).toBe(200);
  expect((await callAs(platform, "shop", call)).status).toBe(200);
});
