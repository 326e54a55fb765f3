import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { secureOptions } from "../../../provider/program/guards.js";
import { WebhookOAuthCredential, WebhookSigningKey, WebhookVerificationKeys } from "../../../provider/index.js";
import { DAY_MS } from "../../../provider/dates.js";

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

let registered: Registered[];
let outputs: Record<string, unknown>;
let warned: string[];
const legacyDiff = process.env.PULUMI_ENABLE_LEGACY_DIFF;

/** Runs a program with Pulumi's own monitor for tests, until all that follows from it has happened. */
const run = async <Result>(program: () => Result): Promise<Result> => {
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Registered["inputs"] });
      return { id: "id", state: { ...outputs } };
    },
    call: () => ({}),
  });
  const result = program();
  await pulumi.runtime.disconnect();
  // Pulumi does not wait for an `apply` that registers nothing.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return result;
};

beforeEach(() => {
  registered = [];
  warned = [];
  outputs = { keyId: "key-id", expirationDate: inDays(200), submitTimeUtc: inDays(-165) };
  jest.spyOn(console, "warn").mockImplementation((line: string) => void warned.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
  if (legacyDiff === undefined) delete process.env.PULUMI_ENABLE_LEGACY_DIFF;
  else process.env.PULUMI_ENABLE_LEGACY_DIFF = legacyDiff;
});

const NAMED = { organizationId: "org" };
const ADOPT = { keyId: "key-id", key: "key", expirationDate: inDays(200) };
const CREDENTIAL = { ...NAMED, clientId: "client", clientSecret: "secret" };

/** A secret as it is handed to Pulumi. */
const secret = (value: unknown): unknown => ({
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
  value,
});

/** Registers a resource, and returns what the monitor of a test is not told: its options, and all that it names. */
const handedOver = async (
  make: (options: pulumi.CustomResourceOptions) => pulumi.Resource,
): Promise<{ names: string[]; secretOutputs: readonly string[] | undefined }> => {
  let names: string[] = [];
  let options: pulumi.CustomResourceOptions = {};
  const look: pulumi.ResourceTransformation = ({ props, opts }) => {
    names = Object.keys(props as object).filter((name) => name !== "__provider");
    options = opts;
    return undefined;
  };
  await run(() => make({ transformations: [look] }));
  return { names, secretOutputs: options.additionalSecretOutputs };
};

describe("what a program registers", () => {
  const KEY_SECRETS = ["keyId", "key", "expirationDate", "submitTimeUtc"];

  test("a signing key, whose adopted key is secret", async () => {
    const { names, secretOutputs } = await handedOver(
      (options) => new WebhookSigningKey("a", { ...NAMED, adopt: ADOPT }, options),
    );
    expect(secretOutputs).toEqual(KEY_SECRETS);
    // Pulumi shows only those outputs on the resource that it was told of.
    expect(names).toEqual(expect.arrayContaining([...KEY_SECRETS, "host", "status", "correlationId"]));
    expect(registered).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey",
        name: "a",
        inputs: { organizationId: "org", adopt: secret(ADOPT) },
      },
    ]);
  });

  test("a signing key without an adopted one", async () => {
    const { names } = await handedOver((options) => new WebhookSigningKey("a", NAMED, options));
    expect(names).not.toContain("adopt");
  });

  test("an OAuth credential, whose client secret is secret also where it came plain", async () => {
    const { secretOutputs } = await handedOver((options) => new WebhookOAuthCredential("a", CREDENTIAL, options));
    expect(secretOutputs).toEqual([...KEY_SECRETS, "clientSecret"]);
    expect(registered).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookOAuthCredential",
        inputs: { ...CREDENTIAL, clientSecret: secret("secret") },
      },
    ]);
  });

  test("verification keys, with the three outputs of the current key, secret", async () => {
    const current = { ...ADOPT, status: "ACTIVE" };
    const { names, secretOutputs } = await handedOver(
      (options) => new WebhookVerificationKeys("a", { current, overlapDays: 7 }, options),
    );
    expect(secretOutputs).toEqual(["keys", "previous"]);
    expect(names).toEqual(["keys", "previous", "current", "overlapDays"]);
    expect(registered).toMatchObject([
      { type: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookVerificationKeys", inputs: { overlapDays: 7 } },
    ]);
    expect(registered[0]?.inputs.current).toEqual(secret(ADOPT));
  });
});

describe("what a program is refused", () => {
  const makers: readonly (() => pulumi.Resource)[] = [
    () => new WebhookSigningKey("a", NAMED),
    () => new WebhookOAuthCredential("a", CREDENTIAL),
    () => new WebhookVerificationKeys("a", { current: ADOPT }),
  ];
  const refusal = async (make: () => pulumi.Resource): Promise<unknown> =>
    run(make).then(
      () => undefined,
      (error: unknown) => (error instanceof pulumi.RunError ? error.message : error),
    );

  test.each(["1", "true", "TRUE"])("PULUMI_ENABLE_LEGACY_DIFF=%s, by every resource", async (value) => {
    process.env.PULUMI_ENABLE_LEGACY_DIFF = value;
    for (const make of makers) {
      expect(await refusal(make)).toBe(
        "ERR_LEGACY_DIFF: PULUMI_ENABLE_LEGACY_DIFF is set. With it Pulumi does not ask whether a key is due, and keys " +
          "expire unnoticed. Unset it and run again.",
      );
    }
    expect(registered).toEqual([]);
  });

  test.each(["", "0", "false"])("not PULUMI_ENABLE_LEGACY_DIFF=%s", async (value) => {
    process.env.PULUMI_ENABLE_LEGACY_DIFF = value;
    expect(await refusal(() => new WebhookSigningKey("a", NAMED))).toBeUndefined();
  });

  const IN_THE_CLEAR =
    "ERR_CONFIG_NOT_SECRET: a credential stands in the stack's configuration in the clear. Encrypt it, and have it " +
    "replaced if the file was shared:";
  const CONNECTIONS = "cybersource-webhooks:connections";

  test.each<[Record<string, string>, string]>([
    [
      { "cybersource-webhooks:merchantSecretKey": "x", "cybersource-webhooks:p12Password": "y" },
      "\n  pulumi config set --secret 'cybersource-webhooks:merchantSecretKey'" +
        "\n  pulumi config set --secret 'cybersource-webhooks:p12Password'",
    ],
    [{ "cybersource-webhooks:p12": "x" }, "\n  pulumi config set --secret 'cybersource-webhooks:p12'"],
    [
      {
        [CONNECTIONS]: '{"test":{"merchantId":"m","p12":"x"},"p12":{"merchantSecretKey":"y"},"a.b":{"p12Password":7}}',
      },
      `\n  pulumi config set --secret --path '${CONNECTIONS}.test.p12'` +
        `\n  pulumi config set --secret --path '${CONNECTIONS}.p12.merchantSecretKey'` +
        `\n  pulumi config set --secret --path '${CONNECTIONS}["a.b"].p12Password'`,
    ],
    [
      { "cybersource-webhooks:merchantsecretKey": "x", "cybersource-webhooks:merchant-secret-key": "x" },
      "\n  pulumi config set --secret 'cybersource-webhooks:merchantsecretKey'" +
        "\n  pulumi config set --secret 'cybersource-webhooks:merchant-secret-key'",
    ],
  ])("a credential in the clear, by every resource: %j", async (config, commands) => {
    pulumi.runtime.setAllConfig(config);
    for (const make of makers) expect(await refusal(make)).toBe(IN_THE_CLEAR + commands);
    expect(registered).toEqual([]);
  });

  test.each<[Record<string, string>, string[]]>([
    [{ "cybersource-webhooks:merchantSecretKey": "x" }, ["cybersource-webhooks:merchantSecretKey"]],
    [{ "cybersource-webhooks:merchantKeyId": "x" }, []],
    [{ [CONNECTIONS]: '{"test":{"p12":"x"}}' }, [CONNECTIONS]],
    [{ [CONNECTIONS]: '{"test":{"merchantId":"a p12"},"p12":{"merchantId":"p12"}}' }, []],
    [{ "another-project:p12": "x", "cybersource-webhooks:permissions": "p12" }, []],
  ])("not what is encrypted or no credential: %j", async (config, secretKeys) => {
    pulumi.runtime.setAllConfig(config, secretKeys);
    expect(await refusal(() => new WebhookSigningKey("a", NAMED))).toBeUndefined();
  });

  test("not a replacement trigger that is no secret, nor any other option", async () => {
    const secured = secureOptions({ replacementTrigger: pulumi.output("again"), additionalSecretOutputs: ["a"] }, [
      "b",
    ]);
    const trigger = await new Promise((resolve) => pulumi.output(secured.replacementTrigger).apply(resolve));
    expect(trigger).toBe("again");
    expect(secured.additionalSecretOutputs).toEqual(["a", "b"]);
    expect(secureOptions({ protect: true }, ["b"])).toMatchObject({ protect: true, additionalSecretOutputs: ["b"] });
    expect(secureOptions(undefined, ["b"])).not.toHaveProperty("replacementTrigger");
  });
});

describe("what a program is warned of", () => {
  test("nothing, where a key lives on", async () => {
    await run(() => new WebhookSigningKey("a", { organizationId: "first", renewBeforeDays: 30 }));
    expect(warned).toEqual([]);
  });

  test.each<(args: object) => pulumi.Resource>([
    (args: object) => new WebhookSigningKey("a", { organizationId: "second", ...args }),
    (args: object) => new WebhookOAuthCredential("a", { ...CREDENTIAL, ...args }),
  ])("a key that ends soon, and nothing of the adoption that every run would repeat", async (make) => {
    outputs = { ...outputs, expirationDate: inDays(10) };
    await run(() => make({ adopt: ADOPT }));
    expect(warned).toEqual([expect.stringContaining("expires within 30 days")]);
  });
});
