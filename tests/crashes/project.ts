import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type SubscriptionOptions } from "../../local/platform/subscriptions/options.js";
import { type Engine, type ExportedState, type Run, type Stack } from "../e2e/support/engine.js";
import { createProgram, writeProgram } from "../e2e/support/program.js";
import {
  choosePort,
  type PlatformContent,
  type RunningPlatform,
  platformFolder,
  PRELOAD,
  removeFolder,
  startPlatformProcess,
} from "./platform-process.js";
import { startPlatformHere } from "./platform-here.js";
import { crashEnvironment, type CrashPoint, isAbout } from "./site.js";
import { DAY_MS } from "../../provider/dates.js";

const CLOCK_PRELOAD = join(__dirname, "../support/move-clock.js");

/** Subscriptions don't wait for a review, and need no key. */
const SUBSCRIPTIONS: SubscriptionOptions = { firstStatus: "INACTIVE", signingKeyRequired: false };

/** What an `up` begins with. */
export interface Situation {
  /** Counted from today. */
  readonly day: number;
  readonly program: string;
  readonly state: ExportedState | undefined;
  readonly content: PlatformContent | undefined;
}

export interface WatchedRun {
  readonly run: Run;
  /** It is still running. */
  readonly platform: RunningPlatform;
  /** The folder in which steps are recorded. */
  readonly site: string;
}

/** A project on one engine, with one stack. */
export interface Project {
  readonly stack: Stack;
  /** The folder of the engine's states. */
  readonly states: string;
  /**
   * Puts a situation in the place of what earlier runs left, and runs `up` in it. What is killed then, or whether all
   * steps are recorded: for both, the engine needs a process of its own.
   */
  readonly upIn: (situation: Situation, watch?: CrashPoint | "trace") => Promise<WatchedRun>;
  /** Runs `up` in what the last run left. */
  readonly upAgain: (day: number) => Promise<Run>;
}

const environmentOf = (day: number, preloads: readonly string[] = []): Record<string, string> => ({
  NODE_OPTIONS: [CLOCK_PRELOAD, ...preloads].map((file) => `--require=${file}`).join(" "),
  TEST_CLOCK_OFFSET_MS: String(day * DAY_MS),
});

export const createProject = async (engine: Engine): Promise<Project> => {
  const folder = createProgram("");
  const work = join(folder, "work");
  mkdirSync(work);
  const newFolder = (name: string): string => mkdtempSync(join(work, `${name}-`));
  // The host is part of the identity of a resource, so the port must not change.
  const port = await choosePort();
  const stack = await engine.createStack({
    folder,
    config: {
      "cybersource-webhooks:host": { value: `http://127.0.0.1:${port}` },
      "cybersource-webhooks:authentication": { value: "none" },
    },
    environment: {},
  });
  const [states = ""] = stack.folders;
  const emptyStates = newFolder("states");
  cpSync(states, emptyStates, { recursive: true });

  return {
    stack,
    states,
    upIn: async ({ day, program, state, content }, watch) => {
      removeFolder(states);
      cpSync(emptyStates, states, { recursive: true });
      if (state !== undefined) await stack.importState(state);
      writeProgram(folder, program);
      const site = newFolder("site");
      const point = watch === "trace" ? undefined : watch;
      const options = {
        folder: platformFolder(work, content),
        port,
        subscriptions: SUBSCRIPTIONS,
        now: new Date(Date.now() + day * DAY_MS),
      };
      const platform = await (watch === "trace" || (point !== undefined && isAbout("platform", point))
        ? startPlatformProcess({ ...options, site: { folder: site, ...(point !== undefined && { point }) } })
        : startPlatformHere(options));
      const environment =
        watch === undefined
          ? environmentOf(day)
          : { ...environmentOf(day, [PRELOAD]), ...crashEnvironment(site, point) };
      return { run: await stack.up({ environment }), platform, site };
    },
    upAgain: (day) => stack.up({ environment: environmentOf(day) }),
  };
};
