import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, type WebhookSigningKeyArgs } from "../../provider/index.js";
import { PROJECT_ROOT } from "../support/project.js";
import { runProgram } from "../support/run-program.js";

const RIVALS =
  'ERR_RIVAL_KEYS: the signing keys "a" and "b" are for the same organization, provider, tenant and host. The service ' +
  "keeps the later one alone, and the other is dead while Pulumi shows both as healthy. Remove one of them. If both have " +
  "been made already, then rotate the one that stays, because it may be the dead one: `pulumi up --target-replace URN " +
  "--target-dependents`.";

const CONNECTIONS = JSON.stringify({
  one: { environment: "cybersource-test" },
  two: { host: "https://apitest.cybersource.com" },
  live: { environment: "cybersource-production" },
});

beforeEach(() => {
  pulumi.runtime.setAllConfig({ "cybersource-webhooks:connections": CONNECTIONS });
  // That nothing configures the default connection.
  jest.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
  delete process.env.CYBERSOURCE_THREE_HOST;
});

const both = (first: WebhookSigningKeyArgs, second: WebhookSigningKeyArgs) => () => [
  new WebhookSigningKey("a", first),
  new WebhookSigningKey("b", second),
];
const org = { organizationId: "org" };

describe("two signing keys of one run", () => {
  test.each<[string, WebhookSigningKeyArgs, WebhookSigningKeyArgs]>([
    ["with nothing but the organization", org, org],
    ["with the default connection spelled out", org, { ...org, connection: "default" }],
    ["with the defaults of provider and tenant spelled out", org, { ...org, keyProvider: "nrtd", tenant: "org" }],
    ["with another validity", org, { ...org, expiryDuration: 30, renewBeforeDays: 3 }],
    ["through two connections with one host", { ...org, connection: "one" }, { ...org, connection: "two" }],
    ["through a connection that nothing configures", { ...org, connection: "x" }, { ...org, connection: "x" }],
  ])("are refused %s, and the second is not registered", async (_, first, second) => {
    for (const isPreview of [true, false]) {
      const { refused, registered } = await runProgram(both(first, second), { isPreview });
      expect(refused).toBe(RIVALS);
      expect(registered.map(({ name }) => name)).not.toContain("b");
    }
  });

  test("are refused through a connection of the environment", async () => {
    process.env.CYBERSOURCE_THREE_HOST = "apitest.cybersource.com";
    const { refused } = await runProgram(both({ ...org, connection: "three" }, { ...org, connection: "one" }));
    expect(refused).toBe(RIVALS);
  });

  test.each<[string, WebhookSigningKeyArgs, WebhookSigningKeyArgs]>([
    ["organizations", org, { organizationId: "other" }],
    ["providers", org, { ...org, keyProvider: "other" }],
    ["tenants", org, { ...org, tenant: "other" }],
    ["hosts", { ...org, connection: "one" }, { ...org, connection: "live" }],
    ["connections that nothing configures", { ...org, connection: "x" }, { ...org, connection: "y" }],
  ])("are two keys where they differ in their %s", async (_, first, second) => {
    const { refused, registered } = await runProgram(both(first, second));
    expect(refused).toBeUndefined();
    expect(registered.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("are counted for each run, and an OAuth credential is none of them", async () => {
    const program = (): unknown => [
      new WebhookSigningKey("a", org),
      new WebhookOAuthCredential("b", { ...org, clientId: "client", clientSecret: "secret" }),
    ];
    expect((await runProgram(program)).refused).toBeUndefined();
    expect((await runProgram(program)).refused).toBeUndefined();
  });
});

/** Pulumi says where it met the error. */
const LATE_RIVALS = `error serializing property "organizationId": ${RIVALS}`;

/**
 * Runs in a process of its own, because Pulumi ends the program with what is thrown in an `apply`. Prints what the second
 * of two keys registers as its organization, or the message that the program ends with, for each pair of inputs.
 */
const LATE = `
const pulumi = require("@pulumi/pulumi");
const { WebhookSigningKey } = require(process.argv[1]);
const thrown = [];
process.on("unhandledRejection", (error) => thrown.push(error.message));
const turns = async () => { for (let i = 0; i < 50; i++) await new Promise(setImmediate); };
const org = { organizationId: "org" };
const seconds = {
  organization: { organizationId: pulumi.output("org") },
  secretOrganization: { organizationId: pulumi.secret("org") },
  tenant: { ...org, tenant: new Promise((resolve) => setImmediate(resolve, "org")) },
  provider: { ...org, keyProvider: pulumi.output("nrtd") },
  connection: { ...org, connection: pulumi.output("default") },
  otherTenant: { ...org, tenant: pulumi.secret("other") },
  otherOrganization: { organizationId: pulumi.output("other") },
  otherSecretOrganization: { organizationId: pulumi.secret("other") },
};
(async () => {
  const told = {};
  for (const [name, second] of Object.entries(seconds)) {
    const registered = {};
    thrown.length = 0;
    pulumi.runtime.setMocks({
      newResource: (args) => { registered[args.name] = args.inputs.organizationId; return { id: "id", state: {} }; },
      call: () => ({}),
    });
    void pulumi.runtime.runInPulumiStack(async () => {
      new WebhookSigningKey("a", org);
      new WebhookSigningKey("b", second);
    });
    await turns();
    told[name] = "b" in registered ? registered.b : [...new Set(thrown)];
  }
  console.log(JSON.stringify(told));
})();`;

test("a key whose values come later is held back until they are known, and refused then", () => {
  const provider = join(__dirname, "../../provider/index.js");
  const printed = execFileSync(process.execPath, ["--no-warnings", "--eval", LATE, provider], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  expect(JSON.parse(printed)).toEqual({
    organization: [LATE_RIVALS],
    secretOrganization: [LATE_RIVALS],
    tenant: [LATE_RIVALS],
    provider: [LATE_RIVALS],
    connection: [LATE_RIVALS],
    otherTenant: "org",
    otherOrganization: "other",
    otherSecretOrganization: [expect.stringContaining('ERR_INPUT_SECRET: organizationId of "b" is a secret value')],
  });
});

test("keys that a unit test makes outside of a run are not compared", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: "id", state: inputs as object }),
    call: () => ({}),
  });
  expect(both(org, org)).not.toThrow();
  await pulumi.runtime.disconnect();
});
