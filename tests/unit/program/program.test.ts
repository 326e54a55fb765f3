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

/** Runs a program with Pulumi's mocks until nothing is pending. */
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

/** The form in which Pulumi's monitor gets a secret. */
const secret = (value: unknown): unknown => ({
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
  value,
});

/** Registers a resource, and returns what the mocks don't get: the names of its properties, and its secret outputs. */
const registrationOf = async (
  make: (options: pulumi.CustomResourceOptions) => pulumi.Resource,
): Promise<{ names: string[]; secretOutputs: readonly string[] | undefined }> => {
  let names: string[] = [];
  let options: pulumi.CustomResourceOptions = {};
  const capture: pulumi.ResourceTransformation = ({ props, opts }) => {
    names = Object.keys(props as object).filter((name) => name !== "__provider");
    options = opts;
    return undefined;
  };
  await run(() => make({ transformations: [capture] }));
  return { names, secretOutputs: options.additionalSecretOutputs };
};

describe("what a program registers", () => {
  const KEY_SECRETS = ["keyId", "key", "expirationDate", "submitTimeUtc"];

  test("a signing key, whose adopted key is secret", async () => {
    const { names, secretOutputs } = await registrationOf(
      (options) => new WebhookSigningKey("a", { ...NAMED, adopt: ADOPT }, options),
    );
    expect(secretOutputs).toEqual(KEY_SECRETS);
    // Pulumi sets only the outputs that the constructor names.
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
    const { names } = await registrationOf((options) => new WebhookSigningKey("a", NAMED, options));
    expect(names).not.toContain("adopt");
  });

  test("an OAuth credential, whose client secret is secret even if it was passed as plain text", async () => {
    const { secretOutputs } = await registrationOf((options) => new WebhookOAuthCredential("a", CREDENTIAL, options));
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
    const { names, secretOutputs } = await registrationOf(
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

describe("refuses", () => {
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

  test.each(["1", "true", "TRUE"])("PULUMI_ENABLE_LEGACY_DIFF=%s, in every resource", async (value) => {
    process.env.PULUMI_ENABLE_LEGACY_DIFF = value;
    for (const make of makers) {
      expect(await refusal(make)).toBe(
        "ERR_LEGACY_DIFF: PULUMI_ENABLE_LEGACY_DIFF is set. With it, Pulumi doesn't check whether keys are due, and they " +
          "expire unnoticed. Unset it and run again.",
      );
    }
    expect(registered).toEqual([]);
  });

  test.each(["", "0", "false"])("not PULUMI_ENABLE_LEGACY_DIFF=%s", async (value) => {
    process.env.PULUMI_ENABLE_LEGACY_DIFF = value;
    expect(await refusal(() => new WebhookSigningKey("a", NAMED))).toBeUndefined();
  });

  const PLAIN_TEXT =
    "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
    "the credential. Then encrypt it:";
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
        `\n  pulumi config set --secret --path '${CONNECTIONS}["a.b"].p12Password'` +
        `\n  (If ${CONNECTIONS} was set as one JSON text, or is in Pulumi.yaml, --path would drop the rest of it: run pulumi ` +
        `config set --secret '${CONNECTIONS}' instead.)`,
    ],
    [{ [CONNECTIONS]: '{"test":{"p12":"x"}' }, `\n  pulumi config set --secret '${CONNECTIONS}'`],
    [
      { "cybersource-webhooks:merchantsecretKey": "x", "cybersource-webhooks:merchant-secret-key": "x" },
      "\n  pulumi config set --secret 'cybersource-webhooks:merchantsecretKey'" +
        "\n  pulumi config set --secret 'cybersource-webhooks:merchant-secret-key'",
    ],
  ])("a credential in plain text, in every resource: %j", async (config, commands) => {
    pulumi.runtime.setAllConfig(config);
    for (const make of makers) expect(await refusal(make)).toBe(PLAIN_TEXT + commands);
    expect(registered).toEqual([]);
  });

  test.each<[Record<string, string>, string[]]>([
    [{ "cybersource-webhooks:merchantSecretKey": "x" }, ["cybersource-webhooks:merchantSecretKey"]],
    [{ "cybersource-webhooks:merchantKeyId": "x" }, []],
    [{ [CONNECTIONS]: '{"test":{"p12":"x"}}' }, [CONNECTIONS]],
    [{ [CONNECTIONS]: '{"test":{"merchantId":"a p12"},"p12":{"merchantId":"p12"}}' }, []],
    [{ [CONNECTIONS]: '{"test":{"merchantId":"p12"}' }, []],
    [{ [CONNECTIONS]: '{"test":{"p12":"x"}' }, [CONNECTIONS]],
    [{ "another-project:p12": "x", "cybersource-webhooks:permissions": "p12" }, []],
  ])("nothing that is encrypted or isn't a credential: %j", async (config, secretKeys) => {
    pulumi.runtime.setAllConfig(config, secretKeys);
    expect(await refusal(() => new WebhookSigningKey("a", NAMED))).toBeUndefined();
  });

  test("neither a replacement trigger that isn't secret nor any other option", async () => {
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

describe("warns", () => {
  test("of nothing while the key isn't due", async () => {
    await run(() => new WebhookSigningKey("a", { organizationId: "first", renewBeforeDays: 30 }));
    expect(warned).toEqual([]);
  });

  test.each<(args: object) => pulumi.Resource>([
    (args: object) => new WebhookSigningKey("a", { organizationId: "second", ...args }),
    (args: object) => new WebhookOAuthCredential("a", { ...CREDENTIAL, ...args }),
  ])("of a key that expires soon, but not of its adoption, in every run", async (make) => {
    outputs = { ...outputs, expirationDate: inDays(10) };
    await run(() => make({ adopt: ADOPT }));
    expect(warned).toEqual([expect.stringContaining("expires within 30 days")]);
  });
});
