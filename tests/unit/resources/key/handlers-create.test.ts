import { describe, expect, test } from "@jest/globals";
import { OAUTH_CREDENTIAL } from "../../../../provider/resources/oauth-credential/key-kind.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { SIGNING_KEY } from "../../../../provider/resources/signing-key/key-kind.js";
import { ID, inDays, olds, outputs, siteOf } from "./handlers-setup.js";

const NO_WINDOW =
  "warning: The signing key of org has no renewal window: it's replaced only after it has expired. Between its expiration " +
  "and its replacement, notifications can't be verified. Set renewBeforeDays, for example to 30.";

/** The fields that Pulumi reads of the error that create throws. */
const failureOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { name, code, id, properties, reasons, message } = error as Record<string, unknown>;
  return { name, code, id, properties, reasons, message };
};

describe("create", () => {
  test("sends one request for a signing key, with the defaults", async () => {
    const { handlers, requests, notices } = siteOf(SIGNING_KEY);
    const created = await handlers.create({ organizationId: "org", tenant: null });
    expect(created).toStrictEqual({ id: ID, outs: { ...outputs, keyProvider: "nrtd", tenant: "org" } });
    expect(requests).toEqual([
      {
        connection: "https://default.example.com",
        request: {
          action: "CREATE",
          organizationId: "org",
          keyProvider: "nrtd",
          tenant: "org",
          expiryDurationDays: 365,
        },
      },
    ]);
    expect(notices).toEqual([NO_WINDOW]);
  });

  test("sends one request to store an OAuth credential, with the defaults of provider and tenant swapped", async () => {
    const news = { organizationId: "org", clientId: "client", clientSecret: "secret" };
    const { handlers, requests } = siteOf(OAUTH_CREDENTIAL);
    const created = await handlers.create(news);
    expect(created.outs).toStrictEqual({
      ...outputs,
      keyProvider: "org",
      tenant: "nrtd",
      clientId: "client",
      clientSecret: wireSecret("secret"),
    });
    expect(requests).toMatchObject([
      {
        request: {
          action: "STORE",
          organizationId: "org",
          keyProvider: "org",
          tenant: "nrtd",
          clientId: "client",
          clientSecret: "secret",
          expiryDurationDays: 365,
        },
      },
    ]);
  });

  test.each([
    [SIGNING_KEY, {}],
    [OAUTH_CREDENTIAL, { clientId: "client", clientSecret: "secret" }],
  ])("sends the program's inputs instead of the defaults", async (kind, credential) => {
    const inputs = { organizationId: "org", keyProvider: "provider", tenant: "tenant", expiryDuration: 7 };
    const { handlers, requests } = siteOf(kind);
    await handlers.create({ ...inputs, ...credential, connection: "other" });
    expect(requests).toMatchObject([
      {
        connection: "https://other.example.com",
        request: { keyProvider: "provider", tenant: "tenant", expiryDurationDays: 7 },
      },
    ]);
  });

  test("refuses inputs that check would refuse, and sends no request", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY);
    await expect(handlers.create({ tenant: 7 })).rejects.toThrow(
      /^ERR_INPUT_MISSING: organizationId is required\. .* ERR_INPUT_INVALID: tenant must be a string/,
    );
    expect(requests).toEqual([]);
  });

  test("warns if the granted validity isn't longer than the renewal window", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY, { issued: { expirationDate: inDays(10) } });
    await handlers.create({ organizationId: "org", renewBeforeDays: 9 });
    expect(notices).toEqual([]);
    await handlers.create({ organizationId: "org", renewBeforeDays: 10 });
    expect(notices).toEqual([
      "warning: The service granted the signing key of org a validity that isn't longer than renewBeforeDays (10 days), so " +
        "the key is renewed when a third of its validity is left. To remove this warning, lower renewBeforeDays.",
    ]);
  });

  test.each([inDays(0), inDays(-1)])(
    "fails with a half-made key if the issued key has expired by %s",
    async (expirationDate) => {
      const { handlers, notices } = siteOf(SIGNING_KEY, { issued: { expirationDate } });
      const failure = await failureOf(handlers.create({ organizationId: "org", __provider: "text" }));
      const message =
        "ERR_KEY_EXPIRED: the service returned the signing key of org, but according to its expirationDate that key has " +
        "expired; correlation id correlation. The key is stored in the state, encrypted, and the next `pulumi up` requests " +
        "another one. Check the clock of this machine. If it's right, the service returned an old key: ask the vendor's support.";
      expect(failure).toStrictEqual({
        name: "HalfMadeKeyError",
        code: "ERR_KEY_EXPIRED",
        id: ID,
        properties: {
          ...outputs,
          expirationDate: wireSecret(expirationDate),
          keyProvider: "nrtd",
          tenant: "org",
          __provider: "text",
        },
        reasons: [message],
        message,
      });
      expect(notices).toEqual([]);
    },
  );

  test.each(["soon", "", undefined])("creates an ordinary resource if expirationDate is %j", async (end) => {
    const { handlers } = siteOf(SIGNING_KEY, { issued: { expirationDate: end } });
    const created = await handlers.create({ organizationId: "org", renewBeforeDays: 30 });
    expect(created).toStrictEqual({ id: ID, outs: { ...outputs, expirationDate: wireSecret(end ?? "") } });
  });

  test("warns of a new key without a renewal window", async () => {
    const { handlers, notices } = siteOf(OAUTH_CREDENTIAL);
    await handlers.create({ organizationId: "org", clientId: "client", clientSecret: "secret", renewBeforeDays: 0 });
    expect(notices).toEqual([
      "warning: The OAuth credential of org has no renewal window: it's replaced only after it has expired. Between its " +
        "expiration and its replacement, the platform can't get a token from your OAuth server. Set renewBeforeDays, for " +
        "example to 30.",
    ]);
  });

  test("refuses to renew a key at another host that only the environment names", async () => {
    const { handlers, requests, notices } = siteOf(SIGNING_KEY, {
      hosts: { default: { host: "other.example.com", isOfStack: false } },
    });
    const news = { organizationId: "org" };
    expect(await handlers.diff(ID, { ...olds, expirationDate: inDays(0) }, news)).toStrictEqual({
      changes: true,
      replaces: ["expirationDate"],
    });
    expect(notices).toEqual([
      "warning: The signing key of org belongs to default.example.com, but the environment of this run names " +
        "other.example.com. `pulumi up` will refuse to renew it there (ERR_HOST_DIFFERS).",
      "The signing key of org will be replaced: it has expired.",
    ]);
    await expect(handlers.create({ ...news })).rejects.toMatchObject({
      code: "ERR_HOST_DIFFERS",
      message:
        "ERR_HOST_DIFFERS: the signing key of org belongs to default.example.com, but the environment of this run names " +
        'other.example.com for connection "default". Nothing was sent, and the key stays as it is. To renew it, run again ' +
        "with the environment variable that names default.example.com. To move it to other.example.com, name that host in " +
        "the stack's configuration instead of the environment.",
    });
    expect(requests).toEqual([]);
    await handlers.create({ organizationId: "another" });
    expect(requests).toHaveLength(1);
  });

  test("refuses that also if diff has seen other keys of the organization", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY, {
      hosts: {
        default: { host: "other.example.com", isOfStack: false },
        live: { host: "live.example.com", isOfStack: false },
      },
    });
    await handlers.diff(ID, { ...olds, expirationDate: inDays(0) }, { organizationId: "org" });
    await handlers.diff("org/2", { ...olds, host: "live.example.com" }, { organizationId: "org", connection: "live" });
    await handlers.diff("org/3", { ...olds, host: "other.example.com" }, { organizationId: "org", tenant: "other" });
    await expect(handlers.create({ organizationId: "org" })).rejects.toMatchObject({ code: "ERR_HOST_DIFFERS" });
    await handlers.create({ organizationId: "org", connection: "live" });
    expect(requests).toHaveLength(1);
  });
});
