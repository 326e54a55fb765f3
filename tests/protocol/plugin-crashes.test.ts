import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { certificates, MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { createPluginSite } from "../support/plugin-site.js";
import { inputs as subscription } from "../support/subscription-site.js";
import { secret } from "./wire.js";

// The plugin is killed while the service handles a request: at every request of every verb, before it took effect and after.

type PluginSite = ReturnType<typeof createPluginSite>;
type Inputs = Parameters<PluginSite["up"]>[0];

interface CrashPoint {
  readonly title: string;
  readonly action: string;
  /** Which of these requests of the run. */
  readonly after: number;
  /** Whether the service had done what the request asked for. */
  readonly made: boolean;
  readonly type: string;
  readonly before?: Inputs;
  /** Nothing for a destroy. */
  readonly now?: Inputs;
}

const SUBSCRIPTION = { type: "WebhookSubscription" };
const INACTIVE = { ...subscription, active: false };
const CHANGED = { ...subscription, description: "changed" };

const bothWays = (point: Omit<CrashPoint, "made" | "after">): CrashPoint[] =>
  [false, true].map((made) => ({ ...point, after: 0, made }));
const reading = (point: Omit<CrashPoint, "made" | "after">, after = 0): CrashPoint => ({
  ...point,
  after,
  made: false,
});

const creating = { ...SUBSCRIPTION, title: "create", now: subscription };
const updating = { ...SUBSCRIPTION, title: "update", before: INACTIVE, now: CHANGED };
const deleting = { ...SUBSCRIPTION, title: "delete", before: subscription };
const CREATIONS: readonly CrashPoint[] = [
  reading({ ...creating, action: "LIST_SUBSCRIPTIONS" }),
  ...bothWays({ ...creating, action: "CREATE_SUBSCRIPTION" }),
  ...bothWays({ ...creating, action: "SET_STATUS" }),
  reading({ ...creating, action: "READ_SUBSCRIPTION" }),
];
const CHANGES: readonly CrashPoint[] = [
  reading({ ...updating, action: "READ_SUBSCRIPTION" }),
  ...bothWays({ ...updating, action: "CHANGE_SUBSCRIPTION" }),
  ...bothWays({ ...updating, action: "SET_STATUS" }),
  reading({ ...updating, action: "READ_SUBSCRIPTION" }, 1),
  ...bothWays({ ...deleting, action: "DELETE_SUBSCRIPTION" }),
];
const KEYS: readonly CrashPoint[] = [
  ...bothWays({ title: "create", type: "WebhookSigningKey", action: "CREATE", now: {} }),
  ...bothWays({
    title: "create",
    type: "WebhookOAuthCredential",
    action: "STORE",
    now: { clientId: "client", clientSecret: "hush-hush-hush" },
  }),
  ...bothWays({
    title: "create",
    type: "WebhookEncryptionKey",
    action: "STORE_CERTIFICATE",
    now: { certificate: certificates.a },
  }),
];

/** Each of its own organization. The plugin sends ten requests at once, so no more of them can wait for their answer. */
const POINTS = [...CREATIONS, ...KEYS, ...CHANGES].map((point, index) => ({
  ...point,
  organizationId: `org-${index}`,
}));
type Point = (typeof POINTS)[number];
const WAVES = [POINTS.slice(0, 10), POINTS.slice(10)];

let platform: Platform;
/** That of the run which is killed, and that of the next one. */
let killedEngine: EngineLog;
let engine: EngineLog;
let survivor: PluginProcess;
const start = ({ address }: EngineLog): Promise<PluginProcess> =>
  startPlugin({
    config: { host: platform.origin, authentication: "none" },
    engineAddress: address,
    // A process that is killed leaves its notes there.
    environment: { TMPDIR: createScratch("crashes") },
  });
beforeAll(async () => {
  platform = await startPlatform({
    subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false },
    maxCertificateDays: MAX_CERTIFICATE_DAYS,
  });
  [killedEngine, engine] = [await startEngineLog(), await startEngineLog()];
  survivor = await start(engine);
});
afterAll(async () => {
  await survivor.stop();
  await Promise.all([killedEngine.stop(), engine.stop()]);
  await platform.close();
});

const idsOf = ({ organizationId }: Point): string[] =>
  platform.subscriptions(organizationId).map(({ webhookId }) => webhookId);
const requestsOf = ({ organizationId, action }: Point) =>
  platform.journal.filter((entry) => entry.organizationId === organizationId && entry.action === action);
const keyOf = ({ type, organizationId }: Point): string | undefined => {
  if (type === "WebhookEncryptionKey") return platform.currentEncryptionKey(organizationId)?.keyId;
  const keyType = type === "WebhookSigningKey" ? "sharedSecret" : "oAuthClientCredentials";
  return platform.currentKey(organizationId, keyType)?.keyId;
};
const run = async (site: PluginSite, { organizationId }: Point, inputs: Inputs | undefined): Promise<unknown> =>
  inputs === undefined ? site.destroy() : site.up({ ...inputs, organizationId });

/** Kills a plugin while each of the points waits for its answer, and returns what the state and the service hold then. */
const crash = async (points: readonly Point[]) => {
  const plugin = await start(killedEngine);
  const runs = points.map((point) => ({
    point,
    site: createPluginSite(`${point.type} ${point.organizationId}`, [plugin, survivor], engine),
  }));
  for (const { point, site } of runs) if (point.before !== undefined) await run(site, point, point.before);
  const before = new Map(points.map((point) => [point, { ids: idsOf(point), sent: requestsOf(point).length }]));
  const errors = runs.map(({ point, site }) => {
    const { made, organizationId, action, after } = point;
    platform.fault({ kind: "delay", made, beforeHeadersMs: 600_000 }, 1, { organizationId, action, after });
    return run(site, point, point.now).then(
      () => "",
      (error: unknown) => String(error),
    );
  });
  const isHeld = (point: Point): boolean => requestsOf(point).length > (before.get(point)?.sent ?? 0) + point.after;
  let ended = "";
  for (const [index, error] of errors.entries()) {
    void error.then((text) => (ended ||= `${points[index]?.title} ${points[index]?.action} ended: ${text}`));
  }
  while (!points.every(isHeld) && ended === "") await wait(5);
  const endedBefore = ended;
  await plugin.stop("SIGKILL");
  expect(endedBefore).toBe("");
  for (const error of await Promise.all(errors)) expect(error).toMatch(/^Error: /);
  return runs.map(({ point, site }) => ({
    point,
    site,
    ids: { before: before.get(point)?.ids ?? [], killed: idsOf(point) },
    stateKilled: site.state(),
  }));
};

test("a plugin that is killed at any request leaves what the next run completes, with one key or subscription", async () => {
  const crashed = [...(await crash(WAVES[0] ?? [])), ...(await crash(WAVES[1] ?? []))];
  platform.clearFaults();
  for (const { point, site, ids, stateKilled } of crashed) {
    const { title, type, action, made, after, organizationId } = point;
    const name = `${title} ${type}, ${action} ${after}, ${made ? "done" : "not done"}`;
    // The state is that before the killed run: the engine had no answer.
    expect([name, stateKilled?.id]).toEqual([name, ids.before[0]]);
    if (type === "WebhookSubscription" && title === "create") {
      const isThere = action === "SET_STATUS" || action === "READ_SUBSCRIPTION" || made;
      expect([name, ids.killed]).toEqual([name, isThere ? [expect.any(String)] : []]);
    }
    if (title === "delete") expect([name, ids.killed]).toEqual([name, made ? [] : ids.before]);

    site.restart();
    await run(site, point, point.now);
    if (type === "WebhookSubscription") {
      const held = platform.subscriptions(organizationId);
      const expected = title === "delete" ? [] : [ids.before[0] ?? ids.killed[0] ?? expect.any(String)];
      expect([name, idsOf(point)]).toEqual([name, expected]);
      expect([name, site.state()?.id]).toEqual([name, held[0]?.webhookId]);
      if (title === "create") expect(held).toMatchObject([{ status: "ACTIVE" }]);
      if (title === "update") expect(held).toMatchObject([{ status: "ACTIVE", description: "changed" }]);
    } else {
      // Only another create sends another request, and its key is in the state.
      expect([name, requestsOf(point).length]).toEqual([name, 2]);
      expect([name, secret(site.state()?.outputs["keyId"])]).toEqual([name, keyOf(point)]);
    }
    const sent = platform.journal.length;
    if (point.now !== undefined) expect([name, await run(site, point, point.now)]).toEqual([name, []]);
    expect([name, platform.journal.length]).toEqual([name, sent]);
  }
});
