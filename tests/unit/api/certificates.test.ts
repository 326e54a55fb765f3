import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Fault } from "../../../local/platform/fault.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { type CertificateRequest, decodeCertificateAnswer } from "../../../provider/api/certificate-wire.js";
import { createApiClient } from "../../../provider/api/client.js";
import { createCertificatesClient } from "../../../provider/api/certificates.js";
import { base64Of, certificates, MAX_CERTIFICATE_DAYS } from "../../support/encryption-vectors.js";
import { connectionTo } from "../../support/key-requests.js";

const REQUEST: CertificateRequest = {
  organizationId: "org",
  keyProvider: "nrtd",
  tenant: "org",
  certificateBase64: base64Of(certificates.a),
};
const NOW = new Date("2026-06-01T12:00:00Z");

let platform: Platform;
beforeEach(async () => {
  platform = await startPlatform({ now: () => NOW, maxCertificateDays: MAX_CERTIFICATE_DAYS });
});
afterEach(() => platform.close());

const store = (request: Partial<CertificateRequest> = {}) =>
  createCertificatesClient({
    client: createApiClient({ now: () => NOW, backoffMs: () => 1 }),
    now: () => NOW,
    newCorrelationId: () => "correlation",
  }).storeCertificate(connectionTo(platform.origin), { ...REQUEST, ...request });

const failureOf = async (request: Partial<CertificateRequest> = {}): Promise<string> =>
  store(request).then(
    () => "no failure",
    (error: unknown) => String(error).replace(/127\.0\.0\.1:\d+/, "HOST"),
  );

describe("a certificate", () => {
  test("is stored, and the answer read, with and without the key", async () => {
    expect(await store()).toEqual({
      keyId: platform.currentEncryptionKey("org")?.keyId,
      status: "ACTIVE",
      submitTimeUtc: "2026-06-01T12:00:00Z",
      expirationDate: "2126-01-01T00:00:00Z",
      correlationId: "correlation",
    });
    const strict = await startPlatform({
      now: () => NOW,
      maxCertificateDays: MAX_CERTIFICATE_DAYS,
      certificateAnswer: "status",
    });
    const port = platform;
    platform = strict;
    expect(await store()).toEqual({
      keyId: undefined,
      status: "ACCEPTED",
      submitTimeUtc: "2026-06-01T12:00:00Z",
      expirationDate: undefined,
      correlationId: "correlation",
    });
    await port.close();
  });

  test("is sent in the documented body, with expiryDuration only if it's given", async () => {
    await store();
    await store({ keyProvider: "org", tenant: "nrtd", expiryDurationDays: 90 });
    const owner = { keyType: "publickey", organizationId: "org", pub: "[withheld]" };
    expect(platform.journal.map(({ path, action, bodyFields }) => ({ path, action, bodyFields }))).toEqual([
      {
        path: "/kms/egress/v2/keys-asym",
        action: "STORE_CERTIFICATE",
        bodyFields: { ...owner, provider: "nrtd", tenant: "org" },
      },
      {
        path: "/kms/egress/v2/keys-asym",
        action: "STORE_CERTIFICATE",
        bodyFields: { ...owner, provider: "org", tenant: "nrtd", expiryDuration: "90" },
      },
    ]);
  });

  const SUPPORT = "If the error persists, show the correlation id to the vendor's support.";
  const AT = "STORE for organization org at HOST";
  const WHO = "; correlation id correlation.";
  const FAULTS: readonly (readonly [string, Fault, string])[] = [
    [
      "401",
      { kind: "answer", made: false, status: 401 },
      `KmsError: ERR_KMS_UNAUTHORIZED: ${AT} was answered with status 401${WHO} The certificate wasn't stored. Check merchantId, the key pair or P12, that they belong to this host (test or production), and the clock of this machine. To find the cause without storing anything, run \`npx pulumi-cybersource-webhooks check-access\`.`,
    ],
    [
      "502",
      { kind: "answer", made: true, status: 502 },
      `KmsError: ERR_KMS_OUTCOME_UNKNOWN: ${AT} was answered with status 502${WHO} The certificate may have been stored, but the stack doesn't have its keyId. Wait a minute, and run \`pulumi up\` again to store it again.`,
    ],
    [
      "a broken connection",
      { kind: "reset", made: true },
      `KmsError: ERR_KMS_OUTCOME_UNKNOWN: ${AT} was sent, but the connection was closed before the answer was complete (ECONNRESET)${WHO} The certificate may have been stored, but the stack doesn't have its keyId. Wait a minute, and run \`pulumi up\` again to store it again.`,
    ],
    [
      "no JSON",
      { kind: "answer", made: true, status: 201, body: "<html>" },
      `KmsError: ERR_KMS_BAD_ANSWER: ${AT} was answered with status 201, but the answer is not JSON${WHO} The certificate may have been stored, but the stack doesn't have its keyId. Check \`host\` of the connection, wait a minute, and run \`pulumi up\` again to store it again. ${SUPPORT}`,
    ],
    [
      "no status",
      { kind: "edit", made: true, omit: ["status"] },
      `KmsError: ERR_KMS_BAD_ANSWER: ${AT} was answered with status 201, but the answer lacks status${WHO} The certificate may have been stored, but the stack doesn't have its keyId. Check \`host\` of the connection, wait a minute, and run \`pulumi up\` again to store it again. ${SUPPORT}`,
    ],
    [
      "a failed key",
      {
        kind: "edit",
        made: true,
        set: { "keyInformation.status": "failed", "keyInformation.message": "MISSING_FIELD" },
      },
      `KmsError: ERR_KMS_KEY_FAILED: ${AT} was answered with status 201, but the answer says that the key failed (SUCCESS; FAILED; MISSING_FIELD)${WHO} The certificate wasn't stored. Check the inputs that the answer names, or show the correlation id to the vendor's support.`,
    ],
  ];
  test.each(FAULTS)("is reported with what to do after %s", async (_, fault, message) => {
    platform.fault(fault, "always");
    expect(await failureOf()).toBe(message);
    expect(platform.journal).toHaveLength(1);
  });

  test("is reported with what to do if the platform doesn't take it", async () => {
    expect(await failureOf({ certificateBase64: base64Of(certificates.ended) })).toBe(
      `KmsError: ERR_KMS_BAD_REQUEST: ${AT} was answered with status 400 ([…]; INVALID_REQUEST; INVALID_DATA; Key invalid or validity too long; keyInformation.pub)${WHO} The certificate wasn't stored. Check organizationId, keyProvider, tenant and expiryDuration of the resource. If the answer says that the key is invalid or its validity too long, issue a certificate that is valid now, and for at most 90 days.`,
    );
  });

  test("is sent again only after an answer that says that it wasn't stored", async () => {
    platform.fault({ kind: "answer", made: false, status: 503 }, 2);
    expect(await store()).toMatchObject({ status: "ACTIVE" });
    expect(platform.journal.map(({ status }) => status)).toEqual([503, 503, 201]);
  });
});

describe("an answer", () => {
  const decode = (answer: unknown) => decodeCertificateAnswer(JSON.stringify(answer));
  const statusOf = (status: string, keyId = "abcd-efgh"): unknown =>
    decode({ status: "SUCCESS", keyInformation: { status, keyId } });

  test.each([[null], [{}], [{ keyId: "" }], [{ keyId: null }]])("may have no keyId: %j", (keyInformation) => {
    expect(decode({ status: "accepted", keyInformation })).toEqual({ keyId: undefined, status: "ACCEPTED" });
  });

  test("has no secret in its status", () => {
    expect(statusOf("Active")).toMatchObject({ status: "ACTIVE" });
    expect(statusOf("abcd")).toMatchObject({ status: "UNKNOWN" });
    expect(statusOf("b6e1c0de")).toMatchObject({ status: "UNKNOWN" });
  });

  test.each([
    [{ status: "FAILED" }, "ERR_KMS_KEY_FAILED"],
    [{ status: "SUCCESS", keyInformation: { status: "expired" } }, "ERR_KMS_KEY_FAILED"],
    [{ status: "SUCCESS", keyInformation: { errorInformation: { reason: "x" } } }, "ERR_KMS_KEY_FAILED"],
    [{ keyInformation: { keyId: "id" } }, "ERR_KMS_BAD_ANSWER"],
    [{ status: "SUCCESS", keyInformation: { keyId: 7 } }, "ERR_KMS_BAD_ANSWER"],
    [[], "ERR_KMS_BAD_ANSWER"],
    [null, "ERR_KMS_BAD_ANSWER"],
  ])("of another form is an error: %j", (answer, code) => {
    expect(decode(answer)).toMatchObject({ code });
  });

  test("doesn't repeat a keyId in an error", () => {
    const keyInformation = { keyId: "onlyletters", status: "FAILED", message: "The key onlyletters failed" };
    expect(decode({ status: "SUCCESS", keyInformation })).toEqual({
      code: "ERR_KMS_KEY_FAILED",
      what: "the answer says that the key failed (SUCCESS; FAILED)",
    });
  });
});
