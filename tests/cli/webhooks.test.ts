import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform } from "../../local/platform/server.js";
import { findSecrets, textPlace } from "../support/secret-sweep.js";
import { standInForPulumi } from "../support/pulumi-stand-in.js";
import { ORGANIZATION, runWithKey, subscribe } from "../unit/local/platform/subscriptions/harness.js";
import { stateText, subscriptionResource } from "../unit/cli/status/states.js";
import { type Ended, runCli } from "./run-cli.js";

const SECRETS = { query: "token-that-nobody-may-see", client: "client-that-nobody-may-see" };
const ORIGIN = "https://hooks.example.com";

/** Runs a command against a platform. Checks that it prints no secret. */
const run = async (platform: Platform, args: string[], env: Record<string, string> = {}): Promise<Ended> => {
  const settings = {
    CYBERSOURCE_HOST: platform.origin,
    CYBERSOURCE_AUTHENTICATION: "none",
    CYBERSOURCE_MERCHANT_ID: ORGANIZATION,
  };
  const ended = await runCli(args, { env: { ...settings, ...env } });
  expect(findSecrets([textPlace("output", ended.stdout + ended.stderr)], SECRETS)).toEqual([]);
  return ended;
};

const titleOf = (platform: Platform): string =>
  `Connection "default", organization ${ORGANIZATION}, at ${new URL(platform.origin).host}`;
const requestsOf = (platform: Platform): string[] => platform.journal.map(({ method, path }) => `${method} ${path}`);

describe("with a stack", () => {
  let platform: Platform;
  let webhookIds: string[];
  let PATH: string;
  let ended: Ended[];

  // The platform ends after each test, so that all commands run here, at once.
  beforeAll(async () => {
    platform = await runWithKey({ firstStatus: "INACTIVE", addsPort: true });
    const webhookUrl = `${ORIGIN}/in?token=${SECRETS.query}`;
    const managed = await subscribe(platform, { webhookUrl, name: "dev-orders" });
    const products = [{ productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] }];
    const other = await subscribe(platform, { webhookUrl: `${ORIGIN}/${SECRETS.query}`, name: "by hand", products });
    webhookIds = [managed, other];
    const host = new URL(platform.origin).host;
    const place = { organizationId: ORGANIZATION, host };
    const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookEncryptionKey";
    const encryptionKey = { urn: `urn:pulumi:dev::webhooks::${type}::payments`, type, outputs: place };
    PATH = standInForPulumi(stateText([subscriptionResource({ id: managed, outputs: place }), encryptionKey]));
    const before = platform.journal.length;
    ended = await Promise.all([
      run(platform, ["products"], { PATH }),
      run(platform, ["subscriptions"], { PATH }),
      run(platform, ["subscriptions", "--no-stack", "--format", "json", "--organization", ORGANIZATION, "other_org"]),
    ]);
    expect(
      requestsOf(platform)
        .slice(before)
        .every((request) => request.startsWith("GET ")),
    ).toBe(true);
  });

  test("lists products", () => {
    const { status, stdout, stderr } = ended[0] as Ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines.slice(0, 5)).toEqual([
      titleOf(platform),
      "  tokenManagement  Token Management",
      "    tms.networktoken.updated",
      "    tms.networktoken.provisioned",
      "    tms.networktoken.binding",
    ]);
    expect(lines).toContain("    payments.authorization.status.accepted  encrypted");
    expect(lines.at(-2)).toBe(
      "  To decrypt encrypted events, a receiver needs the private key of a WebhookEncryptionKey. The stack dev has one for " +
        `${ORGANIZATION}: payments. Whether it has expired is shown by \`status\`.`,
    );
  });

  test("lists subscriptions", () => {
    const { status, stdout, stderr } = ended[1] as Ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, 11)).toEqual([
      titleOf(platform),
      `  ${webhookIds[0] ?? ""}  INACTIVE`,
      "    name      dev-orders",
      `    receiver  ${ORIGIN}`,
      "    events    tokenManagement: tms.networktoken.updated",
      "    managed   by the stack dev, as orders",
      `  ${webhookIds[1] ?? ""}  INACTIVE`,
      "    name      by hand",
      `    receiver  ${ORIGIN}`,
      "    events    payByLink: payByLink.merchant.payment",
      `    managed   not by the stack dev. To adopt it: adopt: "${webhookIds[1] ?? ""}"`,
    ]);
  });

  test("lists the subscriptions of several organizations as JSON; the 404 of an empty list isn't an error", () => {
    const { status, stdout } = ended[2] as Ended;
    expect(status).toBe(0);
    const place = { connection: "default", host: new URL(platform.origin).host, stack: null, error: null, missing: [] };
    expect(JSON.parse(stdout)).toEqual([
      {
        ...place,
        organizationId: ORGANIZATION,
        subscriptions: [
          expect.objectContaining({ webhookId: webhookIds[0], webhookOrigin: ORIGIN, managedBy: null }),
          expect.objectContaining({ webhookId: webhookIds[1], status: "INACTIVE", name: "by hand" }),
        ],
      },
      { ...place, organizationId: "other_org", subscriptions: [] },
    ]);
  });
});

describe("an error", () => {
  test("of one organization is told beside what was found for another, with exit code 2", async () => {
    const platform = await runWithKey();
    const body = JSON.stringify({ reason: "FORBIDDEN", message: SECRETS.query });
    platform.fault({ kind: "answer", made: false, status: 403, body, headers: {} }, 1, { organizationId: "other_org" });
    const args = ["products", "--no-stack", "--organization", "other_org", ORGANIZATION];
    const { status, stdout, stderr } = await run(platform, args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
    const [first = "", second = ""] = stdout.split("\n\n");
    expect(first.replace(/correlation id [\w-]+/, "correlation id X")).toBe(
      `${titleOf(platform).replace(ORGANIZATION, "other_org")}\n  error: ERR_SUBSCRIPTION_FORBIDDEN: reading the products of ` +
        `other_org at ${new URL(platform.origin).host} failed: status 403 (FORBIDDEN); correlation id X. The credentials are ` +
        "valid, but they may not manage webhooks of this organization. To find the cause, run `npx " +
        "pulumi-cybersource-webhooks check-access`.",
    );
    expect(second).toContain("tokenManagement  Token Management");
  });

  test("of the settings is told in the same way", async () => {
    const platform = await runWithKey();
    const { status, stdout } = await run(platform, ["subscriptions", "--no-stack"], {
      CYBERSOURCE_AUTHENTICATION: "jwt",
      CYBERSOURCE_INDIA_HOST: platform.origin,
    });
    expect(status).toBe(2);
    expect(stdout).toContain('  error: ERR_CONNECTION: connection "default" cannot be used, and nothing was sent:');
    expect(stdout).toContain(
      'Connection "india"\n  error: the organization isn\'t known. Set merchantId, or pass --organization.',
    );
  });
});

describe("send-test", () => {
  test("sends one test; the exit code is 1 if the platform refuses, and 2 for an error", async () => {
    const platform = await runWithKey({ firstStatus: "ACTIVE", testActivates: false });
    const webhookId = await subscribe(platform, { webhookUrl: `http://127.0.0.1:1/?t=${SECRETS.query}` });
    const common = ["--no-stack", "--format", "json"];
    const [sent, none, wrong] = await Promise.all([
      run(platform, ["send-test", webhookId, ...common]),
      run(platform, ["send-test", "no-such-id", ...common]),
      run(platform, ["send-test", webhookId, ...common, "--connection", "india"]),
    ]);
    expect(sent).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(sent.stdout)).toEqual({
      webhookId,
      organizationId: ORGANIZATION,
      host: new URL(platform.origin).host,
      sent: {
        productId: "tokenManagement",
        eventType: "tms.networktoken.updated",
        transactionTraceId: expect.stringMatching(/^[\w-]{36}$/),
        retryNumber: 0,
      },
      refusal: null,
      statusBefore: "ACTIVE",
      statusAfter: "ACTIVE",
    });
    expect(none).toMatchObject({ status: 1, stderr: "" });
    expect(JSON.parse(none.stdout)).toMatchObject({ sent: null, statusBefore: null });
    expect(wrong).toEqual({
      status: 2,
      stdout: "",
      stderr: "error: the organization isn't known. Set merchantId, or pass --organization.\n",
    });
    expect(platform.journal.filter(({ action }) => action === "SEND_TEST")).toHaveLength(1);
  });
});
