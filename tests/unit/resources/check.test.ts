import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { check, failIfInvalid } from "../../../provider/resources/check.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../../provider/resources/oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../../provider/resources/signing-key/table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "../../../provider/resources/verification-keys/table.js";
import { UNKNOWN } from "./unknown.js";

const adopt = { keyId: "id", key: "aGFuZC1tYWRl", expirationDate: "2027-01-01T00:00:00Z" };
const signing = (news: Record<string, unknown>): string[] =>
  check(WEBHOOK_SIGNING_KEY, news).map(({ property, reason }) => {
    // The CLI prints the value of a property that a failure names.
    expect(property).toBe("");
    return reason;
  });

describe("check", () => {
  test.each([
    { organizationId: "org" },
    { organizationId: "org", expiryDuration: 1, renewBeforeDays: 0 },
    { organizationId: "org", renewBeforeDays: 364 },
    { organizationId: "org", renewBeforeDays: 0.5, keyProvider: "p", tenant: "t", connection: "test-2", adopt },
    { organizationId: "org", adopt: undefined, tenant: null },
    { organizationId: "org", __provider: "text" },
  ])("accepts %j", (news) => {
    expect(signing(news)).toEqual([]);
  });

  test.each([
    [{}, "organizationId", "ERR_INPUT_MISSING"],
    [{ organizationId: "" }, "organizationId", "ERR_INPUT_INVALID"],
    [{ organizationId: "a b" }, "organizationId", "ERR_INPUT_INVALID"],
    [{ organizationId: "a\r\nx: y" }, "organizationId", "ERR_INPUT_INVALID"],
    [{ organizationId: 7 }, "organizationId", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", expiryDuration: 0 }, "expiryDuration", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", expiryDuration: 1.5 }, "expiryDuration", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", expiryDuration: "365" }, "expiryDuration", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", expiryDuration: Number.NaN }, "expiryDuration", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", renewBeforeDays: -1 }, "renewBeforeDays", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", renewBeforeDays: 365 }, "renewBeforeDays", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", renewBeforeDays: 30, expiryDuration: 30 }, "renewBeforeDays", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", renewBeforeDays: 30, expiryDuration: "30" }, "expiryDuration", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", renewBeforeDays: "400" }, "renewBeforeDays", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", connection: "../x" }, "connection", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", connection: "x/.." }, "connection", "ERR_INPUT_INVALID"],
    [{ organizationId: null }, "organizationId", "ERR_INPUT_MISSING"],
    [{ organizationId: "org", adopt: { ...adopt, keyId: "" } }, "adopt", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: { ...adopt, expirationDate: "soon" } }, "adopt", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: { ...adopt, more: 1 } }, "adopt", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: "key" }, "adopt", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", expiryDurationDays: 30 }, "expiryDurationDays", "ERR_INPUT_UNEXPECTED"],
    [{ organizationId: "org", adopt: { ...adopt, key: "no base64!" } }, "adopt.key", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: { ...adopt, keyId: "id\n" } }, "adopt.keyId", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: { ...adopt, keyId: '"id"' } }, "adopt.keyId", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: { ...adopt, keyId: "i\rd" } }, "adopt.keyId", "ERR_INPUT_INVALID"],
    [{ organizationId: "org", adopt: { ...adopt, expirationDate: "2027-02-30" } }, "adopt", "ERR_INPUT_INVALID"],
  ])("refuses %j with one failure, which names the input only in its text", (news, name, code) => {
    expect(signing(news)).toEqual([
      expect.stringMatching(new RegExp(`^${code}: (?:WebhookSigningKey has no input named )?${name}`)),
    ]);
  });

  test.each([
    [
      { organizationId: 7 },
      "organizationId must be a string, but it is a number. Organization, or merchant, that the key belongs to.",
    ],
    [
      { organizationId: "org", expiryDuration: 0 },
      "expiryDuration must be a whole number of days, at least 1, such as 365, but it is 0. Validity to request, in whole days, at least 1. The service may grant less.",
    ],
    [
      { organizationId: "org", expiryDuration: 1.5 },
      "expiryDuration must be a whole number of days, at least 1, such as 365, but it is 1.5. Validity to request, in whole days, at least 1. The service may grant less.",
    ],
    [
      { organizationId: "org", expiryDuration: "30" },
      "expiryDuration must be a whole number of days, at least 1, such as 365, but it is a string. Validity to request, in whole days, at least 1. The service may grant less.",
    ],
    [
      { organizationId: "org", renewBeforeDays: -1 },
      "renewBeforeDays must be a number of days, 0 or more, but it is -1. Length of the renewal window, in days: 0 ≤ n < expiryDuration. The next `pulumi up` in this last part of its validity replaces the key. With 0, the key is replaced only after it has expired.",
    ],
  ])("repeats the value or its type for %j, because it can't be a secret", (news, text) => {
    expect(signing(news)).toEqual([`ERR_INPUT_INVALID: ${text}`]);
  });

  test("suggests the input that was probably meant, or lists all inputs", () => {
    expect(signing({ organizationId: "org", renewBeforeDay: 3 })).toEqual([
      "ERR_INPUT_UNEXPECTED: WebhookSigningKey has no input named renewBeforeDay. Did you mean renewBeforeDays?",
    ]);
    expect(signing({ organizationId: "org", colour: "red" })).toEqual([
      "ERR_INPUT_UNEXPECTED: WebhookSigningKey has no input named colour. Its inputs are organizationId, expiryDuration, renewBeforeDays, keyProvider, tenant, connection, adopt.",
    ]);
    const misspelt = { organizationId: "org", clientId: "c", clientSecert: "s3cr3t" };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, misspelt)).toEqual([
      expect.objectContaining({ property: "", reason: expect.stringMatching(/^ERR_INPUT_MISSING: clientSecret /) }),
      {
        property: "",
        reason:
          "ERR_INPUT_UNEXPECTED: WebhookOAuthCredential has no input named clientSecert. Did you mean clientSecret?",
      },
    ]);
  });

  test("accepts a day as adopt.expirationDate", () => {
    expect(signing({ organizationId: "org", adopt: { ...adopt, expirationDate: "2027-01-31" } })).toEqual([]);
  });

  test.each(["secret\n", "secret\r\n", " secret", "'secret'", '"secret"', "sec\nret"])(
    "refuses the client secret %j, which contains characters that were probably copied by mistake",
    (clientSecret) => {
      expect(check(WEBHOOK_OAUTH_CREDENTIAL, { organizationId: "org", clientId: "c", clientSecret })).toEqual([
        {
          property: "",
          reason:
            "ERR_INPUT_INVALID: clientSecret must be a string without line ends, and without spaces or quotes around it. " +
            "The client's secret (`keyInformation.key`). Always treated as secret, even if passed as a plain string.",
        },
      ]);
    },
  );

  test("reports each invalid input once", () => {
    const reasons = signing({ expiryDuration: "x", renewBeforeDays: "y", tenant: 1 });
    expect(reasons.map((reason) => reason.split(" ")[1])).toEqual([
      "organizationId",
      "expiryDuration",
      "renewBeforeDays",
      "tenant",
    ]);
  });

  test("accepts values that aren't known yet, at any depth and of any type", () => {
    const everything = Object.fromEntries(Object.keys(WEBHOOK_SIGNING_KEY.inputs).map((name) => [name, UNKNOWN]));
    expect(signing(everything)).toEqual([]);
    expect(signing({ organizationId: "org", adopt: { ...adopt, expirationDate: UNKNOWN } })).toEqual([]);
    expect(signing({ organizationId: UNKNOWN, adopt: { ...adopt, key: UNKNOWN, keyId: 3 } })).toHaveLength(1);
  });

  test("refuses unknown values in create and update", () => {
    const adopted = { organizationId: "org", adopt: { ...adopt, expirationDate: UNKNOWN } };
    for (const news of [{ organizationId: UNKNOWN }, adopted]) {
      expect(signing(news)).toEqual([]);
      expect(() => failIfInvalid(WEBHOOK_SIGNING_KEY, news)).toThrow("ERR_INPUT_INVALID");
    }
    expect(() => failIfInvalid(WEBHOOK_VERIFICATION_KEYS, { current: [UNKNOWN] })).toThrow(
      "ERR_INPUT_INVALID: current must be known",
    );
    expect(() => failIfInvalid(WEBHOOK_SIGNING_KEY, { organizationId: "org", adopt })).not.toThrow();
  });

  test("refuses adopt.key if it differs from clientSecret", () => {
    const news = { organizationId: "org", clientId: "c", clientSecret: "one", adopt: { ...adopt, key: "other" } };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, news)).toMatchObject([
      {
        property: "",
        reason:
          "ERR_INPUT_INVALID: adopt.key must be the secret that was stored, but it differs from clientSecret. To store a new secret, remove `adopt`.",
      },
    ]);
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, { ...news, clientSecret: "other" })).toEqual([]);
    const withoutKeyId = { ...news, adopt: { ...news.adopt, keyId: "" } };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, withoutKeyId)).toMatchObject([
      { property: "", reason: expect.stringContaining("adopt.keyId must be") },
    ]);
  });

  test("doesn't compare adopt.key if it is unknown or isn't a string", () => {
    const news = { organizationId: "org", clientId: "c", clientSecret: "one" };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, { ...news, adopt: { ...adopt, key: UNKNOWN } })).toEqual([]);
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, { ...news, adopt: { ...adopt, key: 7 } })).toMatchObject([
      { property: "", reason: expect.stringContaining("adopt.key must be a string") },
    ]);
  });

  test("never throws and never repeats a secret, whatever the inputs are", () => {
    const secret = "s3cr3t-v4lue-that-nobody-may-see";
    const anything = fc.oneof(fc.anything(), fc.constant(secret), fc.constant({ key: secret, keyId: [secret] }));
    const inputs = fc.record({ organizationId: anything, clientId: anything, clientSecret: anything, adopt: anything });
    fc.assert(
      fc.property(inputs, (news) => {
        expect(JSON.stringify(check(WEBHOOK_OAUTH_CREDENTIAL, news))).not.toContain(secret);
      }),
    );
  });
});
