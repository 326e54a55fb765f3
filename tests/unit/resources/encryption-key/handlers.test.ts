import { describe, expect, test } from "@jest/globals";
import { base64Of, certificates, privateKeys } from "../../../support/encryption-vectors.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { UNKNOWN } from "../unknown.js";
import { DIGEST_OF_A, END, INPUTS, NOW, OLDS, OUTPUTS, siteOf } from "./setup.js";

const reasonsOf = (checked: { failures?: readonly { reason: string }[] }): string[] =>
  (checked.failures ?? []).map(({ reason }) => reason);

const ENDED =
  "ERR_CERTIFICATE_EXPIRED: certificate has ended, or the clock of this machine is wrong. Nothing was sent. Issue a new " +
  "certificate, and pass that.";
const AT_END = new Date(END);
const ELSEWHERE = { host: "other.example.com", isOfStack: true };

describe("create", () => {
  test("stores the certificate once, with the defaults", async () => {
    const { handlers, requests } = siteOf();
    const created = await handlers.create({ ...INPUTS, tenant: null });
    expect(created).toStrictEqual({ id: `org/${DIGEST_OF_A}`, outs: OUTPUTS });
    expect(requests).toEqual([
      {
        origin: "https://default.example.com",
        request: {
          organizationId: "org",
          keyProvider: "nrtd",
          tenant: "org",
          certificateBase64: base64Of(certificates.a),
          expiryDurationDays: undefined,
        },
      },
    ]);
  });

  test("sends the program's inputs instead of the defaults, in the other order of provider and tenant too", async () => {
    const { handlers, requests } = siteOf();
    const inputs = { ...INPUTS, keyProvider: "org", tenant: "nrtd", expiryDuration: 90, connection: "other" };
    const created = await handlers.create(inputs);
    expect(requests).toMatchObject([
      { origin: "https://other.example.com", request: { keyProvider: "org", tenant: "nrtd", expiryDurationDays: 90 } },
    ]);
    expect(created.outs).toMatchObject({
      keyProvider: "org",
      tenant: "nrtd",
      expiryDuration: 90,
      host: "other.example.com",
    });
  });

  test("keeps what the answer says: no keyId, and the end of the certificate unless the answer's is earlier", async () => {
    const endOf = async (expirationDate: string | undefined, inputs = {}): Promise<unknown> => {
      const { handlers } = siteOf({ answer: { keyId: undefined, status: "ACCEPTED", expirationDate } });
      const outs: unknown = (await handlers.create({ ...INPUTS, ...inputs })).outs;
      expect(outs).not.toHaveProperty("keyId");
      expect(outs).toHaveProperty("status", "ACCEPTED");
      return (outs as typeof OUTPUTS).expirationDate.value;
    };
    expect(await endOf(undefined)).toBe(END);
    expect(await endOf("whenever")).toBe(END);
    expect(await endOf("2127-01-01T00:00:00Z")).toBe(END);
    expect(await endOf("2026-08-30T12:00:00+0000")).toBe("2026-08-30T12:00:00.000Z");
    // What was asked for counts only where the answer has no date.
    expect(await endOf(undefined, { expiryDuration: 30 })).toBe("2026-07-01T12:00:00.000Z");
    expect(await endOf("whenever", { expiryDuration: 36_500 })).toBe(END);
    expect(await endOf(END, { expiryDuration: 30 })).toBe(END);
  });

  test("refuses a certificate that has ended, or an input that isn't valid, and sends nothing", async () => {
    const ended = siteOf({ at: AT_END });
    await expect(ended.handlers.create(INPUTS)).rejects.toThrow(ENDED);
    const { handlers, requests } = siteOf();
    await expect(handlers.create({ ...INPUTS, certificate: certificates.ended })).rejects.toThrow(ENDED);
    const weak = handlers.create({ ...INPUTS, certificate: certificates.bits1024 });
    await expect(weak).rejects.toThrow(
      "ERR_INPUT_INVALID: certificate must be a certificate of an RSA key of at least",
    );
    await expect(handlers.create({ ...INPUTS, certificate: UNKNOWN })).rejects.toThrow("must be known");
    expect([...requests, ...ended.requests]).toEqual([]);
  });

  test("refuses to store a new certificate at a host that only the environment names", async () => {
    const { handlers, requests } = siteOf({ host: { ...ELSEWHERE, isOfStack: false } });
    const news = { ...INPUTS, certificate: certificates.renewedA };
    await handlers.diff("id", OLDS, news);
    await expect(handlers.create(news)).rejects.toMatchObject({
      code: "ERR_HOST_DIFFERS",
      message: expect.stringContaining("the encryption key of org belongs to default.example.com") as unknown,
    });
    expect(requests).toEqual([]);
  });
});

describe("check", () => {
  test("accepts a certificate, and one that isn't known yet", async () => {
    const { handlers } = siteOf();
    expect(await handlers.check({}, INPUTS)).toEqual({ inputs: INPUTS, failures: [] });
    expect(reasonsOf(await handlers.check({}, { ...INPUTS, certificate: UNKNOWN }))).toEqual([]);
  });

  test("refuses a certificate that has ended, unless it's the one that is stored", async () => {
    const { handlers } = siteOf({ at: AT_END });
    expect(reasonsOf(await handlers.check({}, INPUTS))).toEqual([ENDED]);
    expect(reasonsOf(await handlers.check({ ...INPUTS, certificate: certificates.b }, INPUTS))).toEqual([ENDED]);
    const sameInOtherText = { ...INPUTS, certificate: `text\n${certificates.a}` };
    expect(reasonsOf(await handlers.check(sameInOtherText, INPUTS))).toEqual([]);
  });

  test("repeats nothing of a text with a private key", async () => {
    const { handlers, notices } = siteOf();
    const certificate = certificates.a + privateKeys.a.pkcs8;
    const reasons = reasonsOf(await handlers.check({}, { ...INPUTS, certificate }));
    expect(reasons).toEqual([
      "ERR_INPUT_INVALID: certificate must be a certificate without its private key, but it holds one. X.509 certificate of your RSA key of at least 2048 bits, in PEM, without its private key. Another text of the same certificate is no change.",
    ]);
    expect(notices).toEqual([]);
  });

  test("says once, before the first key is stored, that receivers need its private key", async () => {
    const { handlers, notices } = siteOf();
    await handlers.check({}, INPUTS);
    await handlers.check({}, { ...INPUTS, organizationId: "other" });
    expect(notices).toEqual([
      "warning: Creating an encryption key for org at default.example.com. From then on the platform may encrypt notifications to it: deliver its private key to receivers first. The same goes for every other encryption key that this run stores.",
    ]);
  });
});

describe("diff", () => {
  const differenceOf = async (news: object, options: Parameters<typeof siteOf>[0] = {}, olds: object = OLDS) => {
    const { handlers, notices } = siteOf(options);
    return { ...(await handlers.diff("id", olds, { ...INPUTS, ...news })), notices };
  };
  const NONE = { changes: false, replaces: [], notices: [] };

  test("finds no change in another text of the certificate, in defaults and in the name of the connection", async () => {
    expect(await differenceOf({})).toEqual(NONE);
    expect(await differenceOf({ certificate: `text\r\n${certificates.a.replaceAll("\n", "\r\n")}` })).toEqual(NONE);
    expect(await differenceOf({ connection: "other" })).toEqual(NONE);
    expect(await differenceOf({}, {}, { ...OLDS, keyProvider: "org", tenant: "nrtd", expiryDuration: 90 })).toEqual(
      NONE,
    );
  });

  test("never replaces one because it's due or has ended: only a new certificate renews it", async () => {
    expect(await differenceOf({}, { at: AT_END })).toEqual(NONE);
    expect(await differenceOf({}, {}, { ...OLDS, expirationDate: "2020-01-01T00:00:00Z" })).toEqual(NONE);
  });

  test.each([
    [{ certificate: certificates.renewedA }, ["certificate"], "certificate changed"],
    [
      { certificate: certificates.b },
      ["certificate"],
      "certificate changed. The new certificate is of another private key: deliver that to receivers first",
    ],
    [
      { certificate: UNKNOWN },
      ["certificate"],
      "certificate isn't known yet. If the new certificate is of another private key, deliver that to receivers first",
    ],
    [{ organizationId: "other" }, ["organizationId"], "organizationId changed"],
    [{ keyProvider: "org" }, ["keyProvider"], "keyProvider changed"],
    [{ tenant: "nrtd" }, ["tenant"], "tenant changed"],
    [{ expiryDuration: 90 }, ["expiryDuration"], "expiryDuration changed"],
  ])("replaces it for %j", async (news, replaces, reason) => {
    expect(await differenceOf(news)).toEqual({
      changes: true,
      replaces,
      notices: [`The encryption key of org will be replaced: ${reason}.`],
    });
  });

  test("replaces it for another host of the stack's configuration, and not for one of the environment", async () => {
    expect(await differenceOf({}, { host: ELSEWHERE })).toMatchObject({ changes: true, replaces: ["host"] });
    expect(await differenceOf({}, { host: undefined })).toEqual(NONE);
    const { notices, ...difference } = await differenceOf({}, { host: { ...ELSEWHERE, isOfStack: false } });
    expect(difference).toEqual({ changes: false, replaces: [] });
    expect(notices).toEqual([expect.stringContaining("the environment of this run names other.example.com")]);
  });
});

test("read, update and delete send nothing, and keep secrets secret", async () => {
  const { handlers, requests, notices } = siteOf();
  expect(await handlers.read("id", OLDS)).toStrictEqual({ id: "id", props: OUTPUTS });
  expect(await handlers.update("id", OLDS, INPUTS)).toStrictEqual({ outs: OUTPUTS });
  await handlers.delete("id", OLDS);
  await handlers.delete("id", OLDS);
  expect(requests).toEqual([]);
  expect(notices).toEqual([
    "warning: Pulumi no longer manages the encryption key of org, but the key stays valid at the service until it expires: the API can't delete keys. The same goes for every other encryption key that this run deletes.",
  ]);
});

test("update marks what only an earlier program gave, perhaps as a secret", async () => {
  const hidden = { keyProvider: "hidden", tenant: "hidden too", expiryDuration: 90 };
  const updated = await siteOf().handlers.update("id", { ...OLDS, ...hidden }, { ...INPUTS, keyProvider: "hidden" });
  const secrets = { tenant: wireSecret("hidden too"), expiryDuration: wireSecret(90) };
  expect(updated).toStrictEqual({ outs: { ...OUTPUTS, keyProvider: "hidden", ...secrets } });
});

test("delete says nothing of a key that the run replaced", async () => {
  const { handlers, notices } = siteOf({ at: NOW });
  await handlers.create(INPUTS);
  await handlers.delete("id", OLDS);
  expect(notices).toEqual([]);
});
