import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { signNotification } from "../../../testing/index.js";
import {
  createReplayGuard,
  NotificationError,
  type NotificationErrorCode,
  type NotificationToVerify,
  verifyNotification,
} from "../../../verify/index.js";
import { DAY_MS } from "../../../provider/dates.js";

const now = new Date("2026-06-01T12:00:00.000Z");
const after = (ms: number): Date => new Date(now.getTime() + ms);
const current = { keyId: "key-2", key: Buffer.from("current key of 32 bytes ........").toString("base64") };
const earlier = { keyId: "key-1", key: Buffer.from("earlier key of 32 bytes ........").toString("base64") };
const keys = [
  { ...current, expirationDate: after(300 * DAY_MS).toISOString() },
  { ...earlier, expirationDate: after(DAY_MS).toISOString(), retiredAt: after(-DAY_MS).toISOString() },
];
const body = '{"eventType":"payments.payments.accept","payload":{"amount":"12.50","ümlaut":true}}';

const signed = (overrides: Partial<NotificationToVerify> = {}): NotificationToVerify => ({
  header: signNotification({ body, key: current, now }),
  body,
  keys,
  now,
  ...overrides,
});

const refusalOf = async (notification: NotificationToVerify): Promise<NotificationError> => {
  const outcome: unknown = await verifyNotification(notification).catch((error: unknown) => error);
  if (!(outcome instanceof NotificationError)) throw new Error("it was accepted");
  return outcome;
};
const expectRefused = async (notification: NotificationToVerify, code: NotificationErrorCode): Promise<void> => {
  expect((await refusalOf(notification)).code).toBe(code);
};

describe("verifyNotification", () => {
  test("accepts notifications signed with the current key or an earlier one", async () => {
    expect(await verifyNotification(signed())).toMatchObject({ keyId: "key-2", timestamp: now });
    const header = signNotification({ body, key: earlier, now });
    const { keyId, event } = await verifyNotification(signed({ header }));
    expect(keyId).toBe("key-1");
    expect(event).toEqual(JSON.parse(body));
  });

  test("parses the event once", async () => {
    const verified = await verifyNotification(signed());
    expect(verified.event).toBe(verified.event);
  });

  test("accepts the body as bytes, as an ArrayBuffer or as text", async () => {
    const bytes = new TextEncoder().encode(body);
    for (const form of [bytes, Buffer.from(bytes), bytes.buffer, body]) {
      await expect(verifyNotification(signed({ body: form }))).resolves.toMatchObject({ keyId: "key-2" });
    }
  });

  test("accepts bytes from another realm, and other kinds of views", async () => {
    const bytes = [...new TextEncoder().encode(body)];
    const source = `new Uint8Array(${JSON.stringify(bytes)})`;
    for (const form of [source, `${source}.buffer`, `new DataView(${source}.buffer)`]) {
      const notification = signed({ body: runInNewContext(form) as Uint8Array });
      await expect(verifyNotification(notification)).resolves.toMatchObject({ event: JSON.parse(body) as unknown });
    }
  });

  test("includes a byte order mark in the signature, but not in the event", async () => {
    const marked = `\uFEFF${body}`;
    const header = signNotification({ body: marked, key: current, now });
    for (const form of [marked, new TextEncoder().encode(marked)]) {
      const { event } = await verifyNotification(signed({ header, body: form }));
      expect(event).toEqual(JSON.parse(body));
    }
  });

  test("rejects a body that is still base64, with an error that says so", async () => {
    const refusal = await refusalOf(signed({ body: Buffer.from(body).toString("base64") }));
    expect(refusal.code).toBe("ERR_NOTIFICATION_SIGNATURE_MISMATCH");
    expect(refusal.message).toMatch(/body parser.*base64/);
  });

  test("accepts one key, a list, or a lookup", async () => {
    const [key = current] = keys;
    for (const form of [key, keys, async (keyId: string) => keys.find((held) => held.keyId === keyId)]) {
      await expect(verifyNotification(signed({ keys: form }))).resolves.toMatchObject({ keyId: "key-2" });
    }
    await expectRefused(signed({ keys: async () => undefined }), "ERR_NOTIFICATION_KEY_UNKNOWN");
  });

  test("rethrows the error of a lookup", async () => {
    const vault = async (): Promise<never> => Promise.reject(new Error("the vault is sealed"));
    await expect(verifyNotification(signed({ keys: vault }))).rejects.toThrow("the vault is sealed");
  });

  test.each([
    ["a changed body", { body: `${body} ` }],
    ["another key's signature", { header: signNotification({ body, key: { ...earlier, keyId: "key-2" }, now }) }],
    [
      "a changed time",
      { header: signNotification({ body, key: current, now }).replace(/t=\d+/, `t=${now.getTime() + 1}`) },
    ],
  ])("rejects %s", async (_, overrides) => {
    await expectRefused(signed(overrides), "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
  });

  test("rejects a genuine body in a forged envelope", async () => {
    const envelope = `{"eventType":"forged","payload":${body}}`;
    await expectRefused(signed({ body: envelope }), "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
    // In the inner form the signature is valid, but the event contains only the signed part.
    const header = signNotification({ body: envelope, key: current, now, payloadForm: "inner" });
    const { event } = await verifyNotification(signed({ header, body: envelope, payloadForm: "inner" }));
    expect(event).toEqual(JSON.parse(body));
  });

  test("marks an unknown key as retryable, but not a wrong signature", async () => {
    const unknown = await refusalOf(signed({ keys: [earlier] }));
    expect(unknown).toMatchObject({ code: "ERR_NOTIFICATION_KEY_UNKNOWN", retryable: true });
    expect(await refusalOf(signed({ body: "{}" }))).toMatchObject({ retryable: false });
  });

  test.each([
    [300_000, undefined],
    [300_001, "ERR_NOTIFICATION_TOO_OLD"],
    [-300_000, undefined],
    [-300_001, "ERR_NOTIFICATION_FROM_FUTURE"],
  ] as const)("with the default tolerance, a notification signed %i ms ago: %s", async (ageMs, code) => {
    const notification = signed({ now: after(ageMs) });
    if (code === undefined) await expect(verifyNotification(notification)).resolves.toBeDefined();
    else await expectRefused(notification, code);
  });

  test("toleranceSeconds sets both limits, and must be a number of seconds", async () => {
    await expectRefused(signed({ now: after(1), toleranceSeconds: 0 }), "ERR_NOTIFICATION_TOO_OLD");
    await expectRefused(signed({ now: after(-1), toleranceSeconds: 0 }), "ERR_NOTIFICATION_FROM_FUTURE");
    await expect(verifyNotification(signed({ toleranceSeconds: 0 }))).resolves.toBeDefined();
    for (const toleranceSeconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(verifyNotification(signed({ toleranceSeconds }))).rejects.toThrow(TypeError);
    }
    await expectRefused(signed({ now: new Date(Number.NaN) }), "ERR_NOTIFICATION_FROM_FUTURE");
  });

  test("rejects a key from its expirationDate on", async () => {
    const ending = (ms: number): NotificationToVerify =>
      signed({ keys: [{ ...current, expirationDate: after(ms).toISOString() }] });
    await expect(verifyNotification(ending(1))).resolves.toBeDefined();
    await expectRefused(ending(0), "ERR_NOTIFICATION_KEY_EXPIRED");
    await expect(verifyNotification(signed({ keys: [current] }))).resolves.toBeDefined();
  });

  test.each([
    ["an object", JSON.parse(body)],
    ["null", null],
    ["undefined", undefined],
    ["a number", 7],
  ])("rejects %s as a body, and says how to mount the receiver", async (_, parsed) => {
    const refusal = await refusalOf(signed({ body: parsed as string }));
    expect(refusal.code).toBe("ERR_NOTIFICATION_BODY");
    expect(refusal.message).toContain("express.raw");
  });

  test.each([
    ["not JSON", "payload"],
    ["without payload", "{}"],
    ["null", "null"],
    ["whose payload is a string", '{"payload":"text"}'],
  ])("rejects a body %s in the inner form", async (_, wrong) => {
    await expectRefused(signed({ body: wrong, payloadForm: "inner" }), "ERR_NOTIFICATION_BODY");
  });

  test("verifies bytes that aren't UTF-8, but can't parse them as an event", async () => {
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const header = signNotification({ body: bytes, key: current, now });
    const verified = await verifyNotification(signed({ header, body: bytes }));
    expect(() => verified.event).toThrow(NotificationError);
  });

  test("takes a body that is only a compact JWE as the event", async () => {
    for (const body of ["aa.bb.cc.dd.ee\n", Buffer.from("aa.bb.cc.dd.ee")]) {
      const header = signNotification({ body, key: current, now });
      expect((await verifyNotification(signed({ header, body }))).event).toBe("aa.bb.cc.dd.ee");
    }
    const header = signNotification({ body: "aa.bb.cc.dd", key: current, now });
    const verified = await verifyNotification(signed({ header, body: "aa.bb.cc.dd" }));
    expect(() => verified.event).toThrow("the body is not JSON in UTF-8");
  });

  test("rejects invalid keys with a TypeError", async () => {
    for (const wrong of [undefined, null, "text", [{ keyId: "key-2", key: "" }], [{ keyId: "key-2" }]]) {
      await expect(verifyNotification(signed({ keys: wrong as never }))).rejects.toThrow(TypeError);
    }
  });

  test("rejects a notification that was accepted before, but not one that was rejected before", async () => {
    const { seen, forget } = createReplayGuard();
    await expectRefused(signed({ seen, body: "{}" }), "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
    const { id } = await verifyNotification(signed({ seen }));
    await expectRefused(signed({ seen }), "ERR_NOTIFICATION_REPLAYED");
    // The same signature, with other padding and quotes in the header.
    await expectRefused(
      signed({ seen, header: `"${String(signed().header).slice(0, -1)}";` }),
      "ERR_NOTIFICATION_REPLAYED",
    );
    await forget(id);
    await expect(verifyNotification(signed({ seen }))).resolves.toMatchObject({ id });
  });

  test("quotes nothing of the request in an error", async () => {
    const notification = signed({ header: "t=1780315200000;keyId=leak-key-id;sig=bGVhaw==", body: "leak-body" });
    const { message, stack = "" } = await refusalOf(notification);
    expect(message + stack).not.toMatch(/leak-|bGVhaw/);
  });
});
