import { describe, expect, test } from "@jest/globals";
import { OAUTH_CREDENTIAL } from "../../../../provider/resources/oauth-credential/key-kind.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { SIGNING_KEY } from "../../../../provider/resources/signing-key/key-kind.js";
import { DIGEST, ID, inDays, olds, siteOf, type SiteOptions } from "./handlers-setup.js";

const adopt = { keyId: "key-id", key: "aGFuZC1tYWRl", expirationDate: inDays(100) };
const news = { organizationId: "org", renewBeforeDays: 30, adopt };
const REMOVE_FIRST = "If you want a new key instead, remove `adopt` from the program and replace this one by hand.";

/** Calls diff, then create, in one process, as Pulumi does for a replacement. */
const replace = async (
  state: Record<string, unknown>,
  inputs: Record<string, unknown>,
  options: SiteOptions = {},
): Promise<{ requests: number; keyId: unknown; replaces: unknown; notices: readonly string[] }> => {
  const { handlers, requests, notices } = siteOf(SIGNING_KEY, { issued: { keyId: "new-id" }, ...options });
  const found: unknown = await handlers.diff(ID, state, inputs);
  const { replaces } = found as { replaces?: readonly string[] };
  const created = await handlers.create({ ...inputs });
  const { keyId } = created.outs as Record<string, unknown>;
  return { requests: requests.length, keyId, replaces, notices };
};
const NEW = wireSecret("new-id");

describe("a key that Pulumi hasn't held before", () => {
  test("is adopted without a request, with a notice", async () => {
    const { handlers, requests, notices } = siteOf(SIGNING_KEY);
    await handlers.check({}, news);
    expect(notices).toEqual(["The signing key of org will be adopted. No request is sent."]);
    expect(await handlers.create(news)).toStrictEqual({
      id: ID,
      outs: {
        keyId: wireSecret("key-id"),
        key: wireSecret("aGFuZC1tYWRl"),
        expirationDate: wireSecret(inDays(100)),
        organizationId: "org",
        expiryDuration: 365,
        keyProvider: "nrtd",
        tenant: "org",
        host: "default.example.com",
        status: "ADOPTED",
        adopted: DIGEST,
      },
    });
    expect(requests).toEqual([]);
    expect(notices.slice(1)).toEqual([`The signing key of org was adopted. No request was sent. ${REMOVE_FIRST}`]);
  });

  test("is adopted inside its renewal window, too, with a notice that the next run renews it", async () => {
    const { handlers, requests, notices } = siteOf(SIGNING_KEY);
    const created = await handlers.create({ ...news, adopt: { ...adopt, expirationDate: inDays(30) } });
    expect(created.outs).toMatchObject({ status: "ADOPTED" });
    expect(requests).toEqual([]);
    expect(notices).toEqual([
      "The signing key of org was adopted. No request was sent. It's due for renewal, so the next `pulumi up` replaces it " +
        `with a new key. ${REMOVE_FIRST}`,
    ]);
  });

  test.each([inDays(0), inDays(-365)])("is refused if it has expired by %s, and nothing is sent", async (end) => {
    const { handlers, requests, notices } = siteOf(SIGNING_KEY);
    const expired = { ...news, adopt: { ...adopt, expirationDate: end } };
    expect((await handlers.check({}, expired)).failures).toEqual([]);
    expect(notices).toEqual([
      "warning: `adopt` names the signing key of org, but according to adopt.expirationDate that key has expired: `pulumi " +
        "up` will refuse to adopt it.",
    ]);
    await expect(handlers.create(expired)).rejects.toMatchObject({
      code: "ERR_ADOPT_EXPIRED",
      message:
        "ERR_ADOPT_EXPIRED: `adopt` names the signing key of org, but according to adopt.expirationDate that key has expired. " +
        "It was not adopted, and no request was sent. Check the year of adopt.expirationDate. If the key has really expired, " +
        "remove `adopt` from the program: the next `pulumi up` then requests a new key.",
    });
    expect(requests).toEqual([]);
  });

  test("is adopted in place of a key that is due", async () => {
    const due = { ...olds, keyId: "earlier-id", expirationDate: inDays(10) };
    for (const state of [due, { ...due, adopted: "0123456789abcdef" }, { ...due, status: "ADOPTED" }]) {
      const { requests, keyId, notices } = await replace(state, news);
      expect({ requests, keyId }).toEqual({ requests: 0, keyId: wireSecret("key-id") });
      expect(notices[0]).toBe(
        "The signing key of org will be replaced by the key in `adopt`, without a request: it is due for renewal.",
      );
    }
  });

  test("is refused in place of a key that is due if it has expired, which a preview announces", async () => {
    const expired = { ...news, adopt: { ...adopt, expirationDate: inDays(-300) } };
    const { handlers, requests, notices } = siteOf(SIGNING_KEY);
    await handlers.diff(ID, { ...olds, keyId: "earlier-id", expirationDate: inDays(1), adopted: "none" }, expired);
    expect(notices).toEqual([
      "The signing key of org will be replaced by the key in `adopt`, without a request: it is due for renewal. But that key " +
        "has expired: `pulumi up` will refuse to adopt it.",
    ]);
    await expect(handlers.create(expired)).rejects.toMatchObject({ code: "ERR_ADOPT_EXPIRED" });
    expect(requests).toEqual([]);
  });

  test("changes nothing while the key in the state isn't due, with a notice", async () => {
    for (const state of [
      { adopted: "none" },
      { adopted: undefined },
      { status: "ADOPTED", adopted: "0123456789abcdef" },
    ]) {
      const { handlers, notices } = siteOf(SIGNING_KEY);
      expect(await handlers.diff(ID, { ...olds, keyId: "other-id", ...state }, news)).toMatchObject({ changes: false });
      expect(notices).toEqual([
        "The key in `adopt` isn't the signing key of org that is in the stack's state. Nothing changes for now. To adopt it " +
          "instead, run `pulumi up --target-replace URN --target-dependents` (`pulumi stack --show-urns` lists the URNs). If " +
          "you don't need it, remove `adopt`.",
      ]);
    }
  });

  test("is adopted even if another resource of the organization is due", async () => {
    const { handlers, requests } = siteOf(OAUTH_CREDENTIAL);
    const credential = { ...news, clientId: "one", clientSecret: "aGFuZC1tYWRl" };
    await handlers.diff(ID, { ...olds, clientId: "one", expirationDate: inDays(1) }, credential);
    await handlers.create({ ...credential, clientId: "two" });
    expect(requests).toEqual([]);
  });

  test("may have a day as its expirationDate", async () => {
    const { handlers } = siteOf(SIGNING_KEY);
    const created = await handlers.create({ ...news, adopt: { ...adopt, expirationDate: "2027-01-31" } });
    expect(created.outs).toMatchObject({ expirationDate: wireSecret("2027-01-31T00:00:00.000Z") });
  });
});

describe("a key that Pulumi has held before", () => {
  const adopted = { ...olds, status: "ADOPTED", adopted: DIGEST, submitTimeUtc: undefined };
  const EARLIER = { ...olds, keyId: "second-id", adopted: DIGEST };

  test("is replaced by a new one once it is due", async () => {
    const due = { ...adopted, expirationDate: inDays(30) };
    const first = await replace(due, { ...news, adopt: { ...adopt, expirationDate: inDays(30) } });
    expect(first).toMatchObject({ requests: 1, keyId: NEW });
    expect(first.notices).toEqual(["The signing key of org will be replaced: it is due for renewal."]);
  });

  test("isn't adopted again at the second and third renewal, while adopt stays in the program for years", async () => {
    const at = new Date("2029-06-01T00:00:00Z");
    for (const state of [EARLIER, { ...EARLIER, keyId: "third-id" }]) {
      expect(
        await replace(state, news, { at, issued: { keyId: "new-id", expirationDate: "2030-06-01T00:00:00Z" } }),
      ).toMatchObject({
        requests: 1,
        keyId: NEW,
        replaces: ["expirationDate"],
      });
    }
  });

  test("isn't adopted again with a state of 0.1.0, which doesn't record adoptions, if it has expired", async () => {
    const due = { ...EARLIER, adopted: undefined, expirationDate: inDays(1) };
    const expired = { ...news, adopt: { ...adopt, expirationDate: inDays(-1) } };
    expect(await replace(due, expired)).toMatchObject({ requests: 1, keyId: NEW });
  });

  test("isn't adopted again when a later key is replaced for another reason", async () => {
    expect(await replace(EARLIER, { ...news, expiryDuration: 700 })).toMatchObject({ requests: 1, keyId: NEW });
    expect(await replace(EARLIER, news)).toMatchObject({ replaces: [], requests: 1, keyId: NEW });
  });

  test("stays when another input is corrected while it's the current key", async () => {
    const corrected = await replace(adopted, { ...news, organizationId: "other" });
    expect(corrected).toMatchObject({ requests: 0, keyId: wireSecret("key-id"), replaces: ["organizationId"] });
    expect(corrected.notices[0]).toBe(
      "The signing key of org will be replaced by the key in `adopt`, without a request: organizationId changed.",
    );
  });

  test("is ignored if another client secret must be stored, so that the service gets it", async () => {
    const { handlers, requests } = siteOf(OAUTH_CREDENTIAL, { issued: { keyId: "new-id" } });
    const stored = { ...adopted, clientId: "client", clientSecret: "aGFuZC1tYWRl" };
    const changed = { ...news, clientId: "client", clientSecret: "another", adopt: { ...adopt, key: "another" } };
    expect(await handlers.diff(ID, stored, changed)).toMatchObject({ replaces: ["clientSecret"] });
    await handlers.create(changed);
    expect(requests).toMatchObject([{ request: { action: "STORE", clientSecret: "another" } }]);
  });

  test("is renewed even if diff has seen another key of the organization that isn't due", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY);
    const other = { organizationId: "org", tenant: "other", adopt: { ...adopt, keyId: "other-id" } };
    await handlers.diff(ID, { ...adopted, expirationDate: inDays(1) }, news);
    await handlers.diff("org/2", { ...adopted, keyId: "other-id", tenant: "other" }, other);
    await handlers.create(news);
    expect(requests).toHaveLength(1);
  });

  test("is recorded in the outputs of the key that replaces it", async () => {
    const { handlers } = siteOf(SIGNING_KEY, { issued: { keyId: "new-id" } });
    await handlers.diff(ID, { ...adopted, expirationDate: inDays(1) }, news);
    expect((await handlers.create(news)).outs).toMatchObject({ keyId: NEW, adopted: DIGEST });
  });

  test("is ignored also if diff gets other inputs because of `ignoreChanges`", async () => {
    const { handlers, requests } = siteOf(SIGNING_KEY);
    await handlers.diff(ID, { ...adopted, expirationDate: inDays(1) }, { ...news, renewBeforeDays: 5 });
    await handlers.create(news);
    expect(requests).toHaveLength(1);
  });
});

test("check announces no adoption that isn't known yet, and none at a replacement, which diff announces", async () => {
  const { handlers, notices } = siteOf(SIGNING_KEY);
  await handlers.check(news, news);
  await handlers.check({}, { ...news });
  await handlers.check({}, { ...news, adopt: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
  expect(notices).toEqual([]);
});
