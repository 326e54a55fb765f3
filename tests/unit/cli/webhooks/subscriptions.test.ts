import { describe, expect, test } from "@jest/globals";
import { subscriptionLines, subscriptionsFound } from "../../../../cli/webhooks/subscriptions.js";
import { type PackageResource } from "../../../../cli/status/deployment.js";
import { decodeSubscriptions } from "../../../../provider/api/subscription-wire.js";
import { connectionTo } from "../../../support/key-requests.js";
import { findSecrets, textPlace } from "../../../support/secret-sweep.js";
import { sealed, subscriptionResource } from "../status/states.js";

const HOST = "api.cybersource.com";
const PLACE = { connection: connectionTo(`https://${HOST}`), organizationId: "merchant_org", host: HOST };
const SECRETS = {
  query: "token-of-the-query",
  path: "token-in-the-path",
  user: "user-of-the-url",
  keyId: "key-id-of-the-policy",
  clientId: "client-of-the-policy",
  health: "token-of-the-health-url",
  host: "hidden.example.com",
};

/** As the service answers: with secrets in every place that can have one. */
const answered = (webhookId: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  webhookId,
  name: `name of ${webhookId}`,
  status: "ACTIVE",
  organizationId: "merchant_org",
  webhookUrl: `https://${SECRETS.user}:x@hooks.example.com/${SECRETS.path}?t=${SECRETS.query}`,
  healthCheckUrl: `https://hooks.example.com/up?t=${SECRETS.health}`,
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  securityPolicy: {
    securityType: "oAuth",
    config: { additionalConfig: { keyId: SECRETS.keyId, client_id: SECRETS.clientId } },
  },
  ...more,
});

const found = (answer: unknown, resources?: readonly PackageResource[]) => {
  const list = decodeSubscriptions(JSON.stringify(answer)) ?? [];
  const stack = resources === undefined ? undefined : { stack: "dev", subscriptions: resources, encryptionKeys: [] };
  const result = subscriptionsFound(list, PLACE, stack);
  const lines = subscriptionLines(result);
  expect(
    findSecrets([textPlace("text", lines.join("\n")), textPlace("JSON", JSON.stringify(result))], SECRETS),
  ).toEqual([]);
  return { lines, result };
};

const HOW_TO_ADOPT =
  "To adopt one, declare a WebhookSubscription with organizationId, webhookUrl, products and adopt, and run pulumi up: it " +
  "changes nothing at the platform. See docs/subscriptions.md.";

describe("lists", () => {
  test("what the stack manages, and how to adopt the rest", () => {
    const managed = subscriptionResource({ id: "id-1", webhookUrl: sealed(`https://${SECRETS.host}/in`) });
    const { lines, result } = found(
      [
        answered("id-1", { webhookUrl: `https://${SECRETS.host}/in` }),
        answered("id-2", {
          status: "inactive",
          products: [
            { productId: "payByLink", eventTypes: ["a", "b", "a"] },
            { productId: "tax", eventTypes: [] },
          ],
        }),
      ],
      [managed],
    );
    expect(lines).toEqual([
      "id-1  ACTIVE",
      "  name      name of id-1",
      "  receiver  [secret]",
      "  events    tokenManagement: tms.networktoken.updated",
      "  managed   by the stack dev, as orders",
      "id-2  INACTIVE",
      "  name      name of id-2",
      "  receiver  https://hooks.example.com",
      "  events    payByLink: a, b",
      "            tax: no events",
      '  managed   not by the stack dev. To adopt it: adopt: "id-2"',
      "",
      HOW_TO_ADOPT,
    ]);
    expect(result.subscriptions[0]).toEqual({
      webhookId: "id-1",
      name: "name of id-1",
      status: "ACTIVE",
      webhookOrigin: "[secret]",
      products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
      managedBy: { name: "orders", urn: managed.urn },
    });
  });

  test("what the stack keeps secret as [secret]", () => {
    const resource = subscriptionResource({ id: "id-1" });
    const products = [{ productId: sealed(SECRETS.path), eventTypes: ["e"] }];
    const managed = { ...resource, inputs: { ...resource.inputs, name: sealed(SECRETS.query), products } };
    const answer = answered("id-1", {
      name: SECRETS.query,
      products: [{ productId: SECRETS.path, eventTypes: ["e"] }],
    });
    expect(found([answer], [managed]).lines.slice(0, 4)).toEqual([
      "id-1  ACTIVE",
      "  name      [secret]",
      "  receiver  https://hooks.example.com",
      "  events    [secret]: [secret]",
    ]);
  });

  test("no way to adopt if all are managed", () => {
    expect(found([answered("id-1")], [subscriptionResource({ id: "id-1" })]).lines.at(-1)).toBe(
      "  managed   by the stack dev, as orders",
    );
  });

  test("what the stack manages under an id in another letter case", () => {
    const { lines } = found([answered("AB-1")], [subscriptionResource({ id: "ab-1" })]);
    expect(lines.at(-1)).toBe("  managed   by the stack dev, as orders");
    expect(lines.join()).not.toContain("missing");
  });

  test("without a stack", () => {
    expect(found([answered("id-1")]).lines.slice(-3)).toEqual([
      '  managed   not known, because no stack was read. To adopt it: adopt: "id-1"',
      "",
      HOW_TO_ADOPT,
    ]);
  });

  test("none", () => {
    expect(found([], []).lines).toEqual([
      "no subscriptions. To list those of another organization, name it with --organization",
    ]);
  });

  test("a subscription of the stack that the platform lacks, but none of another organization or host", () => {
    const resources = [
      subscriptionResource({ id: "id-9", name: "gone" }),
      subscriptionResource({ id: "id-8", outputs: { organizationId: "other" } }),
      subscriptionResource({ id: "id-1", outputs: { host: "other.example.com" } }),
    ];
    const { lines } = found([answered("id-1")], resources);
    expect(lines.filter((line) => line.startsWith("missing"))).toEqual([
      "missing: the stack dev has gone (id-9), and the platform doesn't. Run pulumi up --refresh --run-program: it creates the " +
        "subscription again.",
    ]);
    expect(lines).toContain('  managed   not by the stack dev. To adopt it: adopt: "id-1"');
  });
});

test.each<[what: string, answer: unknown, lines: string[]]>([
  [
    "one object in the older form, without a name",
    { webhookId: "id-1", productId: "p", eventTypes: ["e"], webhookUrl: "https://A.example.com:443/" },
    ["id-1  UNKNOWN", "  name      -", "  receiver  https://a.example.com", "  events    p: e"],
  ],
  [
    "neither products nor a URL",
    [{ webhookId: "id-1", status: "active", products: 7, webhookUrl: `data:${SECRETS.query}` }],
    ["id-1  ACTIVE", "  name      -", "  receiver  -", "  events    -"],
  ],
  [
    "control characters, and an ID that is none",
    [
      answered(`id "${SECRETS.query}`, {
        name: "red\u001b[31m",
        products: [{ productId: "p\n", eventTypes: ["e\r"] }],
      }),
    ],
    ["(id not shown)  ACTIVE", "  name      red?[31m", "  receiver  https://hooks.example.com", "  events    p?: e?"],
  ],
])("reads %s", (_what, answer, lines) => {
  expect(found(answer, []).lines.slice(0, lines.length)).toEqual(lines);
});
