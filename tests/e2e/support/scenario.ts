import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect } from "@jest/globals";
import { type PlatformOptions } from "../../../local/platform/options.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { watchProcesses } from "../../support/process-watch.js";
import { filesBelow, findSecrets, type Secret, textPlace } from "../../support/secret-sweep.js";
import { filesOpenToOthers, stackFiles } from "../../support/sweep-places.js";
import {
  ACCESS_TOKEN,
  type ConfigValue,
  type Engine,
  type ExportedResource,
  PASSPHRASE,
  type Run,
  type RunOptions,
  type Stack,
} from "./engine.js";
import { addKeys, collecting, secretOf } from "./collecting.js";
import { embedded } from "./embedded.js";
import { createProgram, writeProgram } from "./program.js";
import { isCliThere, realCli } from "./real-cli.js";
import { DAY_MS } from "../../../provider/dates.js";

export const CLIENT_SECRET = randomBytes(24).toString("base64url");

export interface ScenarioOptions {
  /**
   * The program's index.js, without its first lines: `pulumi` and the package's classes are there. Or the folder of a
   * whole program.
   */
  readonly program: string | { readonly folder: string };
  readonly config?: Readonly<Record<string, ConfigValue>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly platform?: PlatformOptions;
  /** Whether the stack gets a connection to the local platform; true unless given. */
  readonly isConnected?: boolean;
  /** Path of the Node.js that runs the program and the provider; that of the tests unless given. */
  readonly node?: string;
  /** Whether all tests of the engine have it, as one that `beforeAll` starts. Otherwise it ends with the test. */
  readonly isShared?: boolean;
}

export interface Scenario {
  readonly platform: Platform;
  readonly stack: Stack;
  readonly folder: string;
  /** Replaces the program. */
  readonly write: (program: string) => void;
  /** Moves the clock of the local platform, and returns what moves that of the program and the provider. */
  readonly daysLater: (days: number) => RunOptions;
  /** Adds a value that must not be found anywhere; a random one is looked for by its pieces too. */
  readonly keepSecret: (name: string, value: string, kind?: Secret["kind"]) => void;
  /** The resources of this package in the exported state, by name and kind. */
  readonly resources: () => Promise<Readonly<Record<string, ExportedResource>>>;
}

/** `kind name` of a resource of this package, or undefined for any other. */
const labelOf = (urn: string): string | undefined =>
  /cybersource-webhooks:(?:index:)?(\w+)::(.+)$/.exec(urn)?.slice(1).join(" ");

/** The steps of a run as sorted text, without reads, what stays as it is and Pulumi's own resources. */
export const stepsOf = ({ steps }: Run): string[] =>
  steps
    .filter(({ op }) => op !== "same" && op !== "refresh")
    .map(({ op, urn }) => ({ op, label: labelOf(urn) }))
    .filter(({ label }) => label !== undefined)
    .map(({ op, label = "" }) => `${op} ${label}`)
    .sort();

/** Fails with what was printed when a run failed. */
export const succeeded = (run: Run): Run => {
  if (!run.ok) throw new Error(run.output);
  return run;
};

/** A scenario, and what ends it: the search for secrets in all that it left behind, then the local platform. */
const startScenario = async (engine: Engine, options: ScenarioOptions): Promise<[Scenario, () => Promise<void>]> => {
  const platform = await startPlatform(options.platform);
  const folder = typeof options.program === "string" ? createProgram(options.program) : options.program.folder;
  const write = (program: string): void => writeProgram(folder, program);
  const connection: Record<string, ConfigValue> = {
    "cybersource-webhooks:host": { value: platform.origin },
    "cybersource-webhooks:authentication": { value: "none" },
  };
  const config = { ...(options.isConnected !== false && connection), ...options.config };
  const secrets: Record<string, Secret> = {
    passphrase: { value: PASSPHRASE, kind: "whole" },
    accessToken: { value: ACCESS_TOKEN, kind: "random" },
    clientSecret: { value: CLIENT_SECRET, kind: "random" },
  };
  for (const [key, { value, secret }] of Object.entries(config)) {
    if (secret === true) secrets[key] = secretOf(value);
  }
  const variables = new Set(Object.keys(options.environment ?? {}));
  const printed: string[] = [];
  const processes = watchProcesses();
  const stack = collecting(
    await engine.createStack({
      folder,
      config,
      environment: options.environment ?? {},
      ...(options.node !== undefined && { node: options.node }),
    }),
    platform,
    { outputs: printed, variables, secrets },
  );

  const search = async (): Promise<string[]> => {
    await stack.exportState();
    const places = [
      textPlace("output and exported states", printed.join("\n")),
      ...stack.folders.flatMap(filesBelow),
      ...stackFiles(folder),
      ...processes.places((role, name) => variables.has(name) || engine.hands(role).includes(name)),
    ];
    addKeys(secrets, platform);
    return findSecrets(places, secrets);
  };
  const end = async (): Promise<void> => {
    processes.stop();
    try {
      expect(await search()).toEqual([]);
      if (engine === embedded) expect(stack.folders.flatMap(filesOpenToOthers)).toEqual([]);
    } finally {
      await platform.close();
    }
  };

  const scenario: Scenario = {
    platform,
    stack,
    folder,
    write,
    daysLater: (days) => {
      platform.setClock(new Date(Date.now() + days * DAY_MS));
      const preload = join(__dirname, "../../support/move-clock.js");
      return { environment: { NODE_OPTIONS: `--require=${preload}`, TEST_CLOCK_OFFSET_MS: String(days * DAY_MS) } };
    },
    keepSecret: (name, value, kind = "whole") => {
      secrets[name] = { value, kind };
    },
    resources: async () => {
      const { deployment } = await stack.exportState();
      const labelled = new Map<string, ExportedResource>();
      for (const resource of deployment.resources ?? []) {
        const label = labelOf(resource.urn);
        if (label !== undefined) labelled.set(label, resource);
      }
      return Object.fromEntries(labelled);
    },
  };
  return [scenario, end];
};

export type Start = (options: ScenarioOptions) => Promise<Scenario>;

/** Declares scenarios on one engine. If it's the Pulumi CLI and that isn't on PATH, says so and skips them. */
export const onEngine = (engine: Engine, title: string, declare: (start: Start, engine: Engine) => void): void => {
  const isThere = engine === embedded || isCliThere();
  if (!isThere) process.stderr.write(`SKIPPED on ${engine.name}, which is not on PATH: ${title}\n`);
  (isThere ? describe : describe.skip)(`${title}, on ${engine.name}`, () => {
    const ends: (() => Promise<void>)[] = [];
    const sharedEnds: (() => Promise<void>)[] = [];
    const endAll = (all: (() => Promise<void>)[]) => async (): Promise<void> => {
      for (const end of all.splice(0)) await end();
    };
    afterEach(endAll(ends));
    afterAll(endAll(sharedEnds));
    declare(async (options) => {
      const [scenario, end] = await startScenario(engine, options);
      (options.isShared === true ? sharedEnds : ends).push(end);
      return scenario;
    }, engine);
  });
};

/** Declares scenarios once and runs them on every engine that there is. */
export const onEveryEngine = (title: string, declare: (start: Start, engine: Engine) => void): void => {
  for (const engine of [embedded, realCli]) onEngine(engine, title, declare);
};
