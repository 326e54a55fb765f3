import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { diff } from "../../../../provider/resources/key/diff.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "../../../../provider/resources/oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "../../../../provider/resources/signing-key/table.js";
import { UNKNOWN } from "../unknown.js";

const now = new Date("2026-06-01T00:00:00Z");
const olds = {
  organizationId: "org",
  expiryDuration: 365,
  keyProvider: "nrtd",
  tenant: "org",
  host: "apitest.cybersource.com",
  keyId: "id",
  key: "a2V5",
  submitTimeUtc: "2026-01-01T00:00:00.000Z",
  expirationDate: "2027-01-01T00:00:00.000Z",
  clientId: "client",
  clientSecret: "secret",
};
const news = { organizationId: "org", clientId: "client", clientSecret: "secret" };
const compare = (
  changed: Record<string, unknown>,
  clock: { now?: Date; host?: string; isOfStack?: boolean; olds?: Record<string, unknown> } = {},
): ReturnType<typeof diff> =>
  diff(
    WEBHOOK_OAUTH_CREDENTIAL,
    { ...olds, ...clock.olds },
    { ...news, ...changed },
    {
      now: clock.now ?? now,
      named: clock.host === undefined ? undefined : { host: clock.host, isOfStack: clock.isOfStack ?? true },
    },
  );

describe("diff", () => {
  test("replaces nothing if nothing changed, whether defaults are left out or written out", () => {
    expect(compare({})).toEqual({ replaces: [], reasons: [], isDue: false, heldHost: undefined });
    expect(compare({ expiryDuration: 365, keyProvider: "nrtd", tenant: "org" }).replaces).toEqual([]);
    expect(compare({ renewBeforeDays: 30, connection: "other", adopt: { keyId: "x" } }).replaces).toEqual([]);
    expect(compare({}, { host: "apitest.cybersource.com" }).replaces).toEqual([]);
  });

  test.each([
    ["organizationId", "other"],
    ["expiryDuration", 30],
    ["keyProvider", "other"],
    ["tenant", "other"],
    ["clientId", "other"],
    ["clientSecret", "other"],
    ["organizationId", UNKNOWN],
    ["clientSecret", UNKNOWN],
  ])("replaces for another %s", (name, value) => {
    expect(compare({ [name]: value }).replaces).toEqual([name]);
  });

  test("doesn't compare a validity that the state doesn't know, as after an import", () => {
    const imported = { olds: { expiryDuration: undefined } };
    expect(compare({ expiryDuration: 730 }, imported).replaces).toEqual([]);
    expect(compare({ expiryDuration: UNKNOWN }, imported).replaces).toEqual(["expiryDuration"]);
    expect(compare({ tenant: "other" }, { olds: { tenant: undefined } }).replaces).toEqual(["tenant"]);
  });

  test("replaces for another host, but compares hosts only if one is configured", () => {
    expect(compare({}, { host: "api.cybersource.com" }).replaces).toEqual(["host"]);
    expect(compare({}, { host: "api.cybersource.com", olds: { host: undefined } }).replaces).toEqual([]);
  });

  test("doesn't replace for a host that only the environment names, but returns the host that issued the key", () => {
    const other = { host: "api.cybersource.com", isOfStack: false };
    expect(compare({}, other)).toEqual({
      replaces: [],
      reasons: [],
      isDue: false,
      heldHost: "apitest.cybersource.com",
    });
    expect(compare({}, { ...other, now: new Date("2027-01-01T00:00:00Z") })).toEqual({
      replaces: ["expirationDate"],
      reasons: ["it has expired"],
      isDue: true,
      heldHost: "apitest.cybersource.com",
    });
    expect(compare({}, { ...other, host: "apitest.cybersource.com" }).heldHost).toBeUndefined();
    expect(compare({}, { ...other, olds: { host: "a\nb" } }).heldHost).toBe("?");
  });

  test("replaces a key that has expired or is inside its window, and says which", () => {
    const expired = compare({}, { now: new Date("2027-01-01T00:00:00Z") });
    expect(expired).toMatchObject({ replaces: ["expirationDate"], reasons: ["it has expired"], isDue: true });
    const inWindow = compare({ renewBeforeDays: 30 }, { now: new Date("2026-12-15T00:00:00Z") });
    expect(inWindow).toMatchObject({ replaces: ["expirationDate"], reasons: ["it is due for renewal"], isDue: true });
    expect(compare({}, { now: new Date("2026-12-31T23:59:59.999Z") }).replaces).toEqual([]);
  });

  test("never replaces a key because of a date that can't be read", () => {
    for (const expirationDate of ["soon", "", undefined, 7]) {
      expect(compare({}, { olds: { expirationDate } })).toMatchObject({ replaces: [], isDue: false });
    }
  });

  test("never throws, and never repeats a value, whatever the state and the inputs are", () => {
    const secret = "s3cr3t-v4lue-that-nobody-may-see";
    const anything = fc.oneof(fc.anything(), fc.constant(secret));
    const bag = fc.dictionary(fc.constantFrom(...Object.keys(olds), "renewBeforeDays", "adopt"), anything);
    fc.assert(
      fc.property(bag, bag, (someOlds, someNews) => {
        const { reasons } = diff(WEBHOOK_SIGNING_KEY, someOlds, someNews, { now, named: undefined });
        expect(reasons.join()).not.toContain(secret);
      }),
    );
  });
});
