import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Platform, startPlatform } from "../platform/server.js";
import { chooseEngine, type DemonstrationEngine } from "./engine.js";
import { runDemonstration } from "./run-demonstration.js";
import { expectThat, say, title } from "./say.js";
import { rowsOf, tableOf } from "./resource-table.js";

const PROJECT = join(__dirname, "../../..");
/** Everything that the demonstration writes is in this folder. Git ignores it. */
const WORK = join(PROJECT, ".work/quickstart");
const ORGANIZATION = "quickstart_org";
/** The validity of the key that expires during the demonstration. */
const SHORT_VALIDITY_SECONDS = 2;

const CREATED = ["CREATE → 201", "STORE → 201"];
/** The options of the two commands that a pipeline runs every night. */
const RENEWING = ["--continue-on-error"];
const REFRESHING = ["--refresh", "--run-program", "--continue-on-error"];
/** It is read before it is changed, and afterwards. */
const ACTIVATED = ["READ_SUBSCRIPTION → 200", "SET_STATUS → 200", "READ_SUBSCRIPTION → 200"];
/** No other subscription is in the way: for an empty list, the service answers 404. */
const SUBSCRIBED = ["LIST_SUBSCRIPTIONS → 404", "CREATE_SUBSCRIPTION → 201", "READ_SUBSCRIPTION → 200"];

const showResources = async (engine: DemonstrationEngine): Promise<void> => {
  const rows = rowsOf(await engine.exportState());
  say(`\n${tableOf(rows)}`);
  const types = rows.map(({ type }) => type).sort();
  expectThat(types.join() === "WebhookOAuthCredential,WebhookSigningKey,WebhookSubscription", "three resources");
};

/** Runs `up` and prints the requests that it sent. */
const up = async (
  engine: DemonstrationEngine,
  platform: Platform,
  expected: readonly string[],
  options: readonly string[] = [],
): Promise<void> => {
  const before = platform.journal.length;
  await engine.up(...options);
  const sent = platform.journal
    .slice(before)
    .map(({ action, status }) => `${action ?? "?"} → ${status ?? "no answer"}`);
  say(`Requests that reached the local platform: ${sent.length === 0 ? "none" : sent.join(", ")}`);
  // Pulumi requests the keys side by side, so in no certain order.
  expectThat(sent.sort().join() === [...expected].sort().join(), `these requests: ${expected.join(", ")}`);
};

const demonstrate = async (platform: Platform): Promise<void> => {
  say(`The local platform, a stand-in for the service, listens on ${platform.origin}.`);
  const engine = await chooseEngine({ project: PROJECT, work: WORK, passphrase: "quickstart" });
  say(`The program examples/quickstart runs on ${engine.description}.`);
  await engine.configure([
    { key: "organizationId", value: ORGANIZATION },
    { key: "rotation", value: "1" },
    { key: "clientId", value: "webhooks-client" },
    { key: "clientSecret", value: "a-secret-of-the-quickstart", isSecret: true },
    { key: "cybersource-webhooks:host", value: platform.origin },
    { key: "cybersource-webhooks:authentication", value: "none" },
  ]);

  title("1. up: creates the signing key, the OAuth credential and the subscription");
  await up(engine, platform, [...CREATED, ...SUBSCRIBED]);
  await showResources(engine);

  title("2. up again: nothing to do");
  await up(engine, platform, []);

  title(
    `3. a new value of \`rotation\`: replaces the key, this time with one that is valid for ${SHORT_VALIDITY_SECONDS} seconds`,
  );
  platform.grant({ grantSeconds: SHORT_VALIDITY_SECONDS });
  await engine.configure([{ key: "rotation", value: "2" }]);
  await up(engine, platform, ["CREATE → 201"]);

  title("4. that key expires, and the platform approves the URLs: the nightly commands renew and activate");
  platform.grant({});
  const end = platform.currentKey(ORGANIZATION, "sharedSecret")?.expirationDate ?? new Date();
  await sleep(Math.max(0, end.getTime() - Date.now()) + 1);
  for (const { webhookId } of platform.subscriptions(ORGANIZATION)) platform.review(webhookId, "approve");
  say(`up ${RENEWING.join(" ")}:`);
  await up(engine, platform, ["CREATE → 201"], RENEWING);
  say(`up ${REFRESHING.join(" ")}:`);
  await up(engine, platform, ["READ_SUBSCRIPTION → 200", ...ACTIVATED], REFRESHING);
  await showResources(engine);
};

const main = async (): Promise<void> => {
  const startedMs = performance.now();
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true, mode: 0o700 });
  const platform = await startPlatform({ dateForm: "offset-colon-ms" });
  try {
    await demonstrate(platform);
  } finally {
    await platform.close();
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  say(
    `\nDone in ${seconds} s. The state is in ${WORK}. Nothing was written elsewhere, and no process is left running.`,
  );
};

runDemonstration(
  "npm start",
  "Runs examples/quickstart against the local platform, a stand-in for the service: creates the keys and a " +
    "subscription, shows that a second run sends no requests, rotates a key, lets one expire and activates the subscription. Needs no account, " +
    "network or Pulumi CLI.",
  main,
);
