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
import { crashEnvironment, type CrashPoint } from "./site.js";

const MAIN = join(__dirname, "../../local/platform/main.js");
export const PRELOAD = join(__dirname, "preload.js");

const keyFileSchema = z.object({ keys: z.array(issuedKeySchema) });
type Key = z.infer<typeof issuedKeySchema>;

const readKeys = (file: string): Key[] =>
  existsSync(file) ? keyFileSchema.parse(JSON.parse(readFileSync(file, "utf8"))).keys : [];

export interface PlatformProcessOptions {
  /** Folder of its own, in which it keeps its keys. */
  readonly folder: string;
  readonly port: number;
  readonly now: Date;
  /** Folder of the run that is to be killed, and where. */
  readonly site?: { readonly folder: string; readonly point?: CrashPoint };
}

/** The local platform as a process of its own, which is started again as soon as it was killed. */
export interface PlatformProcess {
  readonly folder: string;
  readonly origin: string;
  /** The key that it holds now. */
  readonly current: () => Key | undefined;
  /** One for each time that it made a key: all that it held then. */
  readonly made: () => readonly (readonly Key[])[];
  readonly stop: () => Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly origin: string;
}

/** Starts the local platform; undefined when it ended at once, because its port is taken. */
const tryStart = async ({ folder, port, now, site }: PlatformProcessOptions): Promise<Started | undefined> => {
  const flags = ["--port", String(port), "--state", join(folder, "platform.json"), "--clock", now.toISOString()];
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
  const origin = /http:\/\/\S+?(?=;)/.exec(String(line[0]))?.[0];
  return origin === undefined ? undefined : { child, origin };
};

const start = async (options: PlatformProcessOptions): Promise<Started> => {
  for (;;) {
    const started = await tryStart(options);
    if (started !== undefined) return started;
    await sleep(100);
  }
};

/** A port of one's own, which a restart finds free again: below those that connections are given. */
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
    current: () => readKeys(join(folder, "platform.json")).at(-1),
    made: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith("made-"))
        .map((name) => readKeys(join(folder, name))),
    stop: async () => {
      isStopping = true;
      const child = await running;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
};

/** A folder for a local platform with the keys of another, or with none. */
export const platformFolder = (parent: string, from?: string): string => {
  const folder = mkdtempSync(join(parent, "platform-"));
  if (from !== undefined) copyFileSync(join(from, "platform.json"), join(folder, "platform.json"));
  return folder;
};

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
