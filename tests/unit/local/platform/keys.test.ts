import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeyRequest } from "../../../../local/platform/key-request.js";
import { openStateFile } from "../../../../local/platform/key-file.js";
import { type KeyStore, type OnCreate, createKeyStore } from "../../../../local/platform/keys.js";
import { START, createBody, storeBody } from "./harness.js";
import { DAY_MS } from "../../../../provider/dates.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "platform-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const later = (ms: number) => new Date(START.getTime() + ms);

const create = (organizationId: string, more: Record<string, unknown> = {}) =>
  createBody(organizationId, more) as KeyRequest;
const store = (organizationId: string, more: Record<string, unknown> = {}) =>
  storeBody(organizationId, more) as KeyRequest;

const issue = (keys: KeyStore, request: KeyRequest, now = START) => {
  const key = keys.keyFor(request, now, {});
  keys.keep(key);
  return key;
};
const inMemory = (onCreate: OnCreate) => createKeyStore(onCreate, undefined);

test("a created key is base64 of 32 random bytes", () => {
  const keys = inMemory("override");
  const [one, other] = [issue(keys, create("a")), issue(keys, create("a"))];
  expect(Buffer.from(one.key, "base64")).toHaveLength(32);
  expect(one.key).not.toBe(other.key);
});

test("override replaces the key as the current one", () => {
  const keys = inMemory("override");
  const first = issue(keys, create("a"));
  const second = issue(keys, create("a"));
  expect(second.keyId).not.toBe(first.keyId);
  expect(keys.current("a", "sharedSecret")).toEqual(second);
});

test("same-key returns the existing key with its expiration date", () => {
  const keys = inMemory("same-key");
  const first = issue(keys, create("a", { expiryDuration: "10" }));
  expect(issue(keys, create("a", { expiryDuration: "500" }), later(DAY_MS))).toEqual(first);
});

test("same-key returns a new key from the moment at which the old one expires", () => {
  const keys = inMemory("same-key");
  const first = issue(keys, create("a", { expiryDuration: "10" }));
  expect(issue(keys, create("a"), later(10 * DAY_MS - 1)).keyId).toBe(first.keyId);
  expect(issue(keys, create("a"), later(10 * DAY_MS)).keyId).not.toBe(first.keyId);
});

test("same-key distinguishes organizations and tenants", () => {
  const keys = inMemory("same-key");
  const ids = [create("a"), create("b"), create("a", { tenant: "t" })].map((request) => issue(keys, request).keyId);
  expect(new Set(ids).size).toBe(3);
});

test("STORE replaces the stored key, even with same-key", () => {
  const keys = inMemory("same-key");
  issue(keys, store("a", { key: "old" }));
  issue(keys, store("a", { key: "new" }));
  expect(keys.current("a", "oAuthClientCredentials")?.key).toBe("new");
});

test("a key is stored only after `keep`", () => {
  const keys = inMemory("override");
  keys.keyFor(create("a"), START, {});
  expect(keys.current("a", "sharedSecret")).toBeUndefined();
});

test("the current key of an organization is the last one of all its tenants", () => {
  const keys = inMemory("override");
  issue(keys, create("a"));
  issue(keys, create("a", { tenant: "t" }));
  const last = issue(keys, create("a"));
  expect(keys.current("a", "sharedSecret")).toEqual(last);
  expect(keys.current("a", "oAuthClientCredentials")).toBeUndefined();
  expect(keys.current("b", "sharedSecret")).toBeUndefined();
});

test("keys survive in a file that only its owner can read", () => {
  const file = join(folder, "keys.json");
  const keys = createKeyStore("same-key", openStateFile(file));
  const created = issue(keys, create("a"));
  const stored = issue(keys, store("a"));
  const again = createKeyStore("same-key", openStateFile(file));
  expect(again.current("a", "sharedSecret")).toEqual(created);
  expect(again.current("a", "oAuthClientCredentials")).toEqual(stored);
  expect(issue(again, create("a"))).toEqual(created);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["keys.json"]);
});

test("a file that others could read becomes private", () => {
  const file = join(folder, "keys.json");
  writeFileSync(file, JSON.stringify({ version: 1, keys: [] }), { mode: 0o644 });
  createKeyStore("override", openStateFile(file));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ["no JSON", "a-secret-text {"],
  ["another version", JSON.stringify({ version: 2, keys: [] })],
  ["a key without its parts", JSON.stringify({ version: 1, keys: [{ key: "a-secret-text" }] })],
])("rejects a state file with %s, without changing or quoting it", (_case, content) => {
  const file = join(folder, "keys.json");
  writeFileSync(file, content);
  const open = () => createKeyStore("override", openStateFile(file));
  expect(open).toThrow(`${file} is not a state file of the local platform; use another file or delete it`);
  expect(open).not.toThrow(/a-secret-text/);
  expect(readFileSync(file, "utf8")).toBe(content);
});

test("reports an unwritable file at the start", () => {
  expect(() => createKeyStore("override", openStateFile(join(folder, "missing", "keys.json")))).toThrow(/ENOENT/);
});

test("a key that could not be written is not stored", () => {
  const file = join(folder, "keys.json");
  const keys = createKeyStore("override", openStateFile(file));
  const key = keys.keyFor(create("a"), START, {});
  rmSync(folder, { recursive: true });
  expect(() => keys.keep(key)).toThrow(/ENOENT/);
  expect(keys.current("a", "sharedSecret")).toBeUndefined();
});
