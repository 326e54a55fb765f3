import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { DAY_MS } from "../../../provider/dates.js";
import { WebhookEncryptionKey, WebhookSigningKey } from "../../../provider/index.js";
import { encryptionKeyWarningOf } from "../../../provider/resources/encryption-key/warning.js";
import { refusePrivateKey } from "../../../provider/program/private-key-guard.js";
import { certificates, privateKeys } from "../../support/encryption-vectors.js";

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

let registered: { type: string; inputs: unknown }[];
let expirationDate: string;
let warned: string[];
beforeEach(() => {
  registered = [];
  warned = [];
  expirationDate = inDays(80);
  jest.spyOn(console, "warn").mockImplementation((line: string) => void warned.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
});

const run = async <Result>(program: () => Result): Promise<Result> => {
  await pulumi.runtime.setMocks({
    newResource: ({ type, inputs }) => {
      registered.push({ type, inputs });
      return { id: "id", state: { expirationDate, submitTimeUtc: inDays(-10) } };
    },
    call: () => ({}),
  });
  const result = program();
  await pulumi.runtime.disconnect();
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return result;
};

const ARGS = { organizationId: "org", certificate: certificates.a };
const WITH_PRIVATE_KEY = certificates.a + privateKeys.a.pkcs1;
const REFUSAL =
  'ERR_INPUT_INVALID: certificate of "a" must be a certificate without its private key, but it holds one. It wasn\'t passed ' +
  "on. Pass the certificate alone. If the private key was stored in plain text, for example in the program, replace it.";

describe("an encryption key in a program", () => {
  test("is registered with its inputs, and its secret outputs named", async () => {
    let secretOutputs: readonly string[] | undefined;
    const capture: pulumi.ResourceTransformation = ({ opts }) => {
      secretOutputs = (opts as pulumi.CustomResourceOptions).additionalSecretOutputs;
      return undefined;
    };
    const key = await run(() => new WebhookEncryptionKey("a", ARGS, { transformations: [capture] }));
    expect(registered).toMatchObject([
      { type: "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookEncryptionKey", inputs: ARGS },
    ]);
    expect(secretOutputs).toEqual(["keyId", "expirationDate", "submitTimeUtc"]);
    expect(WebhookEncryptionKey.isInstance(key)).toBe(true);
    expect(WebhookSigningKey.isInstance(key)).toBe(false);
    expect(warned).toEqual([]);
  });

  test("is refused with a private key, before it's registered", async () => {
    await expect(run(() => new WebhookEncryptionKey("a", { ...ARGS, certificate: WITH_PRIVATE_KEY }))).rejects.toThrow(
      new pulumi.RunError(REFUSAL),
    );
    expect(registered).toEqual([]);
    const secret = refusePrivateKey("a", { certificate: pulumi.secret(certificates.a) });
    expect(await pulumi.isSecret(secret.certificate)).toBe(true);
  });

  test.each([
    [{ deleteBeforeReplace: true }, "`deleteBeforeReplace`. With it, Pulumi removes the old key from the state first."],
    [
      { import: "id" },
      "`import`. The API can't read a key. Remove the option: `pulumi up` then stores the certificate again (docs/encryption.md).",
    ],
  ])("refuses the option %j", async (options, text) => {
    await expect(run(() => new WebhookEncryptionKey("a", ARGS, options))).rejects.toThrow(
      `ERR_OPTION_REFUSED: the WebhookEncryptionKey "a" has the option ${text}`,
    );
  });

  test("says on its row when its certificate must be replaced", async () => {
    expirationDate = inDays(29);
    await run(() => new WebhookEncryptionKey("a", ARGS));
    expect(warned).toEqual([
      expect.stringContaining(
        "This encryption key expires within 30 days. No run renews it by itself: issue a new certificate, deliver its private key to receivers, and pass the certificate.",
      ),
    ]);
  });

  test("two of one organization are accepted: the platform may hold several certificates", async () => {
    await run(() => [
      new WebhookEncryptionKey("a", ARGS),
      new WebhookEncryptionKey("b", { ...ARGS, certificate: certificates.b }),
    ]);
    expect(registered).toHaveLength(2);
  });
});

test.each([
  ["2026-07-01T12:00:00.001Z", undefined, undefined],
  ["2026-07-01T12:00:00Z", undefined, "expires within 30 days"],
  ["2026-06-01T12:00:00Z", undefined, "has expired"],
  ["soon", undefined, "has an expirationDate that can't be read"],
  // A third of a validity of nine days.
  ["2026-06-05T12:00:00Z", "2026-05-27T12:00:00Z", undefined],
  ["2026-06-04T12:00:00Z", "2026-05-26T12:00:00Z", "expires within 30 days"],
  [undefined, undefined, undefined],
])("the warning about one that expires on %s, stored %s: %s", (expirationDate, submitTimeUtc, what) => {
  const warning = encryptionKeyWarningOf({ expirationDate, submitTimeUtc }, new Date("2026-06-01T12:00:00Z"));
  expect(warning).toBe(
    what === undefined
      ? undefined
      : `This encryption key ${what}. No run renews it by itself: issue a new certificate, deliver its private key to receivers, and pass the certificate.`,
  );
});
