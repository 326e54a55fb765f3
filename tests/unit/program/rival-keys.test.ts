import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, type WebhookSigningKeyArgs } from "../../../provider/index.js";
import { PROJECT_ROOT } from "../../support/project.js";
import { runProgram } from "../../support/run-program.js";

const RIVALS =
  'ERR_RIVAL_KEYS: the signing keys "a" and "b" are for the same organization, provider, tenant and host. The service ' +
  "keeps only the key that was created last. The other one is dead, although Pulumi shows both as healthy. Remove one of " +
  "them. If both have already been created, rotate the one that you keep, because it may be the dead one: `pulumi up " +
  "--target-replace URN --target-dependents`.";

const CONNECTIONS = JSON.stringify({
  one: { environment: "cybersource-test" },
  two: { host: "https://apitest.cybersource.com" },
  live: { environment: "cybersource-production" },
});

beforeEach(() => {
  pulumi.runtime.setAllConfig({ "cybersource-webhooks:connections": CONNECTIONS });
  // Hide the warning that nothing configures the default connection.
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
});

const both = (first: WebhookSigningKeyArgs, second: WebhookSigningKeyArgs) => () => [
  new WebhookSigningKey("a", first),
  new WebhookSigningKey("b", second),
];
const org = { organizationId: "org" };

describe("two signing keys in one run", () => {
  test.each<[string, WebhookSigningKeyArgs, WebhookSigningKeyArgs]>([
    ["organizations", org, { organizationId: "other" }],
    ["providers", org, { ...org, keyProvider: "other" }],
    ["tenants", org, { ...org, tenant: "other" }],
    ["hosts", { ...org, connection: "one" }, { ...org, connection: "live" }],
    ["connections that nothing configures", { ...org, connection: "x" }, { ...org, connection: "y" }],
  ])("are accepted if their %s differ", async (_, first, second) => {
    const { refused, registered } = await runProgram(both(first, second));
    expect(refused).toBeUndefined();
    expect(registered.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("are compared within one run only, and not with OAuth credentials", async () => {
    const program = (): unknown => [
      new WebhookSigningKey("a", org),
      new WebhookOAuthCredential("b", { ...org, clientId: "client", clientSecret: "secret" }),
    ];
    expect((await runProgram(program)).refused).toBeUndefined();
    expect((await runProgram(program)).refused).toBeUndefined();
  });
});

/**
 * Runs in a process of its own, because Pulumi ends the program when an error is thrown. For each pair of inputs, in a
 * preview and in an up, prints which of the two keys were registered, with their organizations, and the errors' messages.
 */
const PAIRS = `
const pulumi = require("@pulumi/pulumi");
const { WebhookSigningKey } = require(process.argv[1]);
const pairs = () => eval("(" + process.argv[2] + ")");
pulumi.runtime.setAllConfig({ "cybersource-webhooks:connections": process.argv[3] });
console.warn = () => {};
const thrown = [];
process.on("unhandledRejection", (error) => thrown.push(error.message));
const turns = async () => { for (let i = 0; i < 50; i++) await new Promise(setImmediate); };
const resultsOf = async (pairs, isPreview) => {
  const results = {};
  for (const [name, [first, second]] of Object.entries(pairs)) {
    const registered = {};
    thrown.length = 0;
    pulumi.runtime.setMocks({
      newResource: (args) => {
        if (args.type !== "pulumi:pulumi:Stack") registered[args.name] = args.inputs.organizationId;
        return { id: "id", state: {} };
      },
      call: () => ({}),
    }, "project", "stack", isPreview);
    void pulumi.runtime.runInPulumiStack(async () => {
      new WebhookSigningKey("a", first);
      new WebhookSigningKey("b", second);
    });
    await turns();
    results[name] = { registered, thrown: [...new Set(thrown)].sort() };
  }
  return results;
};
(async () => {
  const results = { preview: await resultsOf(pairs(), true), up: await resultsOf(pairs(), false) };
  console.log(JSON.stringify(results));
})();`;

/** Pairs with plain values. */
const PLAIN = `
  bare: [{ organizationId: "org" }, { organizationId: "org" }],
  connection: [{ organizationId: "org" }, { organizationId: "org", connection: "default" }],
  defaults: [{ organizationId: "org" }, { organizationId: "org", keyProvider: "NRTD", tenant: "org" }],
  nulls: [{ organizationId: "org" }, { organizationId: "org", keyProvider: null, tenant: null, connection: null }],
  validity: [{ organizationId: "org" }, { organizationId: "org", expiryDuration: 30, renewBeforeDays: 3 }],
  oneHost: [{ organizationId: "org", connection: "one" }, { organizationId: "org", connection: "two" }],
  environment: [{ organizationId: "org", connection: "three" }, { organizationId: "org", connection: "one" }],
  nowhere: [{ organizationId: "org", connection: "x" }, { organizationId: "org", connection: "x" }],`;
const PLAIN_NAMES = ["bare", "connection", "defaults", "nulls", "validity", "oneHost", "environment", "nowhere"];

/** Pairs with outputs. */
const LATE = `
  lateOrganization: [{ organizationId: "org" }, { organizationId: pulumi.output("org") }],
  secretOrganization: [{ organizationId: "org" }, { organizationId: pulumi.secret("org") }],
  lateTenant: [
    { organizationId: "org" },
    { organizationId: "org", tenant: new Promise((resolve) => setTimeout(resolve, 0, "org")) },
  ],
  lateProvider: [{ organizationId: "org" }, { organizationId: "org", keyProvider: pulumi.output("nrtd") }],
  lateConnection: [{ organizationId: "org" }, { organizationId: "org", connection: pulumi.output("default") }],
  otherTenant: [{ organizationId: "org" }, { organizationId: "org", tenant: pulumi.secret("other") }],
  otherOrganization: [{ organizationId: "org" }, { organizationId: pulumi.output("other") }],
  otherSecretOrganization: [{ organizationId: "org" }, { organizationId: pulumi.secret("other") }],`;

describe("two signing keys whose errors end the program", () => {
  let results: Readonly<Record<"preview" | "up", Readonly<Record<string, unknown>>>>;
  beforeAll(() => {
    const provider = join(__dirname, "../../../provider/index.js");
    const args = ["--no-warnings", "--eval", PAIRS, provider, `{${PLAIN}${LATE}}`, CONNECTIONS];
    const env = { ...process.env, CYBERSOURCE_THREE_HOST: "apitest.cybersource.com" };
    const printed = execFileSync(process.execPath, args, { cwd: PROJECT_ROOT, encoding: "utf8", env });
    results = JSON.parse(printed) as typeof results;
  });

  test.each(["preview", "up"] as const)(
    "with the same plain values are refused in %s, and neither is registered",
    (kind) => {
      const refused = { registered: {}, thrown: [RIVALS] };
      expect(PLAIN_NAMES.map((name) => results[kind][name])).toEqual(PLAIN_NAMES.map(() => refused));
    },
  );

  test.each(["preview", "up"] as const)(
    "with outputs as inputs aren't registered in %s until they are known, and are refused then: both, if they are known " +
      "without the engine",
    (kind) => {
      const refused = { registered: {}, thrown: [RIVALS] };
      const late = Object.fromEntries(Object.entries(results[kind]).filter(([name]) => !PLAIN_NAMES.includes(name)));
      expect(late).toEqual({
        lateOrganization: refused,
        secretOrganization: refused,
        lateTenant: refused,
        lateProvider: refused,
        lateConnection: refused,
        otherTenant: { registered: { a: "org", b: "org" }, thrown: [] },
        otherOrganization: { registered: { a: "org", b: "other" }, thrown: [] },
        otherSecretOrganization: {
          registered: { a: "org" },
          thrown: [expect.stringContaining('ERR_INPUT_SECRET: organizationId of "b" is a secret value')],
        },
      });
    },
  );
});

test("keys that a unit test creates outside of a run aren't compared", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: "id", state: inputs as object }),
    call: () => ({}),
  });
  expect(both(org, org)).not.toThrow();
  await pulumi.runtime.disconnect();
});
