import { cpSync, mkdirSync, mkdtempSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@jest/globals";
import { type Engine, type ExportedState, PASSPHRASE, type Run, type Stack } from "../e2e/support/engine.js";
import { createProgram, writeProgram } from "../e2e/support/program.js";
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

/** Long enough for a request in progress to finish. */
const ORPHAN_MS = 1_000;

/** An `up` that is killed. */
export interface Operation {
  readonly program: string;
  /** The day on which it runs, counted from today. */
  readonly day: number;
  /** Whether it begins without a stack; the others begin after the `up` of the lane's first program. */
  readonly isFirst: boolean;
}

/** What must be true after the next `up`, after any kill. */
export interface Recovered {
  readonly platform: PlatformProcess;
  /** The local platform as it was when the operation began, without its process. */
  readonly before: PlatformProcess;
  readonly state: ExportedState;
  readonly stack: Stack;
}

/** The resources whose operations are killed. */
export interface LaneKind<Name extends string> {
  readonly firstProgram: string;
  readonly operations: Readonly<Record<Name, Operation>>;
  /** Options of the local platform. */
  readonly flags: readonly string[];
  readonly secretsOf: (platform: PlatformProcess) => Record<string, string>;
  readonly expectRecovered: (name: Name, recovered: Recovered) => Promise<void>;
  /** What the local platform made so far: an `up` without changes must leave it as it is. */
  readonly madeBy: (platform: PlatformProcess) => unknown;
}

/** One project on one engine, in which runs are killed one after another. */
export interface Lane<Name extends string> {
  /** The events of an operation that isn't killed. */
  readonly trace: (name: Name) => Promise<readonly string[]>;
  /** Kills an operation, and expects that the next `up` completes it. */
  readonly crash: (name: Name, point: CrashPoint) => Promise<void>;
}

/** The states and the local platform at the beginning of an operation. */
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

const environmentOf = (day: number, preloads: readonly string[] = []): Record<string, string> => ({
  NODE_OPTIONS: [CLOCK_PRELOAD, ...preloads].map((file) => `--require=${file}`).join(" "),
  TEST_CLOCK_OFFSET_MS: String(day * DAY_MS),
});

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

/** Sets up a project for all operations, with its first program already up. */
export const createLane = async <Name extends string>(engine: Engine, kind: LaneKind<Name>): Promise<Lane<Name>> => {
  const { operations, flags } = kind;
  const folder = createProgram(kind.firstProgram);
  const work = join(folder, "work");
  mkdirSync(work);
  // The host is part of the identity of a resource, so the port must not change.
  const port = await choosePort();
  const newFolder = (): string => mkdtempSync(join(work, "site-"));
  const start = (day: number, from: string | undefined, site?: { folder: string; point?: CrashPoint }) =>
    startPlatformProcess({
      folder: platformFolder(work, from),
      port,
      flags,
      now: new Date(Date.now() + day * DAY_MS),
      ...(site !== undefined && { site }),
    });

  const first = await start(0, undefined);
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
  const empty: Base = { states: saved(), platform: undefined };
  succeeded(await stack.up({ environment: environmentOf(0) }));
  const made: Base = { states: saved(), platform: first.folder };
  await first.stop();

  const begin = async (name: Name, point?: CrashPoint): Promise<Begun> => {
    const { program, day, isFirst } = operations[name];
    const base = isFirst ? empty : made;
    removeFolder(states);
    cpSync(base.states, states, { recursive: true });
    writeProgram(folder, program);
    const site = newFolder();
    const platform = await start(day, base.platform, { folder: site, ...(point !== undefined && { point }) });
    const environment = { ...environmentOf(day, [PRELOAD]), ...crashEnvironment(site, point) };
    return { run: await stack.up({ environment }), platform, site };
  };

  /** Checks what must be true after the next `up`, after any kill. */
  const expectRecovered = async (name: Name, platform: PlatformProcess, isPending: boolean): Promise<Place[]> => {
    const environment = environmentOf(operations[name].day);
    const next = succeeded(await stack.up({ environment }));
    if (isPending) expect(next.output).toMatch(/pending operations/);
    const state = await stack.exportState();
    await kind.expectRecovered(name, { platform, before: first, state, stack });

    const before = kind.madeBy(platform);
    const quiet = succeeded(await stack.up({ environment }));
    expect(stepsOf(quiet)).toEqual([]);
    expect(kind.madeBy(platform)).toEqual(before);
    return [textPlace("output and exported state", next.output + JSON.stringify(state) + quiet.output)];
  };

  return {
    trace: async (name) => {
      const { run, platform, site } = await begin(name);
      await platform.stop();
      succeeded(run);
      return readTrace(site);
    },

    crash: async (name, point) => {
      const { run, platform, site } = await begin(name, point);
      try {
        if (!hasFired(site))
          throw new Error(`Not reached. Reached were:\n${readTrace(site).join("\n")}\n${run.output}`);
        await endRemaining(site, engine);
        const left = [...filesBelow(states), textPlace("output of the killed run", run.output)];
        const isPending = point.victim === "engine" && (await isLeftPending(stack));
        if (point.victim === "engine") await stack.unlock();
        const places = [...left, ...(await expectRecovered(name, platform, isPending)), ...filesBelow(states)];
        expect(findSecrets(places, { passphrase: PASSPHRASE, ...kind.secretsOf(platform) })).toEqual([]);
        if (engine !== realCli) expectPrivateFiles(states);
      } finally {
        await platform.stop();
      }
      removeFolder(site);
      removeFolder(platform.folder);
    },
  };
};
