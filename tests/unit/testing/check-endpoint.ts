import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect } from "@jest/globals";
import {
  checkTokenEndpoint,
  type TokenEndpointCheck,
  type TokenEndpointReport,
  type TokenEndpointToCheck,
} from "../../../testing/index.js";
import { CLIENT_ID, CLIENT_SECRET, type ScriptedEndpoint, startScriptedEndpoint, TOKEN } from "./scripted-endpoint.js";

export const STYLES = ["body", "basic"] as const;
/** Long enough for loopback on a busy machine, and short enough to wait for. */
export const SHORT_MS = 1000;

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  closing = [];
});

/** Starts a token endpoint. It's closed after the test. */
export const start = async (...script: Parameters<typeof startScriptedEndpoint>): Promise<ScriptedEndpoint> => {
  const endpoint = await startScriptedEndpoint(...script);
  closing.push(endpoint.close);
  return endpoint;
};

/** Starts a TCP server that does nothing except call `onConnection`. Returns its port. It's closed after the test. */
export const startRaw = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
};

/** Checks an endpoint, and that the report contains neither the secret nor the token. */
export const check = async (url: string, options: Partial<TokenEndpointToCheck> = {}): Promise<TokenEndpointReport> => {
  const report = await checkTokenEndpoint({ url, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, ...options });
  expect(JSON.stringify(report)).not.toContain(CLIENT_SECRET);
  expect(JSON.stringify(report)).not.toContain(TOKEN);
  return report;
};

/** Of each failed check, what it got; the whole meaning if the check expects no particular answer. */
export const failed = ({ checks }: TokenEndpointReport): Record<string, string | undefined> =>
  Object.fromEntries(
    checks
      .filter(({ ok }) => !ok)
      .map(({ name, meaning }) => [name, /^Expected .*, but got (.*)\.$/.exec(meaning)?.[1] ?? meaning]),
  );

export const named = ({ checks }: TokenEndpointReport, name: string): TokenEndpointCheck | undefined =>
  checks.find((each) => each.name === name);
