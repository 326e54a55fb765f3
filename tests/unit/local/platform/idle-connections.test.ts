import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { request } from "node:http";
import { request as tlsRequest } from "node:https";
import { afterEach, expect, test } from "@jest/globals";
import { type Platform } from "../../../../local/platform/server.js";
import { createServerCertificate } from "../../../support/certificates.js";
import { control, createBody, runPlatform } from "./harness.js";

const agents: Agent[] = [];
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
});

/** Requests keys on one kept connection. Each call returns the status of the answer or the code of the error. */
const onOneConnection = (platform: Platform, ca?: string): (() => Promise<number | string>) => {
  const settings = { keepAlive: true, maxSockets: 1 };
  const agent = ca === undefined ? new Agent(settings) : new TlsAgent({ ...settings, ca });
  agents.push(agent);
  return () =>
    new Promise((resolve, reject) => {
      const options = { method: "POST", agent, headers: { "content-type": "application/json" } };
      const outgoing = (ca === undefined ? request : tlsRequest)(platform.url, options);
      outgoing
        .on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name))
        .on("response", (incoming) => {
          incoming
            .on("error", reject)
            // The connection can be used again only after the answer has ended.
            .on("close", () => setImmediate(() => resolve(incoming.statusCode ?? 0)))
            .resume();
        })
        .end(JSON.stringify(createBody()));
    });
};

test("closes no idle connection by default", async () => {
  const platform = await runPlatform();
  const ask = onOneConnection(platform);
  expect(await ask()).toBe(201);
  platform.advance(86_400_000);
  expect(await ask()).toBe(201);
});

const certificate = createServerCertificate("127.0.0.1");

test.each([
  ["http", undefined],
  ["https", certificate],
])(
  "breaks a connection over %s at its next request if it was idle for too long, without handling the request",
  async (_, tls) => {
    const platform = await runPlatform({ closeIdleMs: 1000, ...(tls !== undefined && { tls }) });
    const ask = onOneConnection(platform, tls?.authority);
    expect(await ask()).toBe(201);
    platform.advance(1000);
    expect(await ask()).toBe(201);
    const keyId = platform.currentKey("merchantName", "sharedSecret")?.keyId;
    platform.advance(1001);
    expect(await ask()).toBe("ECONNRESET");
    expect(platform.journal).toHaveLength(2);
    expect(platform.currentKey("merchantName", "sharedSecret")?.keyId).toBe(keyId);
    expect(await ask()).toBe(201);
  },
);

test("never breaks a new connection", async () => {
  const platform = await runPlatform({ closeIdleMs: 0 });
  platform.advance(5000);
  expect(await onOneConnection(platform)()).toBe(201);
});

test("can be set and unset at run time", async () => {
  const platform = await runPlatform();
  const ask = onOneConnection(platform);
  await ask();
  await control(platform, "POST", "/-/idle", { closeAfterMs: 5 });
  platform.advance(6);
  expect(await ask()).toBe("ECONNRESET");
  await ask();
  await control(platform, "POST", "/-/idle", {});
  platform.advance(6);
  expect(await ask()).toBe(201);
});
