import { describe, expect, test } from "@jest/globals";
import { type NotificationToVerify, verifyNotification } from "../../../verify/index.js";
import { readVectors } from "./vectors.js";

describe("known answers", () => {
  const { documentedExample, computed } = readVectors();

  test("the vendor's documented example", async () => {
    const { keyBase64, t, payload, documentedSig } = documentedExample;
    const verified = await verifyNotification({
      header: `t=${t};keyId=any;sig=${documentedSig}`,
      body: payload,
      keys: { keyId: "any", key: keyBase64 },
      now: new Date(Number(t)),
    });
    expect(verified).toMatchObject({ keyId: "any", timestamp: new Date(Number(t)) });
    expect(() => verified.event).toThrow(expect.objectContaining({ code: "ERR_NOTIFICATION_BODY" }));
  });

  test("the raw body, signed as in newer official code", async () => {
    const [raw] = computed;
    if (raw?.rawBody === undefined || raw.header === undefined) throw new Error("the vectors are not there");
    const { keyBase64, t, rawBody, header } = raw;
    const keyId = /keyId=([^;]+)/.exec(header)?.[1] ?? "";
    const { event } = await verifyNotification({
      header,
      body: Buffer.from(rawBody),
      keys: { keyId, key: keyBase64 },
      now: new Date(Number(t)),
    });
    expect(event).toEqual(JSON.parse(rawBody));
  });

  test("the inner payload, signed as in older official code, is accepted only with payloadForm inner", async () => {
    const [raw, inner] = computed;
    if (raw?.rawBody === undefined || inner === undefined) throw new Error("the vectors are not there");
    const { keyBase64, t, sig } = inner;
    const notification: NotificationToVerify = {
      header: `t=${t};keyId=any;sig=${sig}`,
      body: raw.rawBody,
      keys: { keyId: "any", key: keyBase64 },
      now: new Date(Number(t)),
    };
    const { event } = await verifyNotification({ ...notification, payloadForm: "inner" });
    expect(event).toEqual({ data: { id: "x" } });
    await expect(verifyNotification(notification)).rejects.toMatchObject({
      code: "ERR_NOTIFICATION_SIGNATURE_MISMATCH",
    });
  });
});
