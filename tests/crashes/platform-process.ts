import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { issuedKeySchema } from "../../local/platform/issued-key.js";
import { type Subscription, subscriptionSchema } from "../../local/platform/subscriptions/subscription.js";
import { crashEnvironment, type CrashPoint } from "./site.js";

const MAIN = join(__dirname, "../../local/platform/main.js");
export const PRELOAD = join(__dirname, "preload.js");

const stateFileSchema = z.object({
  keys: z.array(issuedKeySchema),
  subscriptions: z.array(subscriptionSchema).default([]),
});
type StateFile = z.infer<typeof stateFileSchema>;
type Key = z.infer<typeof issuedKeySchema>;

const readState = (file: string): StateFile =>
  existsSync(file) ? stateFileSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : { keys: [], subscriptions: [] };

export interface PlatformProcessOptions {
  /** The folder in which it stores its keys. */
  readonly folder: string;
  readonly port: number;
  /** More options of the command line. */
  readonly flags: readonly string[];
  readonly now: Date;
  /** The folder of the run to kill, and the point at which to kill it. */
  readonly site?: { readonly folder: string; readonly point?: CrashPoint };
}

/** The local platform in its own process, which is restarted as soon as it is killed. */
export interface PlatformProcess {
  readonly folder: string;
  readonly origin: string;
  /** Its current key. */
  readonly current: () => Key | undefined;
  /** For each key that it created: all keys that it had then. */
  readonly made: () => readonly (readonly Key[])[];
  readonly subscriptions: () => readonly Subscription[];
  readonly stop: () => Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly origin: string;
}

/** Starts the local platform. Returns undefined if it exits at once, because its port is in use. */
const tryStart = async ({
  folder,
  port,
  flags: more,
  now,
  site,
}: PlatformProcessOptions): Promise<Started | undefined> => {
  const flags = [
    "--port",
    String(port),
    "--state",
    join(folder, "platform.json"),
    "--clock",
    now.toISOString(),
    ...more,
  ];
  const preload = site === undefined ? {} : { NODE_OPTIONS: `--require=${PRELOAD}` };
  const child = spawn(process.execPath, [MAIN, ...flags], {
    env: {
      PATH: process.env.PATH,
      ...(site !== undefined && { ...preload, ...crashEnvironment(site.folder, site.point) }),
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, "line"), once(child, "exit").then(() => [""])]);
  const origin = /http:\/\/\S+?(?= )/.exec(String(line[0]))?.[0];
  return origin === undefined ? undefined : { child, origin };
};

const start = async (options: PlatformProcessOptions): Promise<Started> => {
  for (;;) {
    const started = await tryStart(options);
    if (started !== undefined) return started;
    await sleep(100);
  }
};

/** Chooses a port that is still free after a restart: below the range that the system assigns to connections. */
export const choosePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    return port;
  }
};

export const startPlatformProcess = async (options: PlatformProcessOptions): Promise<PlatformProcess> => {
  const { folder } = options;
  const { origin, ...first } = await start(options);
  let isStopping = false;
  let running: Promise<ChildProcess> = Promise.resolve(first.child);
  const keepRunning = (child: ChildProcess): void =>
    void child.once("exit", () => {
      if (isStopping) return;
      running = start(options).then((again) => again.child);
      void running.then(keepRunning);
    });
  keepRunning(first.child);

  return {
    folder,
    origin,
    current: () => readState(join(folder, "platform.json")).keys.at(-1),
    made: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith("made-"))
        .map((name) => readState(join(folder, name)).keys),
    subscriptions: () => readState(join(folder, "platform.json")).subscriptions,
    stop: async () => {
      isStopping = true;
      const child = await running;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};

/** Creates a folder for a local platform, with what another one holds or with nothing. */
export const platformFolder = (parent: string, from?: string): string => {
  const folder = mkdtempSync(join(parent, "platform-"));
  if (from !== undefined) copyFileSync(join(from, "platform.json"), join(folder, "platform.json"));
  return folder;
};

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
