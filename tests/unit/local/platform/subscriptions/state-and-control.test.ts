import { afterEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, control, createBody, keyAnswerOf, runPlatform, storeBody } from "../harness.js";
import { ORGANIZATION, OAUTH_POLICY, create, jsonOf, remove, runWithKey, subscribe } from "./harness.js";
import { startReceiver } from "../receiver.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const stateFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "platform-subscriptions-"));
  folders.push(folder);
  return join(folder, "state.json");
};
const contentOf = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

describe("the state file", () => {
  test("brings subscriptions back, with their reviews", async () => {
    const persist = stateFile();
    const platform = await runWithKey({}, { persist });
    await subscribe(platform, { securityPolicy: OAUTH_POLICY, retryPolicy: { deactivateFlag: true } });
    const held = platform.subscriptions();
    await platform.close();
    const again = await runPlatform({ persist });
    expect(again.subscriptions()).toEqual(held);
    again.advance(86_400_000);
    await again.settled();
    expect(again.subscriptions()[0]?.status).toBe("INACTIVE");
  });

  test("without subscriptions is as it was before there were any", async () => {
    const persist = stateFile();
    const platform = await runWithKey({}, { persist });
    expect(Object.keys(contentOf(persist))).toEqual(["version", "keys"]);
    const webhookId = await subscribe(platform);
    expect(Object.keys(contentOf(persist))).toEqual(["version", "keys", "subscriptions"]);
    await ask(platform, createBody(ORGANIZATION));
    expect(contentOf(persist)["subscriptions"]).toHaveLength(1);
    await remove(platform, webhookId);
    expect(Object.keys(contentOf(persist))).toEqual(["version", "keys"]);
  });

  test("keeps OAuth credentials that a later STORE replaced", async () => {
    const persist = stateFile();
    const { hook, token, received } = await startReceiver(({ path }) =>
      path === "/token" ? { access_token: "t", token_type: "bearer" } : 200,
    );
    const platform = await runWithKey({}, { persist });
    const { keyInformation } = keyAnswerOf(await ask(platform, storeBody(ORGANIZATION, { clientKeyId: "first" })));
    await ask(platform, storeBody(ORGANIZATION, { clientKeyId: "second" }));
    await platform.close();
    const again = await runPlatform({ persist, subscriptions: { firstStatus: "ACTIVE" } });
    const config = { oAuthURL: token, oAuthTokenType: "Bearer", additionalConfig: { keyId: keyInformation["keyId"] } };
    await subscribe(again, { webhookUrl: hook, securityPolicy: { securityType: "oAuth", config } });
    const event = { productId: "tokenManagement", eventType: "tms.networktoken.updated" };
    expect(await again.emit({ organizationId: ORGANIZATION, ...event })).toMatchObject([{ outcome: "ACCEPTED" }]);
    expect(new URLSearchParams(received[0]?.body.toString()).get("client_id")).toBe("first");
  });

  test("that can't be written refuses the request, and nothing is held", async () => {
    const persist = stateFile();
    const platform = await runWithKey({}, { persist });
    rmSync(join(persist, ".."), { recursive: true });
    folders.length = 0;
    expect((await create(platform)).status).toBe(502);
    expect(platform.subscriptions()).toEqual([]);
  });

  test("with an invalid subscription is rejected", async () => {
    const persist = stateFile();
    writeFileSync(persist, JSON.stringify({ version: 1, keys: [], subscriptions: [{}] }));
    await expect(runPlatform({ persist })).rejects.toThrow("is not a state file");
  });
});

describe("the control endpoints", () => {
  test("show, review, change, deliver to and remove subscriptions", async () => {
    const { hook } = await startReceiver();
    const platform = await runWithKey();
    const webhookId = await subscribe(platform, { webhookUrl: hook });
    const post = async (path: string, body: unknown) => jsonOf(await control(platform, "POST", `/-/${path}`, body));
    await post("subscriptions/review", { webhookId, verdict: "approve" });
    await post("subscriptions/edit", { webhookId, changes: { name: "by hand", status: "ACTIVE" } });
    const shown = jsonOf(await control(platform, "GET", "/-/subscriptions"));
    expect(shown).toMatchObject({ subscriptions: [{ webhookId, name: "by hand", status: "ACTIVE" }] });
    const event = { organizationId: ORGANIZATION, productId: "tokenManagement", eventType: "tms.networktoken.updated" };
    expect(await post("emit", event)).toMatchObject({ notifications: [{ webhookId, outcome: "ACCEPTED" }] });
    expect(jsonOf(await control(platform, "GET", "/-/notifications"))).toMatchObject({
      notifications: [{ webhookId }],
    });
    expect(await post("settled", {})).toEqual({ status: "ok" });
    await post("subscriptions/remove", { webhookId });
    expect(platform.subscriptions()).toEqual([]);
  });

  test("change one switch and leave the others", async () => {
    const platform = await runWithKey({ firstStatus: "ACTIVE" });
    await control(platform, "POST", "/-/subscriptions/switches", { extraMembers: false });
    const made = jsonOf(await create(platform));
    expect(made).toMatchObject({ status: "ACTIVE" });
    expect(Object.keys(made)).not.toContain("version");
  });

  test.each([
    ["subscriptions/switches", { firstStatus: "OTHER" }, "firstStatus"],
    ["subscriptions/switches", { unknown: true }, "unknown"],
    ["subscriptions/review", { webhookId: "x", verdict: "maybe" }, "verdict"],
    ["emit", { productId: "x" }, "organizationId"],
  ])("%s with %j is refused with 400", async (path, body, told) => {
    const platform = await runPlatform();
    const reply = await control(platform, "POST", `/-/${path}`, body);
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining(told)]);
  });

  test("a webhook that isn't there is refused with 400", async () => {
    const platform = await runPlatform();
    const reply = await control(platform, "POST", "/-/subscriptions/remove", { webhookId: "x" });
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining("There is no subscription x")]);
  });
});

test("a fault can be for one action through its endpoint", async () => {
  const platform = await runWithKey();
  const fault = { kind: "answer", made: false, status: 503 };
  await control(platform, "POST", "/-/fault", { fault, action: "CREATE_SUBSCRIPTION" });
  expect((await create(platform)).status).toBe(503);
});
