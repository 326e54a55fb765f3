import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { createEncryptionKeyHandlers } from "../../../provider/resources/encryption-key/handlers.js";
import { createKeyHandlers } from "../../../provider/resources/key/handlers.js";
import { OAUTH_CREDENTIAL } from "../../../provider/resources/oauth-credential/key-kind.js";
import { createVerificationKeysHandlers } from "../../../provider/resources/verification-keys/handlers.js";
import { createCertificatesClient } from "../../../provider/api/certificates.js";
import { createKeysClient } from "../../../provider/api/keys.js";
import { echoingFaults } from "../../support/echoing-faults.js";
import { certificates, MAX_CERTIFICATE_DAYS, privateKeys } from "../../support/encryption-vectors.js";
import { recordingSources } from "../../support/recording-sources.js";
import { findSecrets, type Secret, textPlace } from "../../support/secret-sweep.js";
import { errorPlaces } from "../../support/sweep-places.js";

const random = (): Secret => ({ value: randomBytes(32).toString("base64"), kind: "random" });
const secrets: Record<string, Secret> = {
  clientSecret: random(),
  merchantSecretKey: random(),
  p12: random(),
  p12Password: random(),
  proxyPassword: { value: randomBytes(16).toString("hex"), kind: "random" },
  adoptedKeyId: random(),
  adoptedKey: random(),
  keyInState: random(),
};
const valueOf = (name: string): string => secrets[name]?.value ?? "";

let platform: Platform;
let notices: string[];
beforeEach(async () => {
  platform = await startPlatform({ maxCertificateDays: MAX_CERTIFICATE_DAYS });
  notices = [];
});
afterEach(async () => platform.close());

const STACK = { merchantId: "merchant", merchantKeyId: "key-id", merchantSecretKey: valueOf("merchantSecretKey") };
/** Nothing listens there. */
const LOOPBACK = "http://127.0.0.1:1";
const INPUTS = { organizationId: "org", clientId: "client", clientSecret: valueOf("clientSecret") };

const errorOf = (created: Promise<unknown>): Promise<unknown> =>
  created.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The error that create of an OAuth credential throws. */
const failureOf = async (
  settings: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  inputs: object = INPUTS,
): Promise<unknown> => {
  const { requests, sources } = recordingSources(settings, environment, { secrets, notices });
  const client = createKeysClient(requests);
  const handlers = createKeyHandlers(OAUTH_CREDENTIAL, { ...sources, loadClient: async () => client });
  return errorOf(handlers.create({ ...inputs }));
};

/** The error that create of an encryption key throws, which `check` finds first if the inputs are wrong. */
const encryptionFailureOf = async (
  settings: Readonly<Record<string, string>>,
  inputs: object = { organizationId: "org", certificate: certificates.a },
): Promise<unknown> => {
  const { requests, sources } = recordingSources(settings, {}, { secrets, notices });
  const client = createCertificatesClient(requests);
  const handlers = createEncryptionKeyHandlers({ ...sources, loadClient: async () => client });
  const { failures = [] } = await handlers.check({}, { ...inputs });
  notices.push(...failures.map(({ reason }) => reason));
  return errorOf(handlers.create({ ...inputs }));
};

const expectNoSecret = (error: unknown): void => {
  expect(error).toBeInstanceOf(Error);
  const places = [...errorPlaces("error", error), textPlace("notices", notices.join("\n"))];
  expect(findSecrets(places, { ...secrets, ...issued() })).toEqual([]);
};

/** The key that the platform issued, if any: an answer could contain it. */
const issued = (): Record<string, Secret> => {
  const keys = [platform.currentKey("org", "oAuthClientCredentials"), platform.currentEncryptionKey("org")];
  return Object.fromEntries(
    keys.flatMap((key, index) =>
      key === undefined ? [] : [[`issued keyId ${index}`, { value: key.keyId, kind: "random" } as const]],
    ),
  );
};

/** A secret made of words, and encodings of it that a service could echo. */
const WORDS = "Kites & <larks> fly!";
const encodedWords: Readonly<Record<string, string>> = {
  plain: WORDS,
  encoded: encodeURIComponent(WORDS),
  capitals: WORDS.toUpperCase(),
  letters: "KITES_LARKS_FLY",
  html: "Kites &amp; &lt;larks&gt; fly!",
  cut: WORDS.slice(0, 10),
};

test("an error contains no encoding of a secret made of words that the service echoes", async () => {
  for (const echoed of Object.values(encodedWords)) {
    const body = JSON.stringify({
      message: `not ${echoed}`,
      code: echoed,
      details: [{ field: echoed }, "INVALID_DATA"],
    });
    platform.fault({ kind: "answer", made: false, status: 400, body }, "always");
    const error = await failureOf({ ...STACK, host: platform.origin }, {}, { ...INPUTS, clientSecret: WORDS });
    expect(String(error)).toContain("was answered with status 400 (INVALID_DATA); ");
    const whole: Record<string, Secret> = {};
    for (const [name, value] of Object.entries(encodedWords)) whole[name] = { value, kind: "whole" };
    expect(findSecrets(errorPlaces("error", error), whole)).toEqual([]);
    platform.clearFaults();
  }
});

/** All secrets, in those fields of an answer that an error quotes. */
const echo = JSON.stringify({
  message: `not ${Object.values(secrets)
    .map(({ value }) => value)
    .join(" nor ")}`,
  details: Object.values(secrets).map(({ value }) => ({ field: value, reason: `bad value ${value}` })),
});

describe("an error about a request for a key contains no secret", () => {
  const FAULTS = echoingFaults(echo);

  test.each(FAULTS)("%s: %s", async (_, code, fault) => {
    platform.fault(fault, "always");
    const error = await failureOf({ ...STACK, host: platform.origin });
    expect(error).toMatchObject({ code });
    expectNoSecret(error);
  });

  // An encryption key has no `key`, and ends when its certificate does.
  const ofCertificates = FAULTS.filter(([name]) => !["no key", "a date in the past"].includes(name));
  test.each(ofCertificates)("of an encryption key, %s: %s", async (_, code, fault) => {
    platform.fault(fault, "always");
    const error = await encryptionFailureOf({ ...STACK, host: platform.origin });
    expect(error).toMatchObject({ code });
    expectNoSecret(error);
  });

  test("no connection, directly or through a proxy", async () => {
    expectNoSecret(await failureOf({ ...STACK, host: "http://127.0.0.1:1" }));
    const HTTPS_PROXY = `http://user:${valueOf("proxyPassword")}@127.0.0.1:1`;
    const error = await failureOf({ ...STACK, host: "api.example.invalid" }, { HTTPS_PROXY });
    expect(String(error)).toContain("through the proxy 127.0.0.1:1");
    expectNoSecret(error);
  });
});

describe("an error about settings or inputs contains no secret", () => {
  const { p12, p12Password } = { p12: valueOf("p12"), p12Password: valueOf("p12Password") };
  const secret = valueOf("merchantSecretKey");
  const SETTINGS: readonly (readonly [string, Record<string, string>, Record<string, string>?])[] = [
    ["nothing", {}],
    ["settings that contradict each other", { ...STACK, p12, p12Password, host: "h", environment: "e" }],
    [
      "a secret in place of every other setting",
      Object.fromEntries(["host", "environment", "authentication"].map((name) => [name, secret])),
    ],
    ["a secret in place of ids", { ...STACK, host: LOOPBACK, merchantKeyId: `${secret} "` }],
    ["a secret that is not base64", { ...STACK, host: LOOPBACK, merchantSecretKey: `${secret}!` }],
    ["text that isn't a P12", { merchantId: "merchant", host: LOOPBACK, p12, p12Password }],
    ["credentials in the host", { ...STACK, host: `https://user:${secret}@example.com` }],
    [
      "secrets in headers",
      { ...STACK, host: LOOPBACK, senderOrganizationId: `${secret} `, permissions: `${secret}\u0001` },
    ],
    [
      "a proxy of another kind",
      { ...STACK, host: "example.com" },
      { HTTPS_PROXY: `socks5://user:${valueOf("proxyPassword")}@proxy` },
    ],
  ];

  test.each(SETTINGS)("%s", async (_, settings, environment = {}) => {
    expectNoSecret(await failureOf(settings, environment));
  });

  const adopt = { keyId: valueOf("adoptedKeyId"), key: valueOf("adoptedKey"), expirationDate: valueOf("adoptedKey") };
  test.each([
    ["text that isn't a date", { ...INPUTS, adopt }],
    [
      "an adopted key that isn't the client secret",
      { ...INPUTS, adopt: { ...adopt, expirationDate: "2099-01-01T00:00:00Z" } },
    ],
    ["secrets of the wrong kind", { ...INPUTS, clientSecret: [valueOf("clientSecret")], adopt: valueOf("adoptedKey") }],
    [
      "secrets under other names",
      { ...INPUTS, organizationId: `${valueOf("clientSecret")} `, extra: valueOf("clientSecret") },
    ],
  ])("inputs: %s", async (_, inputs) => {
    expectNoSecret(await failureOf({ ...STACK, host: platform.origin }, {}, inputs));
  });
});

test.each([
  ["a private key beside the certificate", certificates.a + privateKeys.a.pkcs1],
  ["a private key in its place", privateKeys.a.pkcs1],
  ["text that isn't a certificate", valueOf("p12")],
])("an error about the certificate of an encryption key contains no secret: %s", async (_, certificate) => {
  for (const [index, line] of privateKeys.a.pkcs1
    .split("\n")
    .filter((text) => text.length > 40)
    .entries()) {
    secrets[`line ${index} of the private key`] = { value: line, kind: "random" };
  }
  expectNoSecret(
    await encryptionFailureOf({ ...STACK, host: platform.origin }, { organizationId: "org", certificate }),
  );
  expect(platform.journal).toEqual([]);
});

test("an error about verification keys in a state contains no secret", async () => {
  const { update } = createVerificationKeysHandlers({
    now: () => new Date(),
    notify: async (line) => void notices.push(line),
  });
  const current = { keyId: "id", key: valueOf("keyInState"), expirationDate: "2099-01-01T00:00:00Z" };
  const error: unknown = await update("id", { keys: [{ key: valueOf("keyInState") }] }, { current }).catch(
    (reason: unknown) => reason,
  );
  expectNoSecret(error);
});
