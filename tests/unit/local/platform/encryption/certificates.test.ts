import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { base64Of, certificates, MAX_CERTIFICATE_DAYS } from "../../../../support/encryption-vectors.js";
import { createScratch } from "../../../../support/project.js";
import { type PlatformOptions } from "../../../../../local/platform/options.js";
import { type Platform } from "../../../../../local/platform/server.js";
import { type Reply, runPlatform, send } from "../harness.js";

const body = (more: Record<string, unknown> = {}) => ({
  clientRequestAction: "STORE",
  keyInformation: {
    provider: "nrtd",
    tenant: "merchantName",
    keyType: "publickey",
    organizationId: "merchantName",
    pub: base64Of(certificates.days90),
    ...more,
  },
});
const store = (platform: Platform, request: unknown = body()): Promise<Reply> =>
  send(`${platform.origin}/kms/egress/v2/keys-asym`, {
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(request),
  });
const far: PlatformOptions = { maxCertificateDays: MAX_CERTIFICATE_DAYS };

describe("POST keys-asym", () => {
  test("stores a certificate, and answers as the guide does", async () => {
    const platform = await runPlatform();
    const { status, text } = await store(platform);
    const { keyId = "" } = platform.currentEncryptionKey("merchantName") ?? {};
    expect(status).toBe(201);
    expect(JSON.parse(text)).toEqual({
      submitTimeUtc: "2026-01-15T12:34:56Z",
      status: "SUCCESS",
      keyInformation: {
        provider: "NRTD",
        tenant: "merchantName",
        organizationId: "merchantName",
        keyId,
        pub: base64Of(certificates.days90),
        keyType: "publickey",
        status: "active",
        expirationDate: "2026-04-01T00:00:00Z",
      },
    });
    expect(platform.journal).toMatchObject([
      { action: "STORE_CERTIFICATE", organizationId: "merchantName", keyMade: true },
    ]);
    expect(JSON.stringify(platform.journal)).not.toContain(body().keyInformation.pub.slice(0, 20));
  });

  test("answers as the specification does, by option", async () => {
    const { text } = await store(await runPlatform({ certificateAnswer: "status" }));
    expect(JSON.parse(text)).toEqual({ submitTimeUtc: "2026-01-15T12:34:56Z", status: "ACCEPTED" });
  });

  test("gives each stored certificate an ID, and uses the last one until it ends", async () => {
    const platform = await runPlatform(far);
    await store(platform);
    const first = platform.currentEncryptionKey("merchantName");
    await store(platform);
    const second = platform.currentEncryptionKey("merchantName");
    expect(second?.keyId).not.toBe(first?.keyId);
    expect(platform.currentEncryptionKey("other")).toBeUndefined();
    platform.setClock(new Date("2026-04-01T00:00:00Z"));
    expect(platform.currentEncryptionKey("merchantName")).toBeUndefined();
  });

  test("keeps certificates in its file", async () => {
    const persist = join(createScratch("certificates"), "state.json");
    const first = await runPlatform({ persist });
    await store(first);
    const key = first.currentEncryptionKey("merchantName");
    await first.close();
    expect((await runPlatform({ persist })).currentEncryptionKey("merchantName")).toEqual(key);
  });

  test.each([
    ["over 90 days", certificates.over90],
    ["an ended one", certificates.ended],
    ["one that isn't valid yet", certificates.future],
    ["1024 bits", certificates.bits1024],
    ["an elliptic curve", certificates.elliptic],
  ])("refuses %s as the guide says", async (_, certificate) => {
    const platform = await runPlatform();
    const { status, text } = await store(platform, body({ pub: base64Of(certificate) }));
    expect(status).toBe(400);
    expect(platform.journal).toMatchObject([
      { action: "STORE_CERTIFICATE", reason: "INVALID_DATA keyInformation.pub" },
    ]);
    expect(JSON.parse(text)).toEqual({
      submitTimeUtc: "2026-01-15T12:34:56Z",
      status: "INVALID_REQUEST",
      reason: "INVALID_DATA",
      message: "Key invalid or validity too long",
      details: [{ field: "keyInformation.pub", reason: "INVALID_DATA" }],
    });
  });

  test.each<[string, unknown, string, string]>([
    ["PEM", body({ pub: certificates.days90 }), "keyInformation.pub", "INVALID_DATA"],
    [
      "base64 with line ends",
      body({ pub: `${base64Of(certificates.days90)}\n` }),
      "keyInformation.pub",
      "INVALID_DATA",
    ],
    ["no certificate", body({ pub: undefined }), "keyInformation.pub", "MISSING_FIELD"],
    ["a private part", body({ pvt: "AAAA" }), "keyInformation.pvt", "INVALID_DATA"],
    ["a key of the other route", body({ keyType: "sharedSecret" }), "keyInformation.keyType", "INVALID_DATA"],
    ["days as a number", body({ expiryDuration: 90 }), "keyInformation.expiryDuration", "INVALID_DATA"],
    ["no tenant", body({ tenant: undefined }), "keyInformation.tenant", "MISSING_FIELD"],
    ["another action", { ...body(), clientRequestAction: "CREATE" }, "clientRequestAction", "INVALID_DATA"],
  ])("refuses %s, and names the field", async (_, request, field, reason) => {
    const platform = await runPlatform();
    const { status, text } = await store(platform, request);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ details: [{ field, reason }] });
    expect(platform.currentEncryptionKey("merchantName")).toBeUndefined();
  });

  test("takes 90 days at most by default, and by option more; both orders; and expiryDuration", async () => {
    const platform = await runPlatform(far);
    const pub = base64Of(certificates.over90);
    const swapped = body({ pub, provider: "merchantName", tenant: "nrtd", expiryDuration: "365" });
    expect((await store(platform, swapped)).status).toBe(201);
  });

  test("meets faults for its own action", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "answer", made: true, status: 502 }, 1, { action: "STORE_CERTIFICATE" });
    expect((await store(platform)).status).toBe(502);
    expect(platform.currentEncryptionKey("merchantName")).toBeDefined();
  });
});
