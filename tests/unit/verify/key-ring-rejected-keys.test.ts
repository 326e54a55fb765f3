import { describe, expect, test } from "@jest/globals";
import { signNotification } from "../../../testing/index.js";
import { type KeyRing, type VerificationKey, verifyNotification } from "../../../verify/index.js";
import { key, setUp, START_MS } from "./key-ring-setup.js";

describe("a cached key", () => {
  const body = "{}";
  const verify = (keys: KeyRing, signer: VerificationKey, now: Date) =>
    verifyNotification({ header: signNotification({ body, key: signer, now }), body, keys, now });
  const expected = (code: string): unknown => expect.objectContaining({ code });

  test("that has expired is read again, because the service may have extended it", async () => {
    const { vault, find, time } = setUp();
    vault.keys = [key("one", { expirationDate: new Date(START_MS + 20_000).toISOString() })];
    await verify(find, key("one"), time.now());
    await time.advance(20_000);
    await expect(verify(find, key("one"), time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_KEY_EXPIRED"));
    expect(vault.reads).toBe(2);
    vault.keys = [key("one", { expirationDate: new Date(START_MS + 86_400_000).toISOString() })];
    await time.advance(9_999);
    await expect(verify(find, key("one"), time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_KEY_EXPIRED"));
    await time.advance(1);
    await expect(verify(find, key("one"), time.now())).resolves.toMatchObject({ keyId: "one" });
    expect(vault.reads).toBe(3);
  });

  test("that doesn't verify is read again, because the service may have another key with this ID", async () => {
    const { vault, find, time } = setUp({ keys: [key("one")] });
    const other = { ...key("one"), key: key("another").key };
    await expect(verify(find, other, time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_SIGNATURE_MISMATCH"));
    expect(vault.reads).toBe(1);
    vault.keys = [other];
    await time.advance(10_000);
    await expect(verify(find, other, time.now())).resolves.toMatchObject({ keyId: "one" });
    await expect(verify(find, key("one"), time.now())).rejects.toEqual(expected("ERR_NOTIFICATION_SIGNATURE_MISMATCH"));
    expect(vault.reads).toBe(2);
  });

  test("that doesn't verify while the source fails leads to the source's error", async () => {
    const { vault, find, time } = setUp({ keys: [key("one")] });
    vault.read = () => Promise.reject(new Error("sealed"));
    await expect(verify(find, { ...key("one"), key: key("x").key }, time.now())).rejects.toThrow("sealed");
  });

  test("is looked up only once if the lookup isn't a key ring", async () => {
    const asked: string[] = [];
    const lookup = async (keyId: string): Promise<VerificationKey> => {
      asked.push(keyId);
      return key("one");
    };
    const now = new Date(START_MS);
    const header = signNotification({ body, key: { ...key("one"), key: key("x").key }, now });
    await expect(verifyNotification({ header, body, keys: lookup, now })).rejects.toThrow("SIGNATURE_MISMATCH");
    expect(asked).toEqual(["one"]);
  });
});
