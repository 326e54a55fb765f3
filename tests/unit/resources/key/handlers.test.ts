import { describe, expect, test } from "@jest/globals";
import { OAUTH_CREDENTIAL } from "../../../../provider/resources/oauth-credential/key-kind.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { SIGNING_KEY } from "../../../../provider/resources/signing-key/key-kind.js";
import { ID, olds, siteOf, type SiteOptions } from "./handlers-setup.js";

const OTHER_HOST =
  "warning: The signing key of org belongs to default.example.com, but the environment of this run names " +
  "other.example.com. That replaces nothing, but the key can't be renewed while they differ.";

describe("diff", () => {
  const compare = async (
    news: Record<string, unknown>,
    state: Record<string, unknown> = {},
    hosts: SiteOptions["hosts"] = {},
  ): Promise<{ found: unknown; notices: readonly string[] }> => {
    const { handlers, notices } = siteOf(SIGNING_KEY, { hosts });
    return { found: await handlers.diff(ID, { ...olds, ...state }, { organizationId: "org", ...news }), notices };
  };

  test("shows no notice if nothing is due", async () => {
    expect(await compare({})).toStrictEqual({ found: { changes: false, replaces: [] }, notices: [] });
  });

  test("gives all reasons for a replacement in one notice", async () => {
    expect(await compare({ tenant: "other", renewBeforeDays: 100 })).toStrictEqual({
      found: { changes: true, replaces: ["tenant", "expirationDate"] },
      notices: ["The signing key of org will be replaced: tenant changed; it is due for renewal."],
    });
  });

  test("compares the host that the stack's configuration names, if it names one", async () => {
    expect(await compare({ connection: "other" })).toMatchObject({
      found: { replaces: ["host"] },
      notices: [
        "The signing key of org will be replaced: its connection now names other.example.com instead of default.example.com.",
      ],
    });
    expect(await compare({ connection: "unset" }, {}, { unset: undefined })).toMatchObject({ found: { replaces: [] } });
    expect(await compare({ connection: 7 })).toMatchObject({ found: { replaces: [] } });
    expect(await compare({}, { host: "earlier.example.com" })).toMatchObject({ found: { replaces: ["host"] } });
  });

  test("warns of a host that only the environment names, and replaces nothing", async () => {
    const hosts = { default: { host: "other.example.com", isOfStack: false } };
    expect(await compare({}, {}, hosts)).toStrictEqual({
      found: { changes: false, replaces: [] },
      notices: [OTHER_HOST],
    });
  });

  test("shows no notice about a date that can't be read", async () => {
    expect(await compare({}, { expirationDate: "soon" })).toStrictEqual({
      found: { changes: false, replaces: [] },
      notices: [],
    });
  });

  test("doesn't repeat an invalid organization id", async () => {
    const { notices } = await compare({}, { organizationId: "a\nb" });
    expect(notices).toEqual(["The signing key will be replaced: organizationId changed."]);
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
  const STAYS_VALID =
    "warning: Pulumi no longer manages the signing key of org, but the key stays valid at the service until it expires: the " +
    "API can't delete keys. The same goes for every other signing key that this run deletes.";

  test("return the state, with secrets marked, and send nothing", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY);
    expect(await handlers.read(ID, olds)).toStrictEqual({ id: ID, props: secured });
    expect(await handlers.read(ID)).toStrictEqual({ id: ID, props: {} });
    expect(await handlers.update(ID, olds, {})).toStrictEqual({ outs: secured });
    await handlers.delete(ID, olds);
    expect(requests).toEqual([]);
  });

  test("update marks what only an earlier program gave, perhaps as a secret", async () => {
    const { handlers } = siteOf(SIGNING_KEY);
    const held = { ...olds, keyProvider: "hidden", tenant: "hidden too", expiryDuration: 90 };
    expect(await handlers.update(ID, held, { organizationId: "org", tenant: null, expiryDuration: 90 })).toStrictEqual({
      outs: { ...secured, expiryDuration: 90, keyProvider: wireSecret("hidden"), tenant: wireSecret("hidden too") },
    });
  });

  test.each(["soon", undefined, 7])(
    "update returns a half-made key whose expirationDate is %j",
    async (expirationDate) => {
      const { handlers } = siteOf(SIGNING_KEY);
      expect(await handlers.update(ID, { ...olds, expirationDate }, {})).toStrictEqual({
        outs: { ...secured, expirationDate: wireSecret(expirationDate) },
      });
    },
  );

  test.each([{ keyId: "" }, { key: undefined }, { keyId: 7 }])(
    "update refuses a state with %j, and sends nothing",
    async (missing) => {
      const { handlers, requests, notices } = siteOf(SIGNING_KEY);
      const state = { ...olds, ...missing };
      expect(await handlers.diff(ID, state, { organizationId: "org" })).toStrictEqual({ changes: true, replaces: [] });
      await expect(handlers.update(ID, state, { organizationId: "org" })).rejects.toThrow(
        "ERR_KEY_INCOMPLETE: in the stack's state, the signing key of org has no keyId or no key, so it can't be used. No " +
          "request was sent. Restore the state from a backup (`pulumi stack import`). If you have no backup, request a new key " +
          "with `pulumi up --target-replace URN --target-dependents` (`pulumi stack --show-urns` lists the URNs).",
      );
      expect({ requests, notices }).toEqual({ requests: [], notices: [] });
    },
  );

  test("delete warns once that the key stays valid", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    await handlers.delete(ID, olds);
    await handlers.delete("org2/1", { ...olds, organizationId: "org2" });
    expect(notices).toEqual([STAYS_VALID]);
  });

  test("delete doesn't warn of a key that was replaced", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    await handlers.create({ organizationId: "org", renewBeforeDays: 30 });
    await handlers.delete(ID, olds);
    expect(notices).toEqual([]);
    await handlers.delete(ID, { ...olds, host: "earlier.example.com" });
    expect(notices).toEqual([STAYS_VALID]);
  });
});

describe("check", () => {
  const firstKeyNoticeFor = (organizationId: string): string =>
    `warning: Creating a signing key for ${organizationId} at default.example.com. If an organization already has a key that ` +
    "this stack doesn't hold, creating one may invalidate it. To keep that key, use `adopt` (docs/adoption.md). " +
    "If you renamed the resource, give it the option `aliases`: otherwise the old key is rotated. " +
    "The same goes for every other signing key that this run creates.";

  test("returns the inputs and the failures, and announces nothing if there are failures", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    const news = { organizationId: 7 };
    const checked = await handlers.check({}, news);
    expect(checked.inputs).toBe(news);
    expect(checked.failures).toHaveLength(1);
    expect(notices).toEqual([]);
  });

  test("warns of a first signing key once, and never of an OAuth credential", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    await handlers.check({}, { organizationId: "org" });
    await handlers.check({}, { organizationId: "other" });
    expect(notices).toEqual([firstKeyNoticeFor("org")]);
    const other = siteOf(OAUTH_CREDENTIAL);
    await other.handlers.check({}, { organizationId: "org", clientId: "client", clientSecret: "secret" });
    expect(other.notices).toEqual([]);
  });

  test("doesn't warn of an existing key or of its replacement", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    const news = { organizationId: "org" };
    await handlers.check(news, news);
    await handlers.check({}, { ...news });
    expect(notices).toEqual([]);
  });

  test("warns of a first key in the same run as a replacement of another one", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    await handlers.check({ organizationId: "org" }, { organizationId: "org" });
    await handlers.check({}, { organizationId: "other", adopt: null });
    expect(notices).toEqual([firstKeyNoticeFor("other")]);
  });

  test("remembers a replacement while other resources are checked, in any order", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    const [one, other] = [
      { organizationId: "one", tenant: "t" },
      { organizationId: "other", tenant: "t" },
    ];
    await handlers.check(one, one);
    await handlers.check(other, other);
    await handlers.check({}, { tenant: "t", organizationId: "one" });
    await handlers.check({}, other);
    expect(notices).toEqual([]);
    await handlers.check({}, { organizationId: "new" });
    expect(notices).toEqual([firstKeyNoticeFor("new")]);
  });

  test("takes only one check without olds as the second half of a replacement", async () => {
    const { handlers, notices } = siteOf(SIGNING_KEY);
    const news = { organizationId: "org" };
    await handlers.check(news, news);
    await handlers.check({}, news);
    expect(notices).toEqual([]);
    await handlers.check({}, news);
    expect(notices).toEqual([firstKeyNoticeFor("org")]);
  });
});
