import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createHash } from "node:crypto";
import { type Socket } from "node:net";
import { expect, test } from "@jest/globals";
import { onEveryEngine, succeeded } from "../e2e/support/scenario.js";

const KEYS = 200;
const PROGRAM = `
for (let n = 1; n <= ${KEYS}; n += 1) new WebhookSigningKey("key-" + n, { organizationId: "org-" + n });
`;
const MOST_SOCKETS = 10;

/** Counts the sockets that are open to a server at the same time. */
const countSockets = (port: number): { most: () => number; stop: () => void } => {
  const open = new Set<Socket>();
  let most = 0;
  const count = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    if (socket.localPort !== port) return;
    open.add(socket);
    most = Math.max(most, open.size);
    socket.once("close", () => open.delete(socket));
  };
  subscribe("net.server.socket", count);
  return { most: () => most, stop: () => void unsubscribe("net.server.socket", count) };
};

const idOf = (organizationId: string, keyId: string): string =>
  `${organizationId}/${createHash("sha256").update(keyId).digest("hex").slice(0, 16)}`;

onEveryEngine(`${KEYS} keys in one up, from a service that allows 8 requests at once`, (start) => {
  test("are all created exactly once, over at most 10 sockets", async () => {
    const { stack, platform, resources } = await start({
      program: PROGRAM,
      platform: { maxConcurrent: 8 },
    });
    // However slow the machine is, more requests come while the first 8 wait for their answers.
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: 2_000 }, 8);
    const sockets = countSockets(Number(new URL(platform.origin).port));
    succeeded(await stack.up({ parallel: 40 }));
    sockets.stop();

    const made = platform.journal.filter(({ keyMade }) => keyMade).map(({ organizationId }) => organizationId);
    const organizations = Array.from({ length: KEYS }, (_, index) => `org-${index + 1}`);
    expect(made.toSorted()).toEqual(organizations.toSorted());
    expect(
      Object.values(await resources())
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(
      organizations.map((name) => idOf(name, platform.currentKey(name, "sharedSecret")?.keyId ?? "")).toSorted(),
    );
    const refused = platform.journal.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(sockets.most()).toBeLessThanOrEqual(MOST_SOCKETS);
    expect(sockets.most()).toBeGreaterThan(8);
  });
});
