import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type DeliveryReport } from "../platform/delivery/deliver-notification.js";
import { type Platform, startPlatform } from "../platform/server.js";
import { type Attack, attacksOf } from "./attacks.js";
import { chooseEngine, type DemonstrationEngine } from "./engine.js";
import { type ReceiverProcess, startReceiver } from "./receiver-process.js";
import { runDemonstration } from "./run-demonstration.js";
import { post, startWiretap } from "./wiretap.js";

const ROOT = join(__dirname, "../../..");
const PROJECT = join(ROOT, "examples/receiver");
/** Everything that the demonstration writes is in this folder. Git ignores it. */
const WORK = join(ROOT, ".work/receiver");
const KEYS_FILE = join(WORK, "verification-keys.json");
const ORGANIZATION = "receiver_org";
const OTHER_ORGANIZATION = "other_org";

/** The time between two notifications. */
const SEND_EVERY_MS = 200;
/** How long after `up` the receiver's file gets the new key: stands for the delay of a vault. */
const VAULT_DELAY_MS = 2_000;
/** How long a minute of the platform's retry policy takes here. */
const MINUTE_MS = 5_000;

const say = (text = ""): void => void process.stdout.write(`${text}\n`);

const keysSchema = z.object({
  verificationKeys: z.array(z.object({ keyId: z.string(), key: z.string() }).loose()).min(1),
});

/** Writes the stack's verification keys to the receiver's file in one step, so that it never reads half a file. */
const writeKeys = async (engine: DemonstrationEngine): Promise<z.infer<typeof keysSchema>["verificationKeys"]> => {
  const { verificationKeys } = keysSchema.parse(await engine.outputs());
  writeFileSync(`${KEYS_FILE}.new`, JSON.stringify(verificationKeys), { mode: 0o600 });
  renameSync(`${KEYS_FILE}.new`, KEYS_FILE);
  return verificationKeys;
};

const expectThat = (isTrue: boolean, expectation: string): void => {
  if (!isTrue) throw new Error(`expected ${expectation}`);
};

/** Sends notifications, with retries as the platform does, until the returned function is called. */
const startTraffic = (platform: Platform, url: string): (() => Promise<DeliveryReport[]>) => {
  const deliveries: Promise<DeliveryReport>[] = [];
  const send = (): void =>
    void deliveries.push(
      platform.deliver({
        organizationId: ORGANIZATION,
        url,
        payload: { number: deliveries.length },
        minuteMs: MINUTE_MS,
      }),
    );
  const timer = setInterval(send, SEND_EVERY_MS);
  return () => {
    clearInterval(timer);
    return Promise.all(deliveries);
  };
};

const countsOf = (lines: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
};

const attack = async (receiver: ReceiverProcess, attacks: readonly Attack[]): Promise<void> => {
  for (const { name, code, notification } of attacks) {
    const before = receiver.outcomes.length;
    await post(receiver.url, notification);
    const outcome = await receiver.outcomeAfter(before);
    say(`  ${name}: ${outcome}`);
    expectThat(outcome === `refused ${code}`, `refused ${code}`);
  }
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

const demonstrate = async (platform: Platform): Promise<void> => {
  const engine = await chooseEngine({ project: PROJECT, work: WORK, passphrase: "receiver" });
  say(`The program examples/receiver runs on ${engine.description}.\n`);
  await engine.configure([
    { key: "organizationId", value: ORGANIZATION },
    { key: "rotation", value: "1" },
    { key: "cybersource-webhooks:host", value: platform.origin },
    { key: "cybersource-webhooks:authentication", value: "none" },
  ]);
  await engine.up();
  await writeKeys(engine);
  const otherKey = await createOtherKey(platform);

  const receiver = await startReceiver(join(PROJECT, "receiver.mts"), KEYS_FILE);
  const wiretap = await startWiretap(receiver.url);
  try {
    say("\nNotifications arrive while the key is rotated. The receiver gets the new key a few seconds later.\n");
    const stopTraffic = startTraffic(platform, wiretap.url);
    await sleep(2 * SEND_EVERY_MS);
    await engine.configure([{ key: "rotation", value: "2" }]);
    await engine.up();
    await sleep(VAULT_DELAY_MS);
    const [key] = await writeKeys(engine);
    await sleep(2 * SEND_EVERY_MS);
    const reports = await stopTraffic();

    const retried = reports.filter(({ attempts }) => attempts.length > 1).length;
    say(
      `\nsent: ${reports.length}; accepted: ${reports.filter(({ isAccepted }) => isAccepted).length}, ${retried} of them on a retry`,
    );
    for (const [outcome, count] of countsOf(receiver.outcomes)) say(`  ${count} × ${outcome}`);
    expectThat(
      reports.every(({ isAccepted }) => isAccepted),
      "every genuine notification to be accepted",
    );
    expectThat(retried > 0, "some to be accepted on a retry only");

    say("\nsent by an attacker:");
    const [genuine] = wiretap.captured.slice(-1);
    if (genuine === undefined || key === undefined) throw new Error("nothing was accepted");
    await attack(receiver, attacksOf(genuine, key, otherKey));
  } finally {
    receiver.stop();
    wiretap.stop();
  }
};

const main = async (): Promise<void> => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true, mode: 0o700 });
  const platform = await startPlatform();
  try {
    await demonstrate(platform);
  } finally {
    await platform.close();
  }
  say("\nEvery genuine notification was accepted, and nothing else.");
};

runDemonstration(
  "npm run receiver",
  "Runs examples/receiver against the local platform, a stand-in for the service: notifications arrive while the key " +
    "is rotated, and an attacker sends false ones. Needs no account, network or Pulumi CLI.",
  main,
);
