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
import { readVectors } from "./vectors.js";
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

  test("the raw body, as newer official code signs it", async () => {
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

  test("the inner payload, as older official code signs it, only where it is asked for", async () => {
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
    await expectRefused(notification, "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
  });
});

describe("verifyNotification", () => {
  test("accepts what the current key and an earlier one have signed", async () => {
    expect(await verifyNotification(signed())).toMatchObject({ keyId: "key-2", timestamp: now });
    const header = signNotification({ body, key: earlier, now });
    const { keyId, event } = await verifyNotification(signed({ header }));
    expect(keyId).toBe("key-1");
    expect(event).toEqual(JSON.parse(body));
  });

  test("reads the event once", async () => {
    const verified = await verifyNotification(signed());
    expect(verified.event).toBe(verified.event);
  });

  test("takes the body as bytes, as an ArrayBuffer or as text", async () => {
    const bytes = new TextEncoder().encode(body);
    for (const form of [bytes, Buffer.from(bytes), bytes.buffer, body]) {
      await expect(verifyNotification(signed({ body: form }))).resolves.toMatchObject({ keyId: "key-2" });
    }
  });

  test("takes bytes of another realm, and views of other kinds", async () => {
    const bytes = [...new TextEncoder().encode(body)];
    const source = `new Uint8Array(${JSON.stringify(bytes)})`;
    for (const form of [source, `${source}.buffer`, `new DataView(${source}.buffer)`]) {
      const notification = signed({ body: runInNewContext(form) as Uint8Array });
      await expect(verifyNotification(notification)).resolves.toMatchObject({ event: JSON.parse(body) as unknown });
    }
  });

  test("a byte order mark is part of what is signed, and none of the event", async () => {
    const marked = `\uFEFF${body}`;
    const header = signNotification({ body: marked, key: current, now });
    for (const form of [marked, new TextEncoder().encode(marked)]) {
      const { event } = await verifyNotification(signed({ header, body: form }));
      expect(event).toEqual(JSON.parse(body));
    }
  });

  test("a body that is still base64 doesn't match, and the error names that", async () => {
    const refusal = await refusalOf(signed({ body: Buffer.from(body).toString("base64") }));
    expect(refusal.code).toBe("ERR_NOTIFICATION_SIGNATURE_MISMATCH");
    expect(refusal.message).toMatch(/body parser.*base64/);
  });

  test("takes one key, a list, or a lookup", async () => {
    const [key = current] = keys;
    for (const form of [key, keys, async (keyId: string) => keys.find((held) => held.keyId === keyId)]) {
      await expect(verifyNotification(signed({ keys: form }))).resolves.toMatchObject({ keyId: "key-2" });
    }
    await expectRefused(signed({ keys: async () => undefined }), "ERR_NOTIFICATION_KEY_UNKNOWN");
  });

  test("passes on what a lookup throws", async () => {
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
  ])("refuses %s", async (_, overrides) => {
    await expectRefused(signed(overrides), "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
  });

  test("refuses a body signed raw that stands in a forged envelope, whatever the form", async () => {
    const envelope = `{"eventType":"forged","payload":${body}}`;
    await expectRefused(signed({ body: envelope }), "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
    // In the inner form that is genuine by its signature, and nothing but the signed part is handed out.
    const header = signNotification({ body: envelope, key: current, now, payloadForm: "inner" });
    const { event } = await verifyNotification(signed({ header, body: envelope, payloadForm: "inner" }));
    expect(event).toEqual(JSON.parse(body));
  });

  test("only an unknown key may be accepted later", async () => {
    const unknown = await refusalOf(signed({ keys: [earlier] }));
    expect(unknown).toMatchObject({ code: "ERR_NOTIFICATION_KEY_UNKNOWN", retryable: true });
    expect(await refusalOf(signed({ body: "{}" }))).toMatchObject({ retryable: false });
  });

  test.each([
    [300_000, undefined],
    [300_001, "ERR_NOTIFICATION_TOO_OLD"],
    [-300_000, undefined],
    [-300_001, "ERR_NOTIFICATION_FROM_FUTURE"],
  ] as const)("signed %i ms before now, by default: %s", async (ageMs, code) => {
    const notification = signed({ now: after(ageMs) });
    if (code === undefined) await expect(verifyNotification(notification)).resolves.toBeDefined();
    else await expectRefused(notification, code);
  });

  test("toleranceSeconds moves both borders, and must be a number of seconds", async () => {
    await expectRefused(signed({ now: after(1), toleranceSeconds: 0 }), "ERR_NOTIFICATION_TOO_OLD");
    await expectRefused(signed({ now: after(-1), toleranceSeconds: 0 }), "ERR_NOTIFICATION_FROM_FUTURE");
    await expect(verifyNotification(signed({ toleranceSeconds: 0 }))).resolves.toBeDefined();
    for (const toleranceSeconds of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(verifyNotification(signed({ toleranceSeconds }))).rejects.toThrow(TypeError);
    }
    await expectRefused(signed({ now: new Date(Number.NaN) }), "ERR_NOTIFICATION_FROM_FUTURE");
  });

  test("refuses a key from its end on", async () => {
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
  ])("refuses %s in place of a body, and says how to mount the receiver", async (_, parsed) => {
    const refusal = await refusalOf(signed({ body: parsed as string }));
    expect(refusal.code).toBe("ERR_NOTIFICATION_BODY");
    expect(refusal.message).toContain("express.raw");
  });

  test.each([
    ["not JSON", "payload"],
    ["without payload", "{}"],
    ["null", "null"],
    ["whose payload is a text", '{"payload":"text"}'],
  ])("refuses a body %s in the inner form", async (_, wrong) => {
    await expectRefused(signed({ body: wrong, payloadForm: "inner" }), "ERR_NOTIFICATION_BODY");
  });

  test("bytes that are not UTF-8 verify, and are no event", async () => {
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const header = signNotification({ body: bytes, key: current, now });
    const verified = await verifyNotification(signed({ header, body: bytes }));
    expect(() => verified.event).toThrow(NotificationError);
  });

  test("keys that are none are the program's mistake", async () => {
    for (const wrong of [undefined, null, "text", [{ keyId: "key-2", key: "" }], [{ keyId: "key-2" }]]) {
      await expect(verifyNotification(signed({ keys: wrong as never }))).rejects.toThrow(TypeError);
    }
  });

  test("refuses what was accepted before, and nothing that was refused", async () => {
    const { seen, forget } = createReplayGuard();
    await expectRefused(signed({ seen, body: "{}" }), "ERR_NOTIFICATION_SIGNATURE_MISMATCH");
    const { id } = await verifyNotification(signed({ seen }));
    await expectRefused(signed({ seen }), "ERR_NOTIFICATION_REPLAYED");
    // The padding and quotes of the header are not part of what is remembered.
    await expectRefused(
      signed({ seen, header: `"${String(signed().header).slice(0, -1)}";` }),
      "ERR_NOTIFICATION_REPLAYED",
    );
    await forget(id);
    await expect(verifyNotification(signed({ seen }))).resolves.toMatchObject({ id });
  });

  test("an error repeats nothing of what came", async () => {
    const notification = signed({ header: "t=1780315200000;keyId=leak-key-id;sig=bGVhaw==", body: "leak-body" });
    const { message, stack = "" } = await refusalOf(notification);
    expect(message + stack).not.toMatch(/leak-|bGVhaw/);
  });
});
