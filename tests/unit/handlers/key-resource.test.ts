import { beforeEach, describe, expect, test } from "@jest/globals";
import { createKeyHandlers, type Handlers, type KeyKind } from "../../../provider/handlers/key-resource.js";
import { OAUTH_CREDENTIAL } from "../../../provider/handlers/oauth-credential.js";
import { wireSecret } from "../../../provider/handlers/protocol.js";
import { SIGNING_KEY } from "../../../provider/handlers/signing-key.js";
import { type IssuedKey } from "../../../provider/kms/client.js";
import { type KeyRequest } from "../../../provider/kms/wire.js";

const now = new Date("2026-06-01T12:00:00Z");
const inDays = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString();
const BY_HAND = "`pulumi up --target-replace URN` (`pulumi stack --show-urns` lists the URNs)";
/** The organization and the first digits of the SHA-256 of `key-id`. */
const ID = "org/436319432647e005";

let issued: IssuedKey;
let requests: { connection: string; request: KeyRequest }[];
let told: string[];
beforeEach(() => {
  requests = [];
  told = [];
  issued = {
    keyId: "key-id",
    key: "key",
    status: "ACTIVE",
    submitTimeUtc: inDays(0),
    expirationDate: inDays(365),
    correlationId: "correlation",
  };
});

const handlersOf = (kind: KeyKind): Handlers =>
  createKeyHandlers(kind, {
    now: () => now,
    notify: (line) => void told.push(line),
    connections: {
      hostOf: (connection) => (connection === "unset" ? undefined : `${connection}.example.com`),
      open: async (connection) => ({
        origin: `https://${connection}.example.com`,
        authenticate: () => Promise.resolve({}),
        senderOrganizationId: undefined,
        permissions: undefined,
      }),
    },
    loadClient: async () => ({
      requestKey: async ({ origin }, request) => {
        requests.push({ connection: origin, request });
        return issued;
      },
    }),
  });

const outputs = {
  keyId: wireSecret("key-id"),
  key: wireSecret("key"),
  expirationDate: wireSecret(inDays(365)),
  submitTimeUtc: wireSecret(inDays(0)),
  organizationId: "org",
  expiryDuration: 365,
  host: "default.example.com",
  status: "ACTIVE",
  correlationId: "correlation",
};
const olds = {
  keyId: "key-id",
  key: "key",
  expirationDate: inDays(100),
  submitTimeUtc: inDays(-265),
  organizationId: "org",
  expiryDuration: 365,
  keyProvider: "nrtd",
  tenant: "org",
  host: "default.example.com",
};

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
    const made = await handlersOf(SIGNING_KEY).create({ organizationId: "org", tenant: null });
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
    expect(told).toEqual([]);
  });

  test("asks once for the storage of an OAuth credential, with provider and tenant the other way round", async () => {
    const news = { organizationId: "org", clientId: "client", clientSecret: "secret" };
    const made = await handlersOf(OAUTH_CREDENTIAL).create(news);
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
    await handlersOf(kind).create({ ...said, ...credential, connection: "other" });
    expect(requests).toMatchObject([
      {
        connection: "https://other.example.com",
        request: { keyProvider: "provider", tenant: "tenant", expiryDurationDays: 7 },
      },
    ]);
  });

  test("refuses inputs that check would refuse, and asks for nothing", async () => {
    await expect(handlersOf(SIGNING_KEY).create({ tenant: 7 })).rejects.toThrow(
      /^ERR_INPUT_MISSING: organizationId is required\. .* ERR_INPUT_INVALID: tenant must be a string/,
    );
    expect(requests).toEqual([]);
  });

  test("says that a window not smaller than the validity granted is cut", async () => {
    issued = { ...issued, expirationDate: inDays(10) };
    await handlersOf(SIGNING_KEY).create({ organizationId: "org", renewBeforeDays: 10 });
    expect(told).toEqual([
      `${ID}: the validity granted is not longer than renewBeforeDays (10), so it is renewed when a third of it is left`,
    ]);
    told = [];
    await handlersOf(SIGNING_KEY).create({ organizationId: "org", renewBeforeDays: 9 });
    expect(told).toEqual([]);
  });

  test.each([inDays(0), inDays(-1)])("keeps a key that has ended by %s, and fails", async (expirationDate) => {
    issued = { ...issued, expirationDate };
    const failure = await failureOf(handlersOf(SIGNING_KEY).create({ organizationId: "org", __provider: "text" }));
    const message =
      `ERR_KEY_EXPIRED: ${ID}: the service answered with a key that has expired already; correlation id correlation. ` +
      "It is kept in state, encrypted, and the next `pulumi up` asks for another one. Check the clock of this machine; " +
      "if it is right, the service hands out the old key again: ask the vendor's support.";
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

  test("keeps a key whose end cannot be read, and fails", async () => {
    issued = { ...issued, expirationDate: "soon" };
    const failure = await failureOf(handlersOf(SIGNING_KEY).create({ organizationId: "org" }));
    const message =
      `ERR_KEY_DATE_UNREADABLE: ${ID}: the service answered with a key whose expirationDate is missing or cannot be read, ` +
      `so nobody can tell when to renew it. It is kept in state, encrypted. To ask for another one: ${BY_HAND}.`;
    expect(failure).toStrictEqual({
      name: "HalfMadeKeyError",
      code: "ERR_KEY_DATE_UNREADABLE",
      id: ID,
      properties: { ...outputs, expirationDate: wireSecret("soon"), keyProvider: "nrtd", tenant: "org" },
      reasons: [message],
      message,
    });
  });

  test("adopts a key without a request, and says what it means while adopt stays", async () => {
    const adopt = { keyId: "key-id", key: "key", expirationDate: inDays(1) };
    const made = await handlersOf(SIGNING_KEY).create({ organizationId: "org", adopt });
    expect(made).toStrictEqual({
      id: ID,
      outs: {
        keyId: wireSecret("key-id"),
        key: wireSecret("key"),
        expirationDate: wireSecret(inDays(1)),
        organizationId: "org",
        expiryDuration: 365,
        keyProvider: "nrtd",
        tenant: "org",
        host: "default.example.com",
        status: "ADOPTED",
      },
    });
    expect(requests).toEqual([]);
    expect(told).toEqual([
      `${ID}: adopted without a request. While adopt stays in the program, replacing this resource by hand ` +
        "brings the same key back; remove adopt first",
    ]);
  });

  test("adopts a key for the connection's host, where it has one", async () => {
    const adopt = { keyId: "key-id", key: "key", expirationDate: inDays(1) };
    const { create } = handlersOf(SIGNING_KEY);
    const other = await create({ organizationId: "org", adopt, connection: "other" });
    expect(other.outs).toMatchObject({ host: "other.example.com" });
    const unset = await create({ organizationId: "org", adopt, connection: "unset" });
    expect(unset.outs).not.toHaveProperty("host");
  });

  test("asks for a new key where that to adopt is due, and says so", async () => {
    const adopt = { keyId: "old", key: "key", expirationDate: inDays(30) };
    const { create } = handlersOf(SIGNING_KEY);
    await create({ organizationId: "org", adopt, renewBeforeDays: 29 });
    expect(requests).toHaveLength(0);
    told = [];
    await create({ organizationId: "org", adopt, renewBeforeDays: 30 });
    expect(requests).toHaveLength(1);
    expect(told).toEqual(["organization org: the key given by adopt is due, so a new one is asked for"]);
  });
});

describe("diff", () => {
  const compare = (news: Record<string, unknown>, state: Record<string, unknown> = {}): Promise<unknown> =>
    handlersOf(SIGNING_KEY).diff(ID, { ...olds, ...state }, { organizationId: "org", ...news });

  test("is quiet where nothing is due", async () => {
    expect(await compare({})).toStrictEqual({ changes: false, replaces: [] });
    expect(told).toEqual([]);
  });

  test("says in one line why a key is to be replaced", async () => {
    expect(await compare({ tenant: "other", renewBeforeDays: 100 })).toStrictEqual({
      changes: true,
      replaces: ["tenant", "expirationDate"],
    });
    expect(told).toEqual([`${ID}: to be replaced: tenant changed; the key is inside its renewal window`]);
  });

  test("compares the host that the connection names, where it is known", async () => {
    expect(await compare({ connection: "other" })).toMatchObject({ replaces: ["host"] });
    expect(told).toEqual([
      `${ID}: to be replaced: its connection names another host now: default.example.com became other.example.com`,
    ]);
    expect(await compare({ connection: "unset" })).toMatchObject({ replaces: [] });
    expect(await compare({ connection: 7 })).toMatchObject({ replaces: [] });
    expect(await compare({}, { host: "earlier.example.com" })).toMatchObject({ replaces: ["host"] });
  });

  test("calls an end that cannot be read a change, and says how to replace the key", async () => {
    expect(await compare({}, { expirationDate: "soon" })).toStrictEqual({ changes: true, replaces: [] });
    expect(told).toEqual([`${ID}: its stored expirationDate cannot be read; replace it by hand: ${BY_HAND}`]);
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

  test("hand back what the state holds, secrets as secrets, and send nothing", async () => {
    const { read, update, delete: remove } = handlersOf(SIGNING_KEY);
    expect(await read(ID, olds)).toStrictEqual({ id: ID, props: secured });
    expect(await read(ID)).toStrictEqual({ id: ID, props: {} });
    expect(await update(ID, olds, {})).toStrictEqual({ outs: secured });
    await remove(ID, olds);
    expect(requests).toEqual([]);
  });

  test.each(["soon", undefined, 7])("an update fails again while the stored end is %j", async (expirationDate) => {
    const failing = handlersOf(SIGNING_KEY).update(ID, { ...olds, expirationDate }, { __provider: "text" });
    expect(await failureOf(failing)).toMatchObject({
      code: "ERR_KEY_DATE_UNREADABLE",
      id: ID,
      properties: { ...secured, expirationDate: wireSecret(expirationDate), __provider: "text" },
    });
  });
});

describe("check", () => {
  const NOTICE =
    "a signing key is to be made. CREATE may override the key that the organization has now, also one made by hand: if " +
    "one is in use that Pulumi does not know, bring it in with `adopt` instead";

  test("hands the inputs back with what is wrong", async () => {
    const news = { organizationId: 7 };
    const checked = await handlersOf(SIGNING_KEY).check({ organizationId: "org" }, news);
    expect(checked.inputs).toBe(news);
    expect(checked.failures).toMatchObject([{ property: "organizationId" }]);
  });

  test("tells once of a first signing key, and never of an OAuth credential", async () => {
    const { check } = handlersOf(SIGNING_KEY);
    await check({}, { organizationId: "org" });
    await check({}, { organizationId: "other" });
    expect(told).toEqual([NOTICE]);
    await handlersOf(OAUTH_CREDENTIAL).check({}, { organizationId: "org" });
    expect(told).toHaveLength(1);
  });

  test("tells nothing of a key that is there, of its replacement, or of an adoption", async () => {
    const { check } = handlersOf(SIGNING_KEY);
    const news = { organizationId: "org" };
    await check(news, news);
    await check({}, { ...news });
    await check({}, { ...news, adopt: {} });
    expect(told).toEqual([]);
  });

  test("tells of a first key beside a replacement of another one", async () => {
    const { check } = handlersOf(SIGNING_KEY);
    await check({ organizationId: "org" }, { organizationId: "org" });
    await check({}, { organizationId: "other", adopt: null });
    expect(told).toEqual([NOTICE]);
  });

  test("takes no more than one check without olds for the second half of a replacement", async () => {
    const { check } = handlersOf(SIGNING_KEY);
    const news = { organizationId: "org" };
    await check(news, news);
    await check({}, news);
    expect(told).toEqual([]);
    await check({}, news);
    expect(told).toEqual([NOTICE]);
  });
});
