import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookSubscription, type WebhookSubscriptionArgs } from "../../../provider/index.js";
import { runProgram } from "../../support/run-program.js";

const PRODUCTS = [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }];
const ARGS = { organizationId: "org", webhookUrl: "https://hooks.example.com/in", products: PRODUCTS };
const legacyDiff = process.env.PULUMI_ENABLE_LEGACY_DIFF;

beforeEach(() => {
  // Hide the warning that nothing configures the default connection.
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
  if (legacyDiff === undefined) delete process.env.PULUMI_ENABLE_LEGACY_DIFF;
  else process.env.PULUMI_ENABLE_LEGACY_DIFF = legacyDiff;
});

/** Registers a subscription, and returns what the engine gets beside its inputs. */
const registrationOf = async (args: WebhookSubscriptionArgs, given: pulumi.CustomResourceOptions = {}) => {
  let options: pulumi.CustomResourceOptions = {};
  let names: string[] = [];
  const { registered } = await runProgram(
    () =>
      new WebhookSubscription("orders", args, {
        ...given,
        transformations: [
          ({ props, opts }) => {
            names = Object.keys(props);
            options = opts;
            return undefined;
          },
        ],
      }),
  );
  return { registered: registered.find(({ name }) => name === "orders"), options, names };
};

describe("what a program registers for a subscription", () => {
  test("is its inputs, its own name, all outputs, and which of them are secret", async () => {
    const { registered, options, names } = await registrationOf({ ...ARGS, active: false });
    expect(registered).toMatchObject({
      type: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSubscription",
      inputs: { ...ARGS, active: false, __ownName: "project-stack-orders" },
    });
    expect(options.additionalSecretOutputs).toEqual(["securityPolicy", "applied"]);
    expect(names).toEqual(expect.arrayContaining(["webhookId", "status", "createdOn", "host", "applied"]));
  });

  test.each([undefined, false, true])(
    "deletes the old one before it creates a new one, even if told %s",
    async (told) => {
      const { options } = await registrationOf(ARGS, told === undefined ? {} : { deleteBeforeReplace: told });
      expect(options.deleteBeforeReplace).toBe(true);
    },
  );

  test("depends on its signing key, which isn't an input", async () => {
    let key: pulumi.Resource | undefined;
    let options: pulumi.CustomResourceOptions = {};
    const { registered } = await runProgram(() => {
      key = new WebhookSigningKey("key", { organizationId: "org" });
      const other = new WebhookSigningKey("other", { organizationId: "other" });
      new WebhookSubscription(
        "orders",
        { ...ARGS, signingKey: key },
        {
          dependsOn: other,
          transformations: [
            ({ opts }) => {
              options = opts;
              return undefined;
            },
          ],
        },
      );
    });
    expect(options.dependsOn).toHaveLength(2);
    expect(options.dependsOn).toContain(key);
    expect(registered.find(({ name }) => name === "orders")?.inputs).not.toHaveProperty("signingKey");
  });

  test("keeps a secret URL secret", async () => {
    const { registered } = await registrationOf({ ...ARGS, webhookUrl: pulumi.secret("https://hooks.example.com/in") });
    expect(registered?.inputs["webhookUrl"]).toHaveProperty(pulumi.runtime.specialSigKey);
  });
});

describe("a program with a subscription is refused", () => {
  const refusal = async (make: () => unknown): Promise<string | undefined> => (await runProgram(make)).refused;

  test.each(["import", "id"] as const)("with the option %s", async (option) => {
    expect(await refusal(() => new WebhookSubscription("orders", ARGS, { [option]: "x" }))).toBe(
      `ERR_OPTION_REFUSED: the WebhookSubscription "orders" has the option \`${option}\`. Remove the option, and use the input ` +
        "`adopt` with the `webhookId` of an existing subscription (docs/subscriptions.md).",
    );
  });

  test("with PULUMI_ENABLE_LEGACY_DIFF, and with a credential in plain text", async () => {
    process.env.PULUMI_ENABLE_LEGACY_DIFF = "1";
    expect(await refusal(() => new WebhookSubscription("orders", ARGS))).toMatch(/^ERR_LEGACY_DIFF: /);
    delete process.env.PULUMI_ENABLE_LEGACY_DIFF;
    pulumi.runtime.setAllConfig({ "cybersource-webhooks:p12": "x" });
    expect(await refusal(() => new WebhookSubscription("orders", ARGS))).toMatch(/^ERR_CONFIG_NOT_SECRET: /);
  });

  const both = (first: object, second: object) => (): unknown => [
    new WebhookSubscription("a", { ...ARGS, ...first }),
    new WebhookSubscription("b", { ...ARGS, ...second }),
  ];
  const RIVALS =
    'ERR_RIVAL_SUBSCRIPTIONS: the subscriptions "a" and "b" both ask for tms.networktoken.updated of tokenManagement for the ' +
    "same organization. The service takes each event once. Remove it from one of them. To move an event from one to the other, " +
    "remove it in one run and add it in the next.";

  test.each<[string, object, object]>([
    ["the same", {}, {}],
    ["a default spelled out", {}, { connection: "default" }],
    [
      "one event in common",
      {},
      { products: [{ productId: "tokenManagement", eventTypes: ["x", PRODUCTS[0]?.eventTypes[0]] }] },
    ],
  ])("with another one for the same product and event: %s", async (_, first, second) => {
    expect(await refusal(both(first, second))).toBe(RIVALS);
  });

  test("with another one over another connection to the same host, if the program names the hosts", async () => {
    const elsewhere = both({ connection: "one" }, { connection: "two" });
    const connections = (two: string): void =>
      pulumi.runtime.setAllConfig({
        "cybersource-webhooks:connections": JSON.stringify({
          one: { host: "https://a.example.com" },
          two: { host: two },
        }),
      });
    connections("https://A.example.com:443/");
    expect(await refusal(elsewhere)).toBe(RIVALS);
    connections("https://b.example.com");
    expect(await refusal(elsewhere)).toBeUndefined();
  });

  test("with another one of the same name, below another parent", async () => {
    const below = (parent: string) =>
      new WebhookSubscription("a", ARGS, { parent: new pulumi.ComponentResource("test:index:Parent", parent) });
    expect(await refusal(() => [below("one"), below("two")])).toBe(RIVALS.replace('"b"', '"a"'));
  });

  test("not for an event that it names twice", async () => {
    const make = () => new WebhookSubscription("a", { ...ARGS, products: [...PRODUCTS, ...PRODUCTS] });
    expect(await refusal(make)).toBeUndefined();
  });

  test.each<[string, object]>([
    ["organizations", { organizationId: "other" }],
    ["connections", { connection: "other" }],
    ["products", { products: [{ productId: "other", eventTypes: ["tms.networktoken.updated"] }] }],
    ["events", { products: [{ productId: "tokenManagement", eventTypes: ["other"] }] }],
    ["products, which are known later,", { products: pulumi.output(PRODUCTS) }],
    [
      "events, which are known later,",
      { products: [{ productId: "tokenManagement", eventTypes: [pulumi.output("a")] }] },
    ],
  ])("not if their %s differ", async (_, second) => {
    const later = { products: [{ productId: "tokenManagement", eventTypes: [pulumi.output("b")] }] };
    expect(await refusal(both({}, second))).toBeUndefined();
    expect(await refusal(both(later, second))).toBeUndefined();
  });

  test("not for what check reports", async () => {
    const wrong = { products: [null, { productId: "p" }, "text"] } as unknown as object;
    expect(await refusal(both(wrong, wrong))).toBeUndefined();
  });
});

test("two runs of one process aren't compared", async () => {
  const program = (): unknown => new WebhookSubscription(`orders${Math.random()}`, ARGS);
  expect((await runProgram(program)).refused).toBeUndefined();
  expect((await runProgram(program)).refused).toBeUndefined();
});

test("isInstance recognizes subscriptions alone", async () => {
  await runProgram(() => {
    expect(WebhookSubscription.isInstance(new WebhookSubscription("orders", ARGS))).toBe(true);
    expect(WebhookSubscription.isInstance(new WebhookSigningKey("orders", { organizationId: "org" }))).toBe(false);
  });
});
