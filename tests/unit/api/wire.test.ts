import { describe, expect, test } from "@jest/globals";
import { decodeKeyAnswer, encodeKeyRequest, isAnswerFault } from "../../../provider/api/wire.js";

const SECRET = "KTTY1LLGYR6A2LL4XZTT9W9RGCVJ5Z4XZAP6AFTRUFWLSXX0NX4N88N9EJED3BMM";

describe("encodeKeyRequest", () => {
  test("writes CREATE as the vendor's page has it, the duration a string", () => {
    const body = encodeKeyRequest({
      action: "CREATE",
      organizationId: "merchantName",
      keyProvider: "nrtd",
      tenant: "merchantName",
      expiryDurationDays: 365,
    });
    expect(body).toBe(
      '{"clientRequestAction":"CREATE","keyInformation":{"provider":"nrtd","tenant":"merchantName","keyType":"sharedSecret","organizationId":"merchantName","expiryDuration":"365"}}',
    );
  });

  test("writes STORE as the vendor's page has it", () => {
    const body = encodeKeyRequest({
      action: "STORE",
      organizationId: "merchantName",
      keyProvider: "merchantName",
      tenant: "nrtd",
      clientId: "Webhook server's username",
      clientSecret: "Webhook server's secret key",
      expiryDurationDays: 365,
    });
    expect(JSON.parse(body)).toEqual({
      clientRequestAction: "STORE",
      keyInformation: {
        provider: "merchantName",
        tenant: "nrtd",
        keyType: "oAuthClientCredentials",
        organizationId: "merchantName",
        clientKeyId: "Webhook server's username",
        key: "Webhook server's secret key",
        expiryDuration: "365",
      },
    });
  });
});

const createAnswer = {
  submitTimeUtc: "2021-03-17T06:53:06+0000",
  status: "SUCCESS",
  keyInformation: {
    provider: "NRTD",
    tenant: "merchantName",
    organizationId: "merchantName",
    keyId: "bdc0fe52-091e-b0d6-e053-34b8d30a0504",
    key: "u3qgvoaJ73rLJdPLTU3moxrXyNZA4eo5dklKtIXhsAE=",
    keyType: "sharedSecret",
    status: "Active",
    expirationDate: "2022-03-17T06:53:06+0000",
  },
};
const answerWith = (top: object, key: object = {}): string =>
  JSON.stringify({ ...createAnswer, ...top, keyInformation: { ...createAnswer.keyInformation, ...key } });

describe("decodeKeyAnswer", () => {
  test("reads the documented answer", () => {
    expect(decodeKeyAnswer(JSON.stringify(createAnswer), [])).toEqual({
      keyId: "bdc0fe52-091e-b0d6-e053-34b8d30a0504",
      key: "u3qgvoaJ73rLJdPLTU3moxrXyNZA4eo5dklKtIXhsAE=",
      status: "ACTIVE",
      submitTimeUtc: "2021-03-17T06:53:06+0000",
      expirationDate: "2022-03-17T06:53:06+0000",
    });
  });

  test.each([
    ["status ACCEPTED", answerWith({ status: "ACCEPTED" })],
    ["status in lower case", answerWith({ status: "success" }, { status: "active" })],
    ["no status of the key", answerWith({}, { status: undefined })],
    ["unknown fields", answerWith({ more: [1] }, { pub: null })],
    ["empty errorInformation", answerWith({}, { errorInformation: null })],
  ])("accepts %s", (_, body) => {
    expect(decodeKeyAnswer(body, [])).toMatchObject({ keyId: createAnswer.keyInformation.keyId });
  });

  test.each([
    ["ACTIVE", "proactive-secret", "ACTIVE"],
    ["Pending_Renewal", "client-secret", "PENDING_RENEWAL"],
    ["a word of tomorrow", "client-secret", "UNKNOWN"],
    ["CLIENT_SECRET", "client-secret", "UNKNOWN"],
    [createAnswer.keyInformation.key, "client-secret", "UNKNOWN"],
  ])("keeps of a key's status %j what may stand in the clear", (status, secret, kept) => {
    expect(decodeKeyAnswer(answerWith({}, { status }), [secret])).toMatchObject({ status: kept });
  });

  test("keeps a date that cannot be read, or is missing, for the caller to judge", () => {
    expect(decodeKeyAnswer(answerWith({}, { expirationDate: "soon" }), [])).toMatchObject({ expirationDate: "soon" });
    expect(decodeKeyAnswer(answerWith({}, { expirationDate: undefined }), [])).toMatchObject({
      expirationDate: undefined,
    });
    expect(decodeKeyAnswer(answerWith({}, { expirationDate: 5 }), [])).toMatchObject({ expirationDate: "5" });
  });

  test.each([
    ["another status", answerWith({ status: "PENDING" }), "ERR_KMS_KEY_FAILED"],
    ["a failed key", answerWith({}, { status: "failed" }), "ERR_KMS_KEY_FAILED"],
    ["an inactive key", answerWith({}, { status: "INACTIVE" }), "ERR_KMS_KEY_FAILED"],
    ["an expired key", answerWith({}, { status: "Expired" }), "ERR_KMS_KEY_FAILED"],
    ["errorInformation", answerWith({}, { errorInformation: { reason: "INVALID_DATA" } }), "ERR_KMS_KEY_FAILED"],
    ["no status", answerWith({ status: undefined }), "ERR_KMS_BAD_ANSWER"],
    ["no keyId", answerWith({}, { keyId: undefined }), "ERR_KMS_BAD_ANSWER"],
    ["an empty key", answerWith({}, { key: "" }), "ERR_KMS_BAD_ANSWER"],
    ["a key that is no string", answerWith({}, { key: 7 }), "ERR_KMS_BAD_ANSWER"],
    ["no keyInformation", JSON.stringify({ status: "SUCCESS" }), "ERR_KMS_BAD_ANSWER"],
    ["an array", "[]", "ERR_KMS_BAD_ANSWER"],
    ["HTML", "<html></html>", "ERR_KMS_BAD_ANSWER"],
    ["nothing", "", "ERR_KMS_BAD_ANSWER"],
  ])("refuses %s", (_, body, code) => {
    expect(decodeKeyAnswer(body, [])).toMatchObject({ code });
  });

  test.each([
    ["<html>", "the answer is not JSON"],
    ["[]", "the answer is not an object"],
    ["7", "the answer is not an object"],
    ["{}", "the answer lacks status, keyInformation"],
    [answerWith({ status: "" }), "the answer lacks status"],
    [answerWith({}, { keyId: undefined, key: 7 }), "the answer lacks keyInformation.keyId, keyInformation.key"],
  ])("says what is wrong with %s", (body, what) => {
    expect(decodeKeyAnswer(body, [])).toStrictEqual({ code: "ERR_KMS_BAD_ANSWER", what });
  });

  test.each([
    ["", "2027", "2027"],
    [20_270_131, "x".repeat(65), "x".repeat(64)],
    [null, { year: 2027 }, "(not a date)"],
    [undefined, true, "(not a date)"],
  ])("takes %j and %j for dates as far as they are texts", (submitTimeUtc, expirationDate, text) => {
    const given = submitTimeUtc === null || submitTimeUtc === undefined ? undefined : String(submitTimeUtc);
    expect(decodeKeyAnswer(answerWith({ submitTimeUtc }, { expirationDate }), [])).toMatchObject({
      submitTimeUtc: given,
      expirationDate: text,
    });
  });

  test.each([
    [{}, true],
    [[], true],
    [null, true],
    [{ reason: "X" }, false],
    ["", false],
    [0, false],
    [false, false],
  ])("takes errorInformation %j for none: %s", (errorInformation, isKey) => {
    const answer = decodeKeyAnswer(answerWith({}, { errorInformation }), []);
    expect(isAnswerFault(answer)).toBe(!isKey);
  });

  test("quotes no key of an answer that failed, and no words beside it", () => {
    const failed = { status: "FAILED", message: "wrong: hush" };
    const told = (key: unknown): unknown => decodeKeyAnswer(answerWith({}, { ...failed, key }), []);
    expect(told("hush")).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED)",
    });
    expect(told(7)).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED; wrong: hush)",
    });
  });

  test("quotes the reason of a failure: words where nothing is secret, else codes and fields", () => {
    const failed = {
      key: undefined,
      status: "failed",
      message: `Key invalid or validity too long: ${SECRET}`,
      errorInformation: {
        reason: "INVALID_DATA",
        details: [{ field: "keyInformation.expiryDuration", reason: "INVALID_DATA" }],
      },
    };
    const told = (secrets: readonly string[]): unknown => decodeKeyAnswer(answerWith({}, failed), secrets);
    expect(told([])).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what:
        "the answer says that the key failed (SUCCESS; FAILED; Key invalid or validity too long: […]; INVALID_DATA; " +
        "keyInformation.expiryDuration)",
    });
    expect(told(["sent-secret"])).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED; INVALID_DATA; keyInformation.expiryDuration)",
    });
  });

  test("quotes a state in any case", () => {
    expect(decodeKeyAnswer(answerWith({ status: "Pending" }, { key: undefined }), ["sent-secret"])).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (PENDING; ACTIVE)",
    });
  });
});
