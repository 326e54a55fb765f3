import { describe, expect, test } from "@jest/globals";
import { decodeKeyAnswer, encodeKeyRequest, isAnswerFault } from "../../../provider/api/wire.js";

const SECRET = "KTTY1LLGYR6A2LL4XZTT9W9RGCVJ5Z4XZAP6AFTRUFWLSXX0NX4N88N9EJED3BMM";

describe("encodeKeyRequest", () => {
  test("writes CREATE as on the vendor's page, with the duration as a string", () => {
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

  test("writes STORE as on the vendor's page", () => {
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
  ])("replaces the status %j with UNKNOWN if it could be a secret (%s): %s", (status, secret, kept) => {
    expect(decodeKeyAnswer(answerWith({}, { status }), [secret])).toMatchObject({ status: kept });
  });

  test("returns dates unchanged, also if they can't be read or are missing", () => {
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
    ["a key that isn't a string", answerWith({}, { key: 7 }), "ERR_KMS_BAD_ANSWER"],
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
  ])("reads %j and %j as dates only if they are strings or numbers", (submitTimeUtc, expirationDate, text) => {
    const submitTimeText = submitTimeUtc === null || submitTimeUtc === undefined ? undefined : String(submitTimeUtc);
    expect(decodeKeyAnswer(answerWith({ submitTimeUtc }, { expirationDate }), [])).toMatchObject({
      submitTimeUtc: submitTimeText,
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
  ])("ignores errorInformation %j as empty: %s", (errorInformation, isKey) => {
    const answer = decodeKeyAnswer(answerWith({}, { errorInformation }), []);
    expect(isAnswerFault(answer)).toBe(!isKey);
  });

  test("quotes no words of a failed answer that contains a key", () => {
    const failed = { status: "FAILED", message: "wrong: hush" };
    const faultOf = (key: unknown): unknown => decodeKeyAnswer(answerWith({}, { ...failed, key }), []);
    expect(faultOf("hush")).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED)",
    });
    expect(faultOf(7)).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED; wrong: hush)",
    });
  });

  test("quotes the reason of a failure: words if nothing is secret, otherwise codes and fields", () => {
    const failed = {
      key: undefined,
      status: "failed",
      message: `Key invalid or validity too long: ${SECRET}`,
      errorInformation: {
        reason: "INVALID_DATA",
        details: [{ field: "keyInformation.expiryDuration", reason: "INVALID_DATA" }],
      },
    };
    const faultOf = (secrets: readonly string[]): unknown => decodeKeyAnswer(answerWith({}, failed), secrets);
    expect(faultOf([])).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what:
        "the answer says that the key failed (SUCCESS; FAILED; Key invalid or validity too long: […]; INVALID_DATA; " +
        "keyInformation.expiryDuration)",
    });
    expect(faultOf(["sent-secret"])).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED; INVALID_DATA; keyInformation.expiryDuration)",
    });
  });

  test("quotes statuses in upper case", () => {
    expect(decodeKeyAnswer(answerWith({ status: "Pending" }, { key: undefined }), ["sent-secret"])).toStrictEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (PENDING; ACTIVE)",
    });
  });
});
