import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@jest/globals";
import { z } from "zod";
import { type Engine, type ExportedState, PASSPHRASE, type Run, type Stack } from "../e2e/support/engine.js";
import { createProgram } from "../e2e/support/program.js";
import { realCli } from "../e2e/support/real-cli.js";
import { stepsOf, succeeded } from "../e2e/support/scenario.js";
import { filesBelow, findSecrets, type Place, textPlace } from "../support/secret-sweep.js";
import {
  choosePort,
  type PlatformProcess,
  platformFolder,
  PRELOAD,
  removeFolder,
  startPlatformProcess,
} from "./platform-process.js";
import { isAlive } from "./processes.js";
import { crashEnvironment, type CrashPoint, hasFired, readPid, readTrace, type Role } from "./site.js";
import { DAY_MS } from "../../provider/dates.js";

const CLOCK_PRELOAD = join(__dirname, "../support/move-clock.js");
const PROGRAM = `
const current = new WebhookSigningKey("orders", { organizationId: "org", renewBeforeDays: 30 });
exports.keys = new WebhookVerificationKeys("receiver", { current }).keys;
`;

/** Long enough for a request in progress to finish. */
const ORPHAN_MS = 1_000;

/** What an `up` does: create the first key, or renew a due one, which also updates the verification keys. */
export type Operation = "create" | "renew";
/** The day on which each operation runs, counted from today. */
const DAY_OF: Readonly<Record<Operation, number>> = { create: 0, renew: 340 };

/** One project on one engine, in which runs are killed one after another. */
export interface Lane {
  /** The events of an operation that isn't killed. */
  readonly trace: (operation: Operation) => Promise<readonly string[]>;
  /** Kills an operation, and expects that the next `up` completes it. */
  readonly crash: (operation: Operation, point: CrashPoint) => Promise<void>;
}

/** The states and keys at the beginning of an operation. */
interface Base {
  readonly states: string;
  readonly platform: string | undefined;
}

/** A run that was started with the preload, and its folders. */
interface Begun {
  readonly run: Run;
  readonly platform: PlatformProcess;
  readonly site: string;
}

const heldSchema = z.array(z.object({ keyId: z.string() }));

const environmentOf = (operation: Operation, preloads: readonly string[] = []): Record<string, string> => ({
  NODE_OPTIONS: [CLOCK_PRELOAD, ...preloads].map((file) => `--require=${file}`).join(" "),
  TEST_CLOCK_OFFSET_MS: String(DAY_OF[operation] * DAY_MS),
});

const secretsOf = (platform: PlatformProcess): Record<string, string> => {
  const secrets: Record<string, string> = { passphrase: PASSPHRASE };
  for (const [time, { keyId, key, expirationDate }] of platform.made().flat().entries()) {
    secrets[`keyId ${time}`] = keyId;
    secrets[`key ${time}`] = key;
    secrets[`expirationDate ${time}`] = expirationDate.toISOString().slice(0, 19);
  }
  return secrets;
};

const statesOf = ({ folders: [states = ""] }: Stack): string => states;

/**
 * Waits until the remaining processes of a killed run have exited by themselves. The provider of a killed CLI doesn't,
 * so it is killed.
 */
const endRemaining = async (site: string, engine: Engine): Promise<void> => {
  const roles: readonly Role[] = ["program", "provider"];
  const left = (): number[] => roles.flatMap((role) => readPid(site, role) ?? []).filter(isAlive);
  const patienceMs = engine === realCli ? ORPHAN_MS : Infinity;
  const sinceMs = performance.now();
  while (left().length > 0 && performance.now() - sinceMs < patienceMs) await sleep(20);
  for (const pid of left()) process.kill(pid, "SIGKILL");
};

/** Whether a killed engine left a pending operation, whose outcome it doesn't know. */
const isLeftPending = async (stack: Stack): Promise<boolean> => {
  // There is no state if it was killed before its first write.
  const state = await stack.exportState().catch(() => undefined);
  return (state?.deployment.pending_operations ?? []).length > 0;
};

const expectPrivateFiles = (states: string): void => {
  const open = filesBelow(states).filter(
    ({ name }) => basename(name) !== ".gitignore" && (statSync(name).mode & 0o077) !== 0,
  );
  expect(open.map(({ name }) => name)).toEqual([]);
};

const signingKeyIds = ({ deployment }: ExportedState): readonly (string | undefined)[] =>
  (deployment.resources ?? []).filter(({ type }) => type.endsWith("WebhookSigningKey")).map(({ id }) => id);

const idOf = (keyId: string): string => `org/${createHash("sha256").update(keyId).digest("hex").slice(0, 16)}`;

/** Sets up a project for all operations, with the first key already created. */
export const createLane = async (engine: Engine): Promise<Lane> => {
  const folder = createProgram(PROGRAM);
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: scenario\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  const work = join(folder, "work");
  mkdirSync(work);
  // The host is part of a key's identity, so the port must not change.
  const port = await choosePort();
  const newFolder = (): string => mkdtempSync(join(work, "site-"));
  const start = (operation: Operation, keys: string | undefined, site?: { folder: string; point?: CrashPoint }) =>
    startPlatformProcess({
      folder: platformFolder(work, keys),
      port,
      now: new Date(Date.now() + DAY_OF[operation] * DAY_MS),
      ...(site !== undefined && { site }),
    });

  const first = await start("create", undefined);
  const stack = await engine.createStack({
    folder,
    config: {
      "cybersource-webhooks:host": { value: first.origin },
      "cybersource-webhooks:authentication": { value: "none" },
    },
    environment: {},
  });
  const states = statesOf(stack);
  const saved = (): string => {
    const copy = newFolder();
    cpSync(states, copy, { recursive: true });
    return copy;
  };
  const atCreate: Base = { states: saved(), platform: undefined };
  succeeded(await stack.up({ environment: environmentOf("create") }));
  const atRenew: Base = { states: saved(), platform: first.folder };
  const firstKeyId = first.current()?.keyId ?? "";
  await first.stop();
  const bases: Readonly<Record<Operation, Base>> = { create: atCreate, renew: atRenew };

  const begin = async (operation: Operation, point?: CrashPoint): Promise<Begun> => {
    removeFolder(states);
    cpSync(bases[operation].states, states, { recursive: true });
    const site = newFolder();
    const platform = await start(operation, bases[operation].platform, {
      folder: site,
      ...(point !== undefined && { point }),
    });
    const environment = { ...environmentOf(operation, [PRELOAD]), ...crashEnvironment(site, point) };
    return { run: await stack.up({ environment }), platform, site };
  };

  /** Checks what must be true after the next `up`, after any kill. */
  const expectRecovered = async (
    operation: Operation,
    platform: PlatformProcess,
    isPending: boolean,
  ): Promise<Place[]> => {
    const environment = environmentOf(operation);
    const next = succeeded(await stack.up({ environment }));
    if (isPending) expect(next.output).toMatch(/pending operations/);
    const current = platform.current()?.keyId ?? "";
    const state = await stack.exportState();
    expect(signingKeyIds(state)).toEqual([idOf(current)]);
    const held = heldSchema.parse((await stack.outputs()).keys?.value).map(({ keyId }) => keyId);
    expect(held).toEqual(operation === "create" ? [current] : [current, firstKeyId]);
    const timesMade = platform.made().length;
    expect([1, 2]).toContain(timesMade);

    const quiet = succeeded(await stack.up({ environment }));
    expect(stepsOf(quiet)).toEqual([]);
    expect(platform.made()).toHaveLength(timesMade);
    return [textPlace("output and exported state", next.output + JSON.stringify(state) + quiet.output)];
  };

  return {
    trace: async (operation) => {
      const { run, platform, site } = await begin(operation);
      await platform.stop();
      succeeded(run);
      return readTrace(site);
    },

    crash: async (operation, point) => {
      const { run, platform, site } = await begin(operation, point);
      try {
        if (!hasFired(site))
          throw new Error(`Not reached. Reached were:\n${readTrace(site).join("\n")}\n${run.output}`);
        await endRemaining(site, engine);
        const left = [...filesBelow(states), textPlace("output of the killed run", run.output)];
        const isPending = point.victim === "engine" && (await isLeftPending(stack));
        if (point.victim === "engine") await stack.unlock();
        const places = [...left, ...(await expectRecovered(operation, platform, isPending)), ...filesBelow(states)];
        expect(findSecrets(places, secretsOf(platform))).toEqual([]);
        if (engine !== realCli) expectPrivateFiles(states);
      } finally {
        await platform.stop();
      }
      removeFolder(site);
      removeFolder(platform.folder);
    },
  };
};
