import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { createServerCertificate, type ServerCertificate } from "../../support/certificates.js";
import { type ForwardProxy, startForwardProxy } from "../../support/forward-proxy.js";
import { requestsFromProcess } from "../../support/request-process.js";

/** A name that no resolver knows: only a proxy can reach it. */
const HOST = "kms.example.invalid";
const PASSWORD = "word-of-the-proxy";
/** Turns certificate verification off in programs that don't turn it on themselves. */
const UNVERIFIED = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
/** What each call says if the host answers, if it isn't trusted, and if it can't be reached behind a proxy. */
const CALLS = [
  { call: "key", good: "a key", badHost: "ERR_KMS_UNREACHABLE", badTunnel: "ERR_KMS_UNREACHABLE" },
  { call: "products", good: "status 200", badHost: "no tls", badTunnel: "no connection" },
] as const;

let folder: string;
let ofHost: ServerCertificate;
let ofProxy: ServerCertificate;
let platform: Platform;
/** A proxy over plain HTTP, and two over HTTPS: one for those that trust it, and one for those that don't. */
let plain: ForwardProxy;
let trusted: ForwardProxy;
let untrusted: ForwardProxy;

/** The environment of a process that trusts these certificates, and in which Node.js verifies none by default. */
const trusting = (...certificates: readonly ServerCertificate[]): Record<string, string> => {
  const file = join(folder, "authorities.pem");
  writeFileSync(file, certificates.map(({ authority }) => authority).join("\n"));
  return { ...UNVERIFIED, NODE_EXTRA_CA_CERTS: file };
};

const urlOf = (proxy: ForwardProxy): string =>
  proxy === plain
    ? `http://user:${PASSWORD}@${proxy.host}`
    : `https://user:${PASSWORD}@${proxy.host.replace("127.0.0.1", "localhost")}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "untrusted-"));
  ofHost = createServerCertificate("127.0.0.1", HOST);
  ofProxy = createServerCertificate("localhost");
  platform = await startPlatform({ tls: ofHost, hosts: [HOST] });
  const options = { target: Number(new URL(platform.origin).port), credentials: `user:${PASSWORD}` };
  plain = await startForwardProxy(options);
  trusted = await startForwardProxy({ ...options, tls: ofProxy });
  untrusted = await startForwardProxy({ ...options, tls: ofProxy });
});
afterAll(async () => {
  for (const proxy of [plain, trusted, untrusted]) await proxy.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

/**
 * The outcomes of each call, directly and through proxies, and how many requests the platform got. One process sends
 * them all. Its output must not contain the password.
 *
 * @param routes undefined stands for none
 */
const outcomesOf = async (
  env: Record<string, string>,
  ...routes: readonly (ForwardProxy | undefined)[]
): Promise<[outcomes: Record<string, readonly string[]>, requests: number]> => {
  const before = platform.journal.length;
  const requests = CALLS.flatMap(({ call }) =>
    routes.map((proxy) =>
      proxy === undefined
        ? { call, origin: platform.origin }
        : { call, origin: `https://${HOST}`, proxy: urlOf(proxy) },
    ),
  );
  const { outcomes, output } = await requestsFromProcess(requests, env);
  expect(output).not.toContain(PASSWORD);
  expect(outcomes).toHaveLength(requests.length);
  const found = CALLS.map(({ call }) => [call, outcomes.filter((_, index) => requests[index]?.call === call)] as const);
  return [Object.fromEntries(found), platform.journal.length - before];
};

/** The same kinds of outcomes for each call. */
const expected = (...kinds: readonly ("good" | "badHost" | "badTunnel")[]): Record<string, readonly string[]> =>
  Object.fromEntries(CALLS.map((texts) => [texts.call, kinds.map((kind) => texts[kind])]));

describe("with NODE_TLS_REJECT_UNAUTHORIZED=0, a request", () => {
  test("reaches a trusted host, directly and behind a proxy; an untrusted proxy gets neither the password nor the host", async () => {
    const [outcomes, requests] = await outcomesOf(trusting(ofHost), undefined, plain, untrusted);
    expect(outcomes).toEqual(expected("good", "good", "badTunnel"));
    expect(requests).toBe(2 * CALLS.length);
    expect(plain.asked).toEqual(Array(CALLS.length).fill(`${HOST}:443`));
    expect(untrusted.asked).toEqual([]);
    expect(untrusted.plainRequests).toEqual([]);
  });

  test("isn't sent to an untrusted host, directly or behind a proxy", async () => {
    expect(await outcomesOf(UNVERIFIED, undefined, plain)).toEqual([expected("badHost", "badTunnel"), 0]);
  });

  test("goes through a trusted proxy", async () => {
    expect(await outcomesOf(trusting(ofHost, ofProxy), trusted)).toEqual([expected("good"), CALLS.length]);
    expect(trusted.asked).toEqual(Array(CALLS.length).fill(`${HOST}:443`));
    expect(trusted.plainRequests).toEqual([]);
  });
});
