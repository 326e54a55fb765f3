import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Platform, startPlatform } from "../platform/server.js";
import { type Attack, attacksOf } from "./attacks.js";
import { chooseEngine, type DemonstrationEngine } from "./engine.js";
import { type ReceiverProcess, startReceiver } from "./receiver-process.js";
import { runDemonstration } from "./run-demonstration.js";
import { formatTable } from "./table.js";
import { expectAccepted, startTraffic, tallyOf } from "./traffic.js";
import { openVault, type Vault } from "./vault.js";
import { post, startWiretap, type Wiretap } from "./wiretap.js";

const ROOT = join(__dirname, "../../..");
const PROJECT = join(ROOT, "examples/receiver");
/** Everything that the demonstration writes is in this folder. Git ignores it. */
const WORK = join(ROOT, ".work/receiver");
const ORGANIZATION = "receiver_org";
const OTHER_ORGANIZATION = "other_org";
const EVENTS = [
  { organizationId: ORGANIZATION, productId: "tokenManagement", eventType: "tms.networktoken.updated" },
] as const;

/** The time between two events. */
const SEND_EVERY_MS = 200;
/** How long after `up` the receiver gets the new key: stands for the delay of a vault. */
const VAULT_DELAY_MS = 2_000;
/** How long a minute of the platform's retry policy takes here. */
const MINUTE_MS = 1_000;
/** How long after the review the platform looks at the health URL: the vendor's 5 to 10 minutes. */
const HEALTH_CHECK_AFTER_MS = 500;
const ACTIVE_WITHIN_MS = 10_000;

const say = (text = ""): void => void process.stdout.write(`${text}\n`);
const title = (text: string): void => say(`\n== ${text}\n`);

const expectThat = (isTrue: boolean, expectation: string): void => {
  if (!isTrue) throw new Error(`expected ${expectation}`);
};

const newSecret = (): string => randomBytes(24).toString("base64url");

/** What takes part in the demonstration. */
interface Cast {
  readonly platform: Platform;
  readonly engine: DemonstrationEngine;
  readonly vault: Vault;
  readonly receiver: ReceiverProcess;
  readonly wiretap: Wiretap;
}

/** Ends the review of the subscription, and waits until a health check has activated it. */
const approve = async (platform: Platform): Promise<void> => {
  const status = (): string =>
    platform
      .subscriptions(ORGANIZATION)
      .map((each) => each.status)
      .join();
  expectThat(status() === "PENDING_REVIEW", `one subscription under review instead of "${status()}"`);
  expectThat((await platform.emit(EVENTS[0])).length === 0, "no delivery during the review");
  const [subscription] = platform.subscriptions(ORGANIZATION);
  platform.review(subscription?.webhookId ?? "", "approve");
  for (let waitedMs = 0; status() !== "ACTIVE"; waitedMs += 50) {
    expectThat(waitedMs < ACTIVE_WITHIN_MS, `the status ACTIVE instead of ${status()}`);
    await sleep(50);
  }
};

/** Rotates the signing key and the OAuth credential in one `up`, in the order that loses no notification. */
const rotate = async ({ engine, vault }: Cast, clientId: string): Promise<void> => {
  const clientSecret = newSecret();
  // First the token endpoint accepts the new client, then the platform uses it, and at the end the old one goes.
  const [oldClientId = ""] = Object.keys(vault.clients());
  vault.addClient(clientId, clientSecret);
  await engine.configure([
    { key: "rotation", value: "2" },
    { key: "clientId", value: clientId },
    { key: "clientSecret", value: clientSecret, isSecret: true },
  ]);
  await engine.up();
  await sleep(VAULT_DELAY_MS);
  vault.writeKeys(await engine.outputs());
  vault.removeClient(oldClientId);
};

const createOtherKey = async (platform: Platform): Promise<string> => {
  const answer = await fetch(platform.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      clientRequestAction: "CREATE",
      keyInformation: {
        provider: "nrtd",
        tenant: OTHER_ORGANIZATION,
        keyType: "sharedSecret",
        organizationId: OTHER_ORGANIZATION,
        expiryDuration: "365",
      },
    }),
  });
  await answer.arrayBuffer();
  const created = platform.currentKey(OTHER_ORGANIZATION, "sharedSecret");
  if (created === undefined) throw new Error("the other organization got no key");
  return created.key;
};

const attack = async ({ origin, outcomes, outcomeAfter }: ReceiverProcess, attacks: readonly Attack[]) => {
  const lines = [["SENT BY AN ATTACKER", "ANSWER OF THE RECEIVER"]];
  for (const { name, reason, notification } of attacks) {
    const before = outcomes.length;
    await post(`${origin}/notifications`, notification);
    const outcome = await outcomeAfter(before);
    expectThat(outcome === `refused ${reason}`, `refused ${reason} instead of ${outcome} for a notification ${name}`);
    lines.push([name, outcome]);
  }
  say(`\n${formatTable(lines)}`);
};

const countsOf = (lines: readonly string[]): [line: string, count: number][] => {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].sort();
};

const demonstrate = async (cast: Cast): Promise<void> => {
  const { platform, engine, vault, receiver, wiretap } = cast;
  title("1. up: creates the keys and the subscription");
  await engine.up();
  vault.writeKeys(await engine.outputs());

  title("2. the platform approves the URLs, checks the health URL, and activates the subscription");
  await approve(platform);
  say("ACTIVE. Before that, an event was delivered to nobody.");

  title("3. events happen while one up rotates the signing key and the OAuth credential");
  const traffic = startTraffic(platform, EVENTS, SEND_EVERY_MS);
  try {
    await sleep(2 * SEND_EVERY_MS);
    await rotate(cast, "platform-2");
    await sleep(2 * SEND_EVERY_MS);
  } finally {
    traffic.stop();
  }
  const tallies = tallyOf(await traffic.settled());

  title("4. what became of the events, and of an attacker's");
  say(
    formatTable([
      ["EVENT", "SENT", "ACCEPTED", "OF THEM ON A RETRY"],
      ...tallies.map(({ eventType, ...counts }) => [
        eventType,
        ...[counts.sent, counts.accepted, counts.onRetry].map(String),
      ]),
    ]),
  );
  const printed = countsOf(receiver.outcomes);
  say(
    `\n${formatTable([["PRINTED BY THE RECEIVER", "TIMES"], ...printed.map(([line, count]) => [line, String(count)])])}`,
  );
  expectAccepted(tallies);
  for (const client of ["platform-1", "platform-2"]) {
    expectThat(
      printed.some(([line]) => line === `token for ${client}`),
      `tokens for ${client}`,
    );
  }

  const [genuine] = wiretap.captured.slice(-1);
  const key = platform.currentKey(ORGANIZATION, "sharedSecret");
  if (genuine === undefined || key === undefined) throw new Error("nothing was accepted");
  await attack(receiver, attacksOf(genuine, key, await createOtherKey(platform)));
};

const prepare = async (platform: Platform): Promise<Cast & { close: () => void }> => {
  const engine = await chooseEngine({ project: PROJECT, work: WORK, passphrase: "receiver" });
  say(`The program examples/receiver runs on ${engine.description}.`);
  const vault = openVault(WORK);
  const receiver = await startReceiver(join(PROJECT, "receiver.mts"), vault.environment);
  const wiretap = await startWiretap(`${receiver.origin}/notifications`);
  const clientSecret = newSecret();
  vault.addClient("platform-1", clientSecret);
  await engine.configure([
    { key: "organizationId", value: ORGANIZATION },
    { key: "rotation", value: "1" },
    { key: "clientId", value: "platform-1" },
    { key: "clientSecret", value: clientSecret, isSecret: true },
    { key: "webhookUrl", value: wiretap.url },
    { key: "healthCheckUrl", value: `${receiver.origin}/health` },
    { key: "tokenUrl", value: `${receiver.origin}/token` },
    { key: "cybersource-webhooks:host", value: platform.origin },
    { key: "cybersource-webhooks:authentication", value: "none" },
  ]);
  const close = (): void => {
    receiver.stop();
    wiretap.stop();
  };
  return { platform, engine, vault, receiver, wiretap, close };
};

const main = async (): Promise<void> => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true, mode: 0o700 });
  const platform = await startPlatform({
    subscriptions: { review: "by-hand", healthCheckAfterMs: HEALTH_CHECK_AFTER_MS, minuteMs: MINUTE_MS },
  });
  try {
    const cast = await prepare(platform);
    await demonstrate(cast).finally(cast.close);
  } finally {
    await platform.close();
  }
  say("\nEvery genuine notification was accepted, and nothing else.");
};

runDemonstration(
  "npm run receiver",
  "Runs examples/receiver against the local platform, a stand-in for the service: it delivers events while the signing " +
    "key and the OAuth credential are rotated, and an attacker sends false ones. Needs no account, network or Pulumi CLI.",
  main,
);
