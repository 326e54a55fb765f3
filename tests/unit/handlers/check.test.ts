import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { check, failIfUnchecked } from "../../../provider/handlers/check.js";
import {
  WEBHOOK_OAUTH_CREDENTIAL,
  WEBHOOK_SIGNING_KEY,
  WEBHOOK_VERIFICATION_KEYS,
} from "../../../provider/properties.js";
import { UNKNOWN } from "./unknown.js";

const adopt = { keyId: "id", key: "c2VjcmV0", expirationDate: "2027-01-01T00:00:00Z" };
const signing = (news: Record<string, unknown>): { property: string; reason: string }[] =>
  check(WEBHOOK_SIGNING_KEY, news);

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
  ])("refuses %j with one failure", (news, property, code) => {
    const failures = signing(news);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ property, reason: expect.stringMatching(new RegExp(`^${code}: `)) });
  });

  test("reports every property that is wrong, each once", () => {
    const failures = signing({ expiryDuration: "x", renewBeforeDays: "y", tenant: 1 });
    expect(failures.map(({ property }) => property)).toEqual([
      "organizationId",
      "expiryDuration",
      "renewBeforeDays",
      "tenant",
    ]);
  });

  test("passes values that are not known yet, at every depth and for every type", () => {
    const everything = Object.fromEntries(Object.keys(WEBHOOK_SIGNING_KEY.inputs).map((name) => [name, UNKNOWN]));
    expect(signing(everything)).toEqual([]);
    expect(signing({ organizationId: "org", adopt: { ...adopt, expirationDate: UNKNOWN } })).toEqual([]);
    expect(signing({ organizationId: UNKNOWN, adopt: { ...adopt, key: UNKNOWN, keyId: 3 } })).toHaveLength(1);
  });

  test("lets nothing pass that is not known where it is used", () => {
    const adopted = { organizationId: "org", adopt: { ...adopt, expirationDate: UNKNOWN } };
    for (const news of [{ organizationId: UNKNOWN }, adopted]) {
      expect(signing(news)).toEqual([]);
      expect(() => failIfUnchecked(WEBHOOK_SIGNING_KEY, news)).toThrow("ERR_INPUT_INVALID");
    }
    expect(() => failIfUnchecked(WEBHOOK_VERIFICATION_KEYS, { current: [UNKNOWN] })).toThrow(
      "ERR_INPUT_INVALID: current must be known",
    );
    expect(() => failIfUnchecked(WEBHOOK_SIGNING_KEY, { organizationId: "org", adopt })).not.toThrow();
  });

  test("refuses an adopted secret that is not the one to store", () => {
    const news = { organizationId: "org", clientId: "c", clientSecret: "one", adopt: { ...adopt, key: "other" } };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, news)).toMatchObject([{ property: "adopt" }]);
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, { ...news, clientSecret: "other" })).toEqual([]);
    const isWrong = { ...news, adopt: { ...news.adopt, keyId: "" } };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, isWrong)).toMatchObject([
      { property: "adopt", reason: expect.stringContaining("adopt.keyId must be") },
    ]);
  });

  test("does not compare an adopted secret that is not known, or no text", () => {
    const news = { organizationId: "org", clientId: "c", clientSecret: "one" };
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, { ...news, adopt: { ...adopt, key: UNKNOWN } })).toEqual([]);
    expect(check(WEBHOOK_OAUTH_CREDENTIAL, { ...news, adopt: { ...adopt, key: 7 } })).toMatchObject([
      { property: "adopt", reason: expect.stringContaining("adopt.key must be a string") },
    ]);
  });

  test("never throws and never repeats a secret, whatever comes in", () => {
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
