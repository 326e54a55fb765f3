import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { encryptionKeySchema } from "../../local/platform/encryption/encryption-key.js";
import { issuedKeySchema } from "../../local/platform/issued-key.js";
import { type SubscriptionOptions } from "../../local/platform/subscriptions/options.js";
import { subscriptionSchema } from "../../local/platform/subscriptions/subscription.js";
import { MAX_CERTIFICATE_DAYS } from "../support/encryption-vectors.js";
import { crashEnvironment, type CrashPoint } from "./site.js";

const MAIN = join(__dirname, "../../local/platform/main.js");
export const PRELOAD = join(__dirname, "preload.js");

const contentSchema = z.object({
  keys: z.array(issuedKeySchema).default([]),
  subscriptions: z.array(subscriptionSchema).default([]),
  encryptionKeys: z.array(encryptionKeySchema).default([]),
});
/** What a local platform holds. */
export type PlatformContent = z.infer<typeof contentSchema>;

/** Where the local platform of a folder stores what it holds. */
export const stateFile = (folder: string): string => join(folder, "platform.json");

export const storedContent = (folder: string): PlatformContent => readContent(stateFile(folder));

const readContent = (file: string): PlatformContent =>
  contentSchema.parse(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

export interface PlatformProcessOptions {
  /** The folder in which it stores its keys. */
  readonly folder: string;
  readonly port: number;
  readonly subscriptions: SubscriptionOptions;
  readonly now: Date;
  /** The folder of the run to kill, and the point at which to kill it. */
  readonly site?: { readonly folder: string; readonly point?: CrashPoint };
}

/** A local platform that runs. */
export interface RunningPlatform {
  readonly folder: string;
  readonly content: () => PlatformContent;
  /** All that it held after each change of it. */
  readonly made: () => readonly PlatformContent[];
  readonly stop: () => Promise<void>;
}

/** Starts the local platform. Returns undefined if it exits at once, because its port is in use. */
const tryStart = async ({
  folder,
  port,
  subscriptions,
  now,
  site,
}: PlatformProcessOptions): Promise<ChildProcess | undefined> => {
  const flags = [
    "--max-certificate-days",
    String(MAX_CERTIFICATE_DAYS),
    "--port",
    String(port),
    "--state",
    stateFile(folder),
    "--clock",
    now.toISOString(),
    "--subscriptions",
    JSON.stringify(subscriptions),
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
  return String(line[0]).startsWith("Listening on ") ? child : undefined;
};

const start = async (options: PlatformProcessOptions): Promise<ChildProcess> => {
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

/** Starts the local platform in its own process, which is restarted as soon as it is killed. */
export const startPlatformProcess = async (options: PlatformProcessOptions): Promise<RunningPlatform> => {
  const { folder } = options;
  const first = await start(options);
  let isStopping = false;
  let running: Promise<ChildProcess> = Promise.resolve(first);
  const keepRunning = (child: ChildProcess): void =>
    void child.once("exit", () => {
      if (isStopping) return;
      running = start(options);
      void running.then(keepRunning);
    });
  keepRunning(first);

  return {
    folder,
    content: () => storedContent(folder),
    made: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith("made-"))
        .map((name) => readContent(join(folder, name))),
    stop: async () => {
      isStopping = true;
      const child = await running;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};

/** Creates a folder for a local platform that holds this, or nothing. */
export const platformFolder = (parent: string, content?: PlatformContent): string => {
  const folder = mkdtempSync(join(parent, "platform-"));
  if (content !== undefined) writeFileSync(stateFile(folder), JSON.stringify({ version: 1, ...content }));
  return folder;
};

interface Owned {
  readonly organizationId: string;
}

/** The part of a content that belongs to an organization. */
export const contentOf = (content: PlatformContent, organizationId: string): PlatformContent => {
  const isOwn = (held: Owned): boolean => held.organizationId === organizationId;
  return {
    keys: content.keys.filter(isOwn),
    subscriptions: content.subscriptions.filter(isOwn),
    encryptionKeys: content.encryptionKeys.filter(isOwn),
  };
};

export const mergeContents = (contents: readonly PlatformContent[]): PlatformContent => ({
  keys: contents.flatMap(({ keys }) => keys),
  subscriptions: contents.flatMap(({ subscriptions }) => subscriptions),
  encryptionKeys: contents.flatMap(({ encryptionKeys }) => encryptionKeys),
});

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
