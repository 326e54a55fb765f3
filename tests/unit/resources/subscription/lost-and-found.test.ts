import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type Fault } from "../../../../local/platform/fault.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
let other: Site | undefined;
afterEach(async () => {
  await site.close();
  await other?.close();
  other = undefined;
});

const failOnce = (action: string, fault: Fault): void => site.platform.fault(fault, 1, { action });
const answer = (status: number, body = ""): Fault => ({ kind: "answer", made: false, status, body });
const code = (expected: string) => expect.stringMatching(new RegExp(`^${expected}: `));

describe("a create whose answer is lost", () => {
  const LOST: [string, Fault][] = [
    ["a reset", { kind: "reset", made: true }],
    ["half an answer", { kind: "reset", made: true, afterBytes: 20 }],
    ["a 502", { kind: "answer", made: true, status: 502, body: "" }],
    ["an answer that is not JSON", { kind: "answer", made: true, status: 201, body: "<html>" }],
    ["a time-out", { kind: "delay", made: true, beforeHeadersMs: 60_000 }],
  ];

  const startImpatient = () => startSite({}, {}, { attemptTimeoutMs: 1_000 });

  test.each(LOST)("by %s ends with the one subscription in the state", async (_what, fault) => {
    site = await startImpatient();
    failOnce("CREATE_SUBSCRIPTION", fault);
    expect(await site.up({ ...inputs, name: "the user's own name" })).toEqual(["create"]);
    expect(site.state()?.id).toBe(site.only());
  });

  test.each(LOST)("by %s, and whose list fails too, is found by the next run", async (_what, fault) => {
    site = await startImpatient();
    failOnce("CREATE_SUBSCRIPTION", fault);
    site.platform.fault(answer(503), 5, { action: "LIST_SUBSCRIPTIONS", after: 1 });
    await expect(site.up(inputs)).rejects.toMatchObject({ message: code("ERR_OUTCOME_UNKNOWN") });
    expect(site.state()).toBeUndefined();
    site.platform.clearFaults();
    site.restart();
    await site.up(inputs);
    expect(site.state()?.id).toBe(site.only());
    expect(site.told.join()).toMatch(
      /exists already and carries this resource's own name\. .*remove that with a `pulumi up` without --target, or with `pulumi state/,
    );
  });

  test.each(LOST)("by %s, under a name of the program, is found by its description", async (_what, fault) => {
    site = await startImpatient();
    const news = { ...inputs, name: "the user's own name" };
    failOnce("CREATE_SUBSCRIPTION", fault);
    site.platform.fault(answer(503), 5, { action: "LIST_SUBSCRIPTIONS", after: 1 });
    await expect(site.up(news)).rejects.toMatchObject({ message: code("ERR_OUTCOME_UNKNOWN") });
    site.platform.clearFaults();
    site.restart();
    await site.up(news);
    expect(site.state()?.id).toBe(site.only());
    expect(await site.up(news)).toEqual([]);
  });

  test("under a name and a description of the program is named for adoption: it could be another's", async () => {
    site = await startSite();
    const news = { ...inputs, name: "the user's own name", description: "and description" };
    failOnce("CREATE_SUBSCRIPTION", { kind: "reset", made: true });
    site.platform.fault(answer(503), 5, { action: "LIST_SUBSCRIPTIONS", after: 1 });
    await expect(site.up(news)).rejects.toMatchObject({ message: code("ERR_OUTCOME_UNKNOWN") });
    site.platform.clearFaults();
    site.restart();
    await expect(site.up(news)).rejects.toThrow(`adopt: "${site.only()}"`);
    await site.up({ ...news, adopt: site.only() });
    expect(await site.up(news)).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ webhookId: site.state()?.id, status: "ACTIVE" }]);
    expect(await site.up(news)).toEqual([]);
  });

  test("and that the service did not act on is no subscription, and the next run creates it", async () => {
    site = await startSite();
    failOnce("CREATE_SUBSCRIPTION", { kind: "reset", made: false });
    await expect(site.up(inputs)).rejects.toMatchObject({ message: code("ERR_OUTCOME_UNKNOWN") });
    await site.up(inputs);
    expect(site.state()?.id).toBe(site.only());
  });
});

test.each(["SET_STATUS", "READ_SUBSCRIPTION"])(
  "a create that fails at %s keeps the subscription, and the next run finishes it",
  async (action) => {
    site = await startSite();
    site.platform.fault(answer(403, "{}"), 1, { action });
    await expect(site.up(inputs)).rejects.toMatchObject({ message: code("ERR_SUBSCRIPTION_FORBIDDEN") });
    await expect(site.createOf(inputs)).resolves.toMatchObject({ id: site.state()?.id });
    await site.refresh();
    await site.up(inputs);
    expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
  },
);

describe("a subscription stays in the state, and at the service", () => {
  test.each<[string, Fault]>([
    ["a gateway's 404", answer(404, '{"message":"no Route matched"}')],
    ["a 404 that is no JSON", answer(404, "<html>")],
    ["a 401", answer(401, "{}")],
    ["a 403", answer(403, "{}")],
    ["a 500", answer(500)],
    ["a reset", { kind: "reset", made: false }],
  ])("at %s", async (_what, fault) => {
    site = await startSite();
    await site.up(inputs);
    const id = site.only();
    site.platform.fault(fault, 5, { action: "READ_SUBSCRIPTION" });
    const before = site.state()?.outputs ?? {};
    await site.refresh();
    const code = String(site.state()?.outputs["readError"]);
    expect(code).toMatch(/^ERR_SUBSCRIPTION_/);
    expect(site.state()).toEqual({ id, outputs: { ...before, readError: code }, isHalfMade: false });
    expect(site.told.at(-1)).toMatch(
      new RegExp(`^warning: ${code}: .* So this refresh left the subscription ${id} in the state as it was, and`),
    );
    // In the same run, an update ends with the same error and sends nothing.
    site.requests();
    await expect(site.up(inputs)).rejects.toMatchObject({ code });
    expect(site.requests()).toEqual([]);

    site.platform.clearFaults();
    site.platform.fault(fault, 5, { action: "DELETE_SUBSCRIPTION" });
    await expect(site.destroy()).rejects.toThrow(/^ERR_SUBSCRIPTION_/);
    expect(site.state()?.id).toBe(id);
    expect(site.only()).toBe(id);
  });

  test("and the next run reads what a refresh couldn't read, and mends it", async () => {
    site = await startSite();
    await site.up(inputs);
    const id = site.only();
    const before = site.state()?.outputs;
    site.platform.fault(answer(401, "{}"), 1, { action: "READ_SUBSCRIPTION" });
    await site.refresh();
    site.restart();
    site.requests();
    expect(await site.up(inputs)).toEqual(["update"]);
    expect(site.told.at(-1)).toBe(
      `The last refresh could not read the subscription ${id} (ERR_SUBSCRIPTION_UNAUTHORIZED). \`pulumi up\` reads it again.`,
    );
    expect(site.requests().map(({ action }) => action)).toEqual(["READ_SUBSCRIPTION"]);
    expect(site.state()).toEqual({ id, outputs: before, isHalfMade: false });
    expect(await site.up(inputs)).toEqual([]);
    site.platform.fault(answer(401, "{}"), 1, { action: "READ_SUBSCRIPTION" });
    await site.refresh();
    site.restart();
    site.platform.editSubscription(id, { webhookUrl: "https://hooks.example.com/by-hand" });
    expect(await site.up(inputs)).toEqual(["update"]);
    expect(site.platform.subscriptions()).toMatchObject([{ webhookUrl: "https://hooks.example.com/in" }]);
    site.platform.fault(answer(401, "{}"), 1, { action: "READ_SUBSCRIPTION" });
    await site.refresh();
    site.restart();
    site.platform.removeSubscription(id);
    await expect(site.up(inputs)).rejects.toThrow(
      /^ERR_SUBSCRIPTION_NOT_FOUND: .* Run `pulumi up --refresh --run-program`: it creates the subscription again\.$/,
    );
    await site.refresh();
    expect(await site.up(inputs)).toEqual(["create"]);
  });

  test("where the connection names another host, and nothing is sent", async () => {
    site = await startSite();
    other = await startSite();
    await site.up(inputs);
    const id = site.only();
    const moved = await startSite({}, { CYBERSOURCE_HOST: other.platform.origin });
    try {
      const before = site.state()?.outputs ?? {};
      expect(await moved.readOf(id, before)).toMatchObject({
        id,
        props: { status: before["status"], readError: "ERR_HOST_DIFFERS" },
      });
      await expect(moved.deleteOf(id, site.state()?.outputs ?? {})).rejects.toMatchObject({
        message: code("ERR_HOST_DIFFERS"),
      });
    } finally {
      await moved.close();
    }
    expect(other.platform.journal).toEqual([]);
    expect(site.only()).toBe(id);
  });
});

test("a refused create names the products that the organization may not subscribe to", async () => {
  site = await startSite();
  const products = [{ productId: "noSuchProduct", eventTypes: ["a.b"] }];
  await expect(site.up({ ...inputs, products })).rejects.toMatchObject({ message: code("ERR_SUBSCRIPTION_PRODUCTS") });
  await expect(site.up({ ...inputs, products })).rejects.toThrow("may not subscribe to noSuchProduct");
});

test("an error that carries the subscription to the state shows no value of it", async () => {
  site = await startSite();
  site.platform.fault(answer(403, "{}"), 1, { action: "SET_STATUS" });
  const webhookUrl = "https://hooks.example.com/in?token=2c6fa0b7f1e94a5c8d";
  const config = { oAuthURL: webhookUrl, oAuthTokenType: "Bearer", additionalConfig: { keyId: "2c6fa0b7f1e94a5c8d" } };
  const error: unknown = await site
    .up({ ...inputs, webhookUrl, securityPolicy: { securityType: "oAuth", config } })
    .catch((reason: unknown) => reason);
  expect(JSON.stringify(Reflect.get(error as object, "properties"))).toContain("2c6fa0b7f1e94a5c8d");
  expect(Object.keys(error as object)).toEqual(["name"]);
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error) + String(error)).not.toContain("2c6fa0b7f1e94a5c8d");
  expect(site.told.join()).not.toContain("2c6fa0b7f1e94a5c8d");
  expect(Reflect.get(error as object, "reasons")).toEqual([
    expect.stringMatching(/^ERR_SUBSCRIPTION_FORBIDDEN: .* The subscription [\w-]+ was created and is in the state; /),
  ]);
});
