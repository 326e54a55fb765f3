import { describe, expect, test } from "@jest/globals";
import { OAUTH_CREDENTIAL } from "../../../../provider/resources/oauth-credential/key-kind.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { SIGNING_KEY } from "../../../../provider/resources/signing-key/key-kind.js";
import { ID, inDays, olds, outputs, siteOf, type SiteOptions } from "./handlers-setup.js";

const LAPSE =
  "warning: The signing key of org has no renewal window: it's replaced only after it has expired, and until then " +
  "notifications can't be verified. Set renewBeforeDays, for example to 30.";
const HELD_ELSEWHERE =
  "warning: The signing key of org belongs to default.example.com, but the environment of this run names " +
  "other.example.com. That replaces nothing, but the key can't be renewed while they differ.";

/** What a refused create or update throws, as Pulumi reads it. */
const failureOf = async (promise: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { name, code, id, properties, reasons, message } = error as Record<string, unknown>;
  return { name, code, id, properties, reasons, message };
};

describe("create", () => {
  test("asks once for a signing key, with the defaults", async () => {
    const { handlers, requests, told } = siteOf(SIGNING_KEY);
    const made = await handlers.create({ organizationId: "org", tenant: null });
    expect(made).toStrictEqual({ id: ID, outs: { ...outputs, keyProvider: "nrtd", tenant: "org" } });
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
    expect(told).toEqual([LAPSE]);
  });

  test("asks once for the storage of an OAuth credential, with provider and tenant the other way round", async () => {
    const news = { organizationId: "org", clientId: "client", clientSecret: "secret" };
    const { handlers, requests } = siteOf(OAUTH_CREDENTIAL);
    const made = await handlers.create(news);
    expect(made.outs).toStrictEqual({
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
  ])("sends what the program says in place of the defaults", async (kind, credential) => {
    const said = { organizationId: "org", keyProvider: "provider", tenant: "tenant", expiryDuration: 7 };
    const { handlers, requests } = siteOf(kind);
    await handlers.create({ ...said, ...credential, connection: "other" });
    expect(requests).toMatchObject([
      {
        connection: "https://other.example.com",
        request: { keyProvider: "provider", tenant: "tenant", expiryDurationDays: 7 },
      },
    ]);
  });

  test("refuses inputs that check would refuse, and asks for nothing", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY);
    await expect(handlers.create({ tenant: 7 })).rejects.toThrow(
      /^ERR_INPUT_MISSING: organizationId is required\. .* ERR_INPUT_INVALID: tenant must be a string/,
    );
    expect(requests).toEqual([]);
  });

  test("says that a window not smaller than the validity granted is cut", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY, { issued: { expirationDate: inDays(10) } });
    await handlers.create({ organizationId: "org", renewBeforeDays: 9 });
    expect(told).toEqual([]);
    await handlers.create({ organizationId: "org", renewBeforeDays: 10 });
    expect(told).toEqual([
      "warning: The service granted the signing key of org a validity that isn't longer than renewBeforeDays (10 days), so " +
        "the key is renewed when a third of its validity is left. To remove this warning, lower renewBeforeDays.",
    ]);
  });

  test.each([inDays(0), inDays(-1)])("keeps a key that has ended by %s, and fails", async (expirationDate) => {
    const { handlers, told } = siteOf(SIGNING_KEY, { issued: { expirationDate } });
    const failure = await failureOf(handlers.create({ organizationId: "org", __provider: "text" }));
    const message =
      "ERR_KEY_EXPIRED: the service answered with the signing key of org, but by its expirationDate that key has expired; " +
      "correlation id correlation. It is kept in state, encrypted, and the next `pulumi up` asks for another one. Check the " +
      "clock of this machine. If it is right, the service hands out the old key again: ask the vendor's support.";
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
    expect(told).toEqual([]);
  });

  test.each(["soon", "", undefined])("makes a key of an end that reads %j an ordinary resource", async (end) => {
    const { handlers } = siteOf(SIGNING_KEY, { issued: { expirationDate: end } });
    const made = await handlers.create({ organizationId: "org", renewBeforeDays: 30 });
    expect(made).toStrictEqual({ id: ID, outs: { ...outputs, expirationDate: wireSecret(end ?? "") } });
  });

  test("tells of a key that is renewed only after it has expired, when it is made", async () => {
    const { handlers, told } = siteOf(OAUTH_CREDENTIAL);
    await handlers.create({ organizationId: "org", clientId: "client", clientSecret: "secret", renewBeforeDays: 0 });
    expect(told).toEqual([
      "warning: The OAuth credential of org has no renewal window: it's replaced only after it has expired, and until then " +
        "the platform can't get a token from your OAuth server. Set renewBeforeDays, for example to 30.",
    ]);
  });

  test("refuses to renew a key of one host at another that only the environment names", async () => {
    const { handlers, requests, told } = siteOf(SIGNING_KEY, {
      hosts: { default: { host: "other.example.com", isOfStack: false } },
    });
    const news = { organizationId: "org" };
    expect(await handlers.diff(ID, { ...olds, expirationDate: inDays(0) }, news)).toStrictEqual({
      changes: true,
      replaces: ["expirationDate"],
    });
    expect(told).toEqual([
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

  test("refuses so whatever other keys of the organization the run has looked at", async () => {
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

describe("diff", () => {
  const compare = async (
    news: Record<string, unknown>,
    state: Record<string, unknown> = {},
    hosts: SiteOptions["hosts"] = {},
  ): Promise<{ found: unknown; told: readonly string[] }> => {
    const { handlers, told } = siteOf(SIGNING_KEY, { hosts });
    return { found: await handlers.diff(ID, { ...olds, ...state }, { organizationId: "org", ...news }), told };
  };

  test("is quiet where nothing is due", async () => {
    expect(await compare({})).toStrictEqual({ found: { changes: false, replaces: [] }, told: [] });
  });

  test("says in one sentence why a key will be replaced", async () => {
    expect(await compare({ tenant: "other", renewBeforeDays: 100 })).toStrictEqual({
      found: { changes: true, replaces: ["tenant", "expirationDate"] },
      told: ["The signing key of org will be replaced: tenant changed; it is due for renewal."],
    });
  });

  test("compares the host that the stack's configuration names, where it is known", async () => {
    expect(await compare({ connection: "other" })).toMatchObject({
      found: { replaces: ["host"] },
      told: [
        "The signing key of org will be replaced: its connection now names other.example.com instead of default.example.com.",
      ],
    });
    expect(await compare({ connection: "unset" }, {}, { unset: undefined })).toMatchObject({ found: { replaces: [] } });
    expect(await compare({ connection: 7 })).toMatchObject({ found: { replaces: [] } });
    expect(await compare({}, { host: "earlier.example.com" })).toMatchObject({ found: { replaces: ["host"] } });
  });

  test("replaces nothing for a host that only the environment names, and warns", async () => {
    const hosts = { default: { host: "other.example.com", isOfStack: false } };
    expect(await compare({}, {}, hosts)).toStrictEqual({
      found: { changes: false, replaces: [] },
      told: [HELD_ELSEWHERE],
    });
  });

  test("is quiet about an end that cannot be read", async () => {
    expect(await compare({}, { expirationDate: "soon" })).toStrictEqual({
      found: { changes: false, replaces: [] },
      told: [],
    });
  });

  test("repeats no organization that could not be one", async () => {
    const { told } = await compare({}, { organizationId: "a\nb" });
    expect(told).toEqual(["The signing key will be replaced: organizationId changed."]);
  });
});

describe("read, update and delete", () => {
  const secured = {
    ...olds,
    keyId: wireSecret("key-id"),
    key: wireSecret("key"),
    expirationDate: wireSecret(olds.expirationDate),
    submitTimeUtc: wireSecret(olds.submitTimeUtc),
  };
  const LIVES_ON =
    "warning: Pulumi has forgotten the signing key of org, but at the service it stays valid until it expires: the API " +
    "can't delete a key. The same goes for every other signing key that this run deletes.";

  test("hand back what the state holds, secrets as secrets, and send nothing", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY);
    expect(await handlers.read(ID, olds)).toStrictEqual({ id: ID, props: secured });
    expect(await handlers.read(ID)).toStrictEqual({ id: ID, props: {} });
    expect(await handlers.update(ID, olds, {})).toStrictEqual({ outs: secured });
    await handlers.delete(ID, olds);
    expect(requests).toEqual([]);
  });

  test.each(["soon", undefined, 7])("an update hands back a half-made key whose end is %j", async (expirationDate) => {
    const { handlers } = siteOf(SIGNING_KEY);
    expect(await handlers.update(ID, { ...olds, expirationDate }, {})).toStrictEqual({
      outs: { ...secured, expirationDate: wireSecret(expirationDate) },
    });
  });

  test.each([{ keyId: "" }, { key: undefined }, { keyId: 7 }])(
    "a state with %j is refused, and nothing is sent",
    async (lost) => {
      const { handlers, requests, told } = siteOf(SIGNING_KEY);
      const state = { ...olds, ...lost };
      expect(await handlers.diff(ID, state, { organizationId: "org" })).toStrictEqual({ changes: true, replaces: [] });
      await expect(handlers.update(ID, state, { organizationId: "org" })).rejects.toThrow(
        "ERR_KEY_INCOMPLETE: the stack's state of the signing key of org lacks its keyId or its key, so nothing can be handed " +
          "on. Nothing was sent. Restore the state from a backup (`pulumi stack import`). If there is none, ask for a new key " +
          "with `pulumi up --target-replace URN --target-dependents` (`pulumi stack --show-urns` lists the URNs).",
      );
      expect({ requests, told }).toEqual({ requests: [], told: [] });
    },
  );

  test("delete tells once that the key lives on", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    await handlers.delete(ID, olds);
    await handlers.delete("org2/1", { ...olds, organizationId: "org2" });
    expect(told).toEqual([LIVES_ON]);
  });

  test("delete tells nothing of a key that was replaced", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    await handlers.create({ organizationId: "org", renewBeforeDays: 30 });
    await handlers.delete(ID, olds);
    expect(told).toEqual([]);
    await handlers.delete(ID, { ...olds, host: "earlier.example.com" });
    expect(told).toEqual([LIVES_ON]);
  });
});

describe("check", () => {
  const noticeOf = (organizationId: string): string =>
    `warning: Creating a signing key for ${organizationId} at default.example.com. If an organization already has a key that ` +
    "this stack doesn't hold, creating one may invalidate it. To keep that key, use `adopt` (docs/adoption.md). The same goes for every other signing " +
    "key that this run creates.";

  test("hands the inputs back with what is wrong, and tells nothing of what will not be made", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    const news = { organizationId: 7 };
    const checked = await handlers.check({}, news);
    expect(checked.inputs).toBe(news);
    expect(checked.failures).toHaveLength(1);
    expect(told).toEqual([]);
  });

  test("tells once of a first signing key, and never of an OAuth credential", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    await handlers.check({}, { organizationId: "org" });
    await handlers.check({}, { organizationId: "other" });
    expect(told).toEqual([noticeOf("org")]);
    const other = siteOf(OAUTH_CREDENTIAL);
    await other.handlers.check({}, { organizationId: "org", clientId: "client", clientSecret: "secret" });
    expect(other.told).toEqual([]);
  });

  test("tells nothing of a key that is there, or of its replacement", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    const news = { organizationId: "org" };
    await handlers.check(news, news);
    await handlers.check({}, { ...news });
    expect(told).toEqual([]);
  });

  test("tells of a first key beside a replacement of another one", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    await handlers.check({ organizationId: "org" }, { organizationId: "org" });
    await handlers.check({}, { organizationId: "other", adopt: null });
    expect(told).toEqual([noticeOf("other")]);
  });

  test("takes no more than one check without olds for the second half of a replacement", async () => {
    const { handlers, told } = siteOf(SIGNING_KEY);
    const news = { organizationId: "org" };
    await handlers.check(news, news);
    await handlers.check({}, news);
    expect(told).toEqual([]);
    await handlers.check({}, news);
    expect(told).toEqual([noticeOf("org")]);
  });
});
