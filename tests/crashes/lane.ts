import { statSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@jest/globals";
import { type Engine, type ExportedState, PASSPHRASE, type Stack } from "../e2e/support/engine.js";
import { realCli } from "../e2e/support/real-cli.js";
import { stepsOf, succeeded } from "../e2e/support/scenario.js";
import { filesBelow, findSecrets, type Place, textPlace } from "../support/secret-sweep.js";
import { type Operation, type Subject } from "./operation.js";
import { contentOf, mergeContents, type PlatformContent, removeFolder } from "./platform-process.js";
import { isAlive } from "./processes.js";
import { createProject, type WatchedRun } from "./project.js";
import { type CrashPoint, hasFired, readPid, readTrace, type Role } from "./site.js";
import { mergeStates, partOf } from "./states.js";

/** A day on which keys of the first `up` are due. */
const RENEWAL_DAY = 340;

/** Long enough for a request in progress to finish. */
const ORPHAN_MS = 1_000;

/** One project on one engine, in which runs are killed one after another. Each operation is killed once. */
export interface Lane {
  /** The events of an operation that isn't killed. */
  readonly trace: (operation: Operation) => Promise<readonly string[]>;
  /**
   * Kills an operation. If the engine is killed, expects that the next `up` completes it. In other cases the engine ends
   * by itself, and one `up` completes all of them: see `expectRecovered`.
   */
  readonly crash: (operation: Operation, point: CrashPoint) => Promise<void>;
  /** Expects that the next `up` completes all operations that aren't yet. */
  readonly expectRecovered: () => Promise<void>;
  /** Expects that another `up` has nothing to do for any operation that was completed. */
  readonly expectQuiet: () => Promise<void>;
}

/** What an operation left behind, killed or completed. */
interface Left {
  readonly operation: Operation;
  readonly subject: Subject;
  /** What the local platform held when it began. */
  readonly before: PlatformContent;
  readonly state: ExportedState | undefined;
  readonly content: PlatformContent;
  /** All that the local platform held in between. */
  readonly made: readonly PlatformContent[];
}

/** The remaining processes of a killed run exit by themselves. The provider of a killed CLI doesn't, so it is killed. */
const endRemaining = async (site: string, engine: Engine): Promise<void> => {
  const roles: readonly Role[] = ["program", "provider"];
  const left = (): number[] => roles.flatMap((role) => readPid(site, role) ?? []).filter(isAlive);
  const patienceMs = engine === realCli ? ORPHAN_MS : Infinity;
  const sinceMs = performance.now();
  while (left().length > 0 && performance.now() - sinceMs < patienceMs) await sleep(20);
  for (const pid of left()) process.kill(pid, "SIGKILL");
};

/** The state, or undefined if the engine was killed before its first write. */
const stateOf = (stack: Stack): Promise<ExportedState | undefined> => stack.exportState().catch(() => undefined);

const expectPrivateFiles = (states: string): void => {
  const open = filesBelow(states).filter(
    ({ name }) => basename(name) !== ".gitignore" && (statSync(name).mode & 0o077) !== 0,
  );
  expect(open.map(({ name }) => name)).toEqual([]);
};

/** Secrets of several operations, by a name of their own for each. */
const secretsOf = (all: readonly Left[]): Record<string, string> =>
  Object.fromEntries(
    all.flatMap(({ operation, subject, made }) =>
      Object.entries(operation.secretsOf(made)).map(([name, value]) => [`${name} of ${subject.label}`, value]),
    ),
  );

const programOf = (all: readonly Left[]): string =>
  all.map(({ operation, subject }) => operation.program(subject)).join("");

/** Sets up a project for these operations. One that is killed several times is listed as often. */
export const createLane = async (engine: Engine, operations: readonly Operation[]): Promise<Lane> => {
  const { stack, states, upIn, upAgain } = await createProject(engine);
  const unused = operations.map((operation, index) => ({
    operation,
    subject: { label: String(index), organizationId: `org-${index}` },
  }));
  const killed: Left[] = [];
  const completed: Left[] = [];

  const expectNoSecrets = (places: readonly Place[], all: readonly Left[]): void => {
    const secrets = { passphrase: PASSPHRASE, ...secretsOf(all) };
    expect(findSecrets([...places, ...filesBelow(states)], secrets)).toEqual([]);
    if (engine !== realCli) expectPrivateFiles(states);
  };

  const close = async ({ platform, site }: WatchedRun): Promise<void> => {
    await platform.stop();
    for (const folder of [site, platform.folder]) removeFolder(folder);
  };

  const program = unused.map(({ operation, subject }) => operation.first?.(subject) ?? "").join("");
  const first = await upIn({ day: 0, program, state: undefined, content: undefined });
  succeeded(first.run);
  const made = { state: await stack.exportState(), content: first.platform.content() };
  await close(first);

  const begin = async (operation: Operation, watch: CrashPoint | "trace") => {
    const next = unused.findIndex((each) => each.operation === operation);
    const [{ subject } = {}] = next === -1 ? [] : unused.splice(next, 1);
    if (subject === undefined) throw new Error("All resources for this operation are used up");
    const state = operation.first === undefined ? undefined : partOf(made.state, subject);
    const before = contentOf(made.content, subject.organizationId);
    const situation = { day: RENEWAL_DAY, program: operation.program(subject), state, content: before };
    return { operation, subject, before, ...(await upIn(situation, watch)) };
  };

  /** Checks what must be true of operations after a run that has completed them. */
  const expectCompleted = async (all: readonly Left[]): Promise<Place> => {
    const state = await stack.exportState();
    const outputs = await stack.outputs();
    for (const left of all) {
      const part = partOf(state, left.subject);
      left.operation.expectRecovered({ ...left, state: part, outputs });
      completed.push({ ...left, state: part });
    }
    return textPlace("exported state", JSON.stringify(state));
  };

  return {
    trace: async (operation) => {
      const watched = await begin(operation, "trace");
      const trace = readTrace(watched.site);
      await close(watched);
      succeeded(watched.run);
      return trace;
    },

    crash: async (operation, point) => {
      const { run, platform, site, ...begun } = await begin(operation, point);
      try {
        if (!hasFired(site))
          throw new Error(`Not reached. Reached were:\n${readTrace(site).join("\n")}\n${run.output}`);
        await endRemaining(site, engine);
        const places = [...filesBelow(states), textPlace("output of the killed run", run.output)];
        const state = await stateOf(stack);
        const left = (): Left => ({ ...begun, state, content: platform.content(), made: platform.made() });
        if (point.victim === "engine") {
          await stack.unlock();
          const next = succeeded(await upAgain(RENEWAL_DAY));
          // The engine doesn't know the outcome of an operation that it left pending.
          if ((state?.deployment.pending_operations ?? []).length > 0)
            expect(next.output).toMatch(/pending operations/);
          places.push(textPlace("output of the next run", next.output), await expectCompleted([left()]));
        } else {
          expect(state?.deployment.pending_operations ?? []).toEqual([]);
          killed.push(left());
        }
        expectNoSecrets(places, [left()]);
      } finally {
        await close({ run, platform, site });
      }
    },

    expectRecovered: async () => {
      const all = killed.splice(0);
      const content = mergeContents(all.map((left) => left.content));
      const state = mergeStates(all.flatMap((left) => left.state ?? []));
      const next = await upIn({ day: RENEWAL_DAY, program: programOf(all), state, content });
      try {
        const lefts = all.map((left) => {
          const own = (each: PlatformContent): PlatformContent => contentOf(each, left.subject.organizationId);
          const madeNow = next.platform.made().map(own);
          return { ...left, content: own(next.platform.content()), made: [...left.made, ...madeNow] };
        });
        const output = textPlace("output of the next run", succeeded(next.run).output);
        expectNoSecrets([output, await expectCompleted(lefts)], lefts);
      } finally {
        await close(next);
      }
    },

    expectQuiet: async () => {
      const content = mergeContents(completed.map((left) => left.content));
      const state = mergeStates(completed.flatMap((left) => left.state ?? []));
      const quiet = await upIn({ day: RENEWAL_DAY, program: programOf(completed), state, content });
      try {
        expect(stepsOf(succeeded(quiet.run))).toEqual([]);
        expect(quiet.platform.made()).toEqual([]);
        expect(quiet.platform.content()).toEqual(content);
        expectNoSecrets([textPlace("output of the quiet run", quiet.run.output)], completed);
      } finally {
        await close(quiet);
      }
    },
  };
};
