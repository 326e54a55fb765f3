import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Platform, startPlatform } from "../platform/server.js";
import { attackReceiver } from "./attack.js";
import { createCertificate, createPrivateKey } from "./certificate.js";
import { chooseEngine, type DemonstrationEngine } from "./engine.js";
import { type ReceiverProcess, startReceiver } from "./receiver-process.js";
import { runDemonstration } from "./run-demonstration.js";
import { expectThat, say, title } from "./say.js";
import { formatTable } from "./table.js";
import { expectAccepted, startTraffic, type Tally, tallyOf } from "./traffic.js";
import { openVault, type Vault } from "./vault.js";
import { type CapturedNotification, keyIdOf, startWiretap, type Wiretap } from "./wiretap.js";

const ROOT = join(__dirname, "../../..");
const PROJECT = join(ROOT, "examples/receiver");
/** Everything that the demonstration writes is in this folder. Git ignores it. */
const WORK = join(ROOT, ".work/receiver");
const ORGANIZATION = "receiver_org";
const EVENTS = [
  { organizationId: ORGANIZATION, productId: "tokenManagement", eventType: "tms.networktoken.updated" },
  // The platform encrypts this one.
  { organizationId: ORGANIZATION, productId: "payments", eventType: "payments.authorization.status.accepted" },
] as const;

/** The time between two events. */
const SEND_EVERY_MS = 200;
/** How long events happen before the first rotation and after the last one. */
const PAUSE_MS = 4 * SEND_EVERY_MS;
/** How long after `up` the receiver gets the new key: stands for the delay of a vault. */
const VAULT_DELAY_MS = 2_000;
/** How long a minute of the platform's retry policy takes here. */
const MINUTE_MS = 1_000;
/** How long after the review the platform looks at the health URL: the vendor's 5 to 10 minutes. */
const HEALTH_CHECK_AFTER_MS = 500;
const ACTIVE_WITHIN_MS = 10_000;

const newSecret = (): string => randomBytes(24).toString("base64url");

/** What takes part in the demonstration. */
interface Cast {
  readonly platform: Platform;
  readonly engine: DemonstrationEngine;
  readonly vault: Vault;
  readonly receiver: ReceiverProcess;
  readonly wiretap: Wiretap;
  /** The first private key of the receiver. */
  readonly privateKey: string;
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

/** Replaces the signing key, the OAuth credential and the certificate in one `up`, in the order that loses nothing. */
const rotate = async ({ engine, vault }: Cast, clientId: string, certificate: string): Promise<void> => {
  const clientSecret = newSecret();
  // First the token endpoint accepts the new client, then the platform uses it, and at the end the old one goes.
  const [oldClientId = ""] = Object.keys(vault.clients());
  vault.addClient(clientId, clientSecret);
  await engine.configure([
    { key: "rotation", value: "2" },
    { key: "clientId", value: clientId },
    { key: "clientSecret", value: clientSecret, isSecret: true },
    { key: "certificate", value: certificate },
  ]);
  await engine.up();
  await sleep(VAULT_DELAY_MS);
  vault.writeKeys(await engine.outputs());
  vault.removeClient(oldClientId);
};

/** Replaces the certificate by one of another private key. The receiver gets that one before the platform uses it. */
const replacePrivateKey = async ({ engine, vault }: Cast): Promise<void> => {
  const privateKey = createPrivateKey();
  vault.addPrivateKey(privateKey);
  await engine.configure([{ key: "certificate", value: createCertificate(privateKey, ORGANIZATION) }]);
  await engine.up();
};

/** Lets events happen while every key is replaced. Returns how often each was sent, and how it ended. */
const rotateUnderTraffic = async (cast: Cast): Promise<readonly Tally[]> => {
  const traffic = startTraffic(cast.platform, EVENTS, SEND_EVERY_MS);
  try {
    await sleep(PAUSE_MS);
    await rotate(cast, "platform-2", createCertificate(cast.privateKey, ORGANIZATION));
    title("4. and while up replaces the certificate by one of another private key");
    await replacePrivateKey(cast);
    await sleep(PAUSE_MS);
  } finally {
    traffic.stop();
  }
  return tallyOf(await traffic.settled());
};

const showEvents = (tallies: readonly Tally[]): void => {
  const lines = tallies.map(({ eventType, sent, accepted, onRetry }) => [
    eventType,
    ...[sent, accepted, onRetry].map(String),
  ]);
  say(formatTable([["EVENT", "SENT", "ACCEPTED", "OF THEM ON A RETRY"], ...lines]));
  expectAccepted(tallies);
};

const showReceiver = ({ outcomes }: ReceiverProcess): void => {
  const lines = [...new Set(outcomes)]
    .sort()
    .map((line) => [line, String(outcomes.filter((one) => one === line).length)]);
  say(`\n${formatTable([["PRINTED BY THE RECEIVER", "TIMES"], ...lines])}`);
  for (const clientId of ["platform-1", "platform-2"]) {
    expectThat(outcomes.includes(`token for ${clientId}`), `tokens for ${clientId}`);
  }
};

/** Shows how many certificates an eavesdropper can tell apart. Returns the last encrypted notification. */
const showEncrypted = ({ captured }: Wiretap): CapturedNotification => {
  const encrypted = captured.filter((each) => keyIdOf(each) !== undefined);
  const certificates = new Set(encrypted.map(keyIdOf)).size;
  say(`\nAn eavesdropper saw ${encrypted.length} encrypted notifications, for ${certificates} certificates.`);
  const last = encrypted.at(-1);
  if (last === undefined || certificates !== 3) throw new Error("expected notifications for three certificates");
  return last;
};

const demonstrate = async (cast: Cast): Promise<void> => {
  const { platform, engine, vault, receiver, wiretap } = cast;
  title("1. up: creates the keys and the subscription");
  await engine.up();
  vault.writeKeys(await engine.outputs());

  title("2. the platform approves the URLs, checks the health URL, and activates the subscription");
  await approve(platform);
  say("ACTIVE. Before that, an event was delivered to nobody.");

  title("3. events happen while up replaces the signing key, the OAuth credential and the certificate");
  const tallies = await rotateUnderTraffic(cast);

  title("5. what became of the events, and of an attacker's");
  showEvents(tallies);
  showReceiver(receiver);
  await attackReceiver(receiver, platform, ORGANIZATION, showEncrypted(wiretap));
};

const prepare = async (platform: Platform): Promise<Cast & { close: () => void }> => {
  const engine = await chooseEngine({ project: PROJECT, work: WORK, passphrase: "receiver" });
  say(`The program examples/receiver runs on ${engine.description}.`);
  const vault = openVault(WORK);
  const receiver = await startReceiver(join(PROJECT, "receiver.mts"), vault.environment);
  const wiretap = await startWiretap(`${receiver.origin}/notifications`);
  const clientSecret = newSecret();
  vault.addClient("platform-1", clientSecret);
  const privateKey = createPrivateKey();
  vault.addPrivateKey(privateKey);
  await engine.configure([
    { key: "organizationId", value: ORGANIZATION },
    { key: "rotation", value: "1" },
    { key: "clientId", value: "platform-1" },
    { key: "clientSecret", value: clientSecret, isSecret: true },
    { key: "certificate", value: createCertificate(privateKey, ORGANIZATION) },
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
  return { platform, engine, vault, receiver, wiretap, privateKey, close };
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
  "Runs examples/receiver against the local platform, a stand-in for the service: it delivers plain and encrypted events " +
    "while every key is replaced, and an attacker sends false ones. Needs no account, network or Pulumi CLI.",
  main,
);
