import { type PlatformOptions } from "../../../../../local/platform/options.js";
import { type Platform } from "../../../../../local/platform/server.js";
import { type SubscriptionOptions } from "../../../../../local/platform/subscriptions/options.js";
import { type Reply, ask, createBody, runPlatform, send } from "../harness.js";

export const ORGANIZATION = "merchantName";
export const WEBHOOKS = "/notification-subscriptions/v2/webhooks";
export const URL_OF_HOOK = "https://hook.example.test/in";

/** A platform that holds a signing key of the organization, as a subscription needs one. */
export const runWithKey = async (subscriptions: SubscriptionOptions = {}, options: PlatformOptions = {}) => {
  const platform = await runPlatform({ subscriptions, ...options });
  const { status } = await ask(platform, createBody(ORGANIZATION));
  if (status !== 201) throw new Error(`the key was refused with ${status}`);
  return platform;
};

/** The body of POST, with further members or other values. */
export const subscriptionBody = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: "orders",
  description: "orders of the shop",
  organizationId: ORGANIZATION,
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  webhookUrl: URL_OF_HOOK,
  notificationScope: "SELF",
  securityPolicy: { securityType: "key" },
  ...more,
});

export const OAUTH_POLICY = {
  securityType: "oAuth",
  config: { oAuthURL: "https://Auth.example.test/token", oAuthTokenType: "Bearer" },
};

/** A request to the routes of subscriptions, as a well-behaved client sends it. */
export const call = (platform: Platform, method: string, path: string, body?: unknown): Promise<Reply> =>
  send(`${platform.origin}${path}`, {
    method,
    headers: { accept: "application/json", ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

export const create = (platform: Platform, more: Record<string, unknown> = {}): Promise<Reply> =>
  call(platform, "POST", WEBHOOKS, subscriptionBody(more));

export const list = (platform: Platform, more = ""): Promise<Reply> =>
  call(platform, "GET", `${WEBHOOKS}?organizationId=${ORGANIZATION}${more}`);

export const read = (platform: Platform, webhookId: string): Promise<Reply> =>
  call(platform, "GET", `${WEBHOOKS}/${webhookId}`);

export const change = (platform: Platform, webhookId: string, body: unknown): Promise<Reply> =>
  call(platform, "PATCH", `${WEBHOOKS}/${webhookId}`, body);

export const setStatus = (platform: Platform, webhookId: string, status: string): Promise<Reply> =>
  call(platform, "PUT", `${WEBHOOKS}/${webhookId}/status`, { status });

export const remove = (platform: Platform, webhookId: string): Promise<Reply> =>
  call(platform, "DELETE", `${WEBHOOKS}/${webhookId}`);

export const jsonOf = ({ text }: Reply): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** Makes a subscription and gives its id; throws what the platform says against it. */
export const subscribe = async (platform: Platform, more: Record<string, unknown> = {}): Promise<string> => {
  const reply = await create(platform, more);
  if (reply.status !== 201) throw new Error(reply.text);
  return String(jsonOf(reply)["webhookId"]);
};

/** The fields that an answer names as wrong, with the reasons. */
export const detailsOf = (reply: Reply): unknown => jsonOf(reply)["details"];
