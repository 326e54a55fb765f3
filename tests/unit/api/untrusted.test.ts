import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { createServerCertificate, type ServerCertificate } from "../../support/certificates.js";
import { type ForwardProxy, startForwardProxy } from "../../support/forward-proxy.js";
import { type ProcessRequest, requestFromProcess } from "../../support/request-process.js";

/** A name that no resolver knows: only a proxy can reach it. */
const HOST = "kms.example.invalid";
const PASSWORD = "word-of-the-proxy";
/** Turns certificate verification off in programs that don't turn it on themselves. */
const UNVERIFIED = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
const CALLS: readonly (readonly [ProcessRequest["call"], string, string])[] = [
  ["key", "a key", "ERR_KMS_UNREACHABLE"],
  ["products", "status 200", "no tls"],
];

let folder: string;
let ofHost: ServerCertificate;
let ofProxy: ServerCertificate;
let platform: Platform;
let proxy: ForwardProxy | undefined;

/** The environment of a process that trusts these certificates, and in which Node.js verifies none by default. */
const trusting = (...certificates: readonly ServerCertificate[]): Record<string, string> => {
  const file = join(folder, "authorities.pem");
  writeFileSync(file, certificates.map(({ authority }) => authority).join("\n"));
  return { ...UNVERIFIED, NODE_EXTRA_CA_CERTS: file };
};

const startProxy = async (isSecure: boolean): Promise<string> => {
  const target = Number(new URL(platform.origin).port);
  proxy = await startForwardProxy({ target, credentials: `user:${PASSWORD}`, ...(isSecure && { tls: ofProxy }) });
  const host = isSecure ? proxy.host.replace("127.0.0.1", "localhost") : proxy.host;
  return `${isSecure ? "https" : "http"}://user:${PASSWORD}@${host}`;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "untrusted-"));
  ofHost = createServerCertificate("127.0.0.1", HOST);
  ofProxy = createServerCertificate("localhost");
  platform = await startPlatform({ tls: ofHost, hosts: [HOST] });
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

/** The outcome of a request, and how many the platform got. The output of the process must not contain the password. */
const outcomeOf = async (request: ProcessRequest, env: Record<string, string>): Promise<[string, number]> => {
  const before = platform.journal.length;
  const { outcome, output } = await requestFromProcess(request, env);
  expect(output).not.toContain(PASSWORD);
  return [outcome, platform.journal.length - before];
};

describe.each(CALLS)("with NODE_TLS_REJECT_UNAUTHORIZED=0, a request for %s", (call, good, bad) => {
  test("reaches a trusted host, and isn't sent to an untrusted one", async () => {
    expect(await outcomeOf({ call, origin: platform.origin }, trusting(ofHost))).toEqual([good, 1]);
    expect(await outcomeOf({ call, origin: platform.origin }, UNVERIFIED)).toEqual([bad, 0]);
  });

  test("reaches a trusted host behind a proxy, and isn't sent to an untrusted one", async () => {
    const request = { call, origin: `https://${HOST}`, proxy: await startProxy(false) };
    expect(await outcomeOf(request, trusting(ofHost))).toEqual([good, 1]);
    const [outcome, requests] = await outcomeOf(request, UNVERIFIED);
    expect([outcome, requests]).toEqual([call === "key" ? bad : "no connection", 0]);
  });

  test("goes through a trusted proxy, and gives an untrusted one neither the password nor the host", async () => {
    const request = { call, origin: `https://${HOST}`, proxy: await startProxy(true) };
    expect(await outcomeOf(request, trusting(ofHost, ofProxy))).toEqual([good, 1]);
    expect(proxy?.asked).toEqual([`${HOST}:443`]);
    expect(await outcomeOf(request, trusting(ofHost))).toEqual([call === "key" ? bad : "no connection", 0]);
    expect(proxy?.asked).toEqual([`${HOST}:443`]);
    expect(proxy?.plainRequests).toEqual([]);
  });
});
