// The local platform in its own process, with one origin for each latency. It reports what it counts on its sockets.
import diagnostics from "node:diagnostics_channel";
import { once } from "node:events";
import { TLSSocket } from "node:tls";
import { createServerCertificate } from "../../dist/tests/support/certificates.js";
import { startPlatform } from "../../dist/local/platform/server.js";

const nothing = () => ({
  requests: 0,
  connections: 0,
  tlsSockets: new Set(),
  atOnce: 0,
  mostAtOnce: 0,
  firstMs: Infinity,
  lastMs: -Infinity,
});
let seen = nothing();

/** The time in milliseconds, on a clock that all processes share. */
const clockMs = () => performance.timeOrigin + performance.now();

diagnostics.subscribe("net.server.socket", () => {
  seen.connections += 1;
});
diagnostics.subscribe("http.server.request.start", ({ socket, response }) => {
  seen.requests += 1;
  seen.atOnce += 1;
  seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce);
  seen.firstMs = Math.min(seen.firstMs, clockMs());
  if (socket instanceof TLSSocket) seen.tlsSockets.add(socket);
  response.once("close", () => {
    seen.atOnce -= 1;
    seen.lastMs = clockMs();
  });
});

/** Returns the counts since the last call. */
const takeCounts = () => {
  const { requests, connections, tlsSockets, mostAtOnce, firstMs, lastMs } = seen;
  const times = requests === 0 ? {} : { firstMs, lastMs };
  seen = nothing();
  const resumed = [...tlsSockets].filter((socket) => socket.isSessionReused()).length;
  return { requests, connections, handshakes: tlsSockets.size, resumed, mostAtOnce, ...times };
};

process.on("disconnect", () => process.exit());
const [{ latenciesMs, merchants }] = await once(process, "message");
const { key, cert, authority } = createServerCertificate("localhost");
const servers = await Promise.all(
  latenciesMs.map((latencyMs) =>
    startPlatform({
      tls: { key, cert },
      authentication: "required",
      merchants,
      latencyMs,
      subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false },
    }),
  ),
);
// The certificate is for the name localhost.
const origins = servers.map(({ origin }) => origin.replace("127.0.0.1", "localhost"));
process.on("message", () => process.send(takeCounts()));
process.send({ origins, authority });
