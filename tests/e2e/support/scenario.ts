import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect } from "@jest/globals";
import { type KmsOptions } from "../../../local/kms/options.js";
import { type Kms, startKms } from "../../../local/kms/server.js";
import { createScratch } from "../../support/project.js";
import { filesBelow, findSecrets, type Place, textPlace } from "../../support/secret-sweep.js";
import {
  type ConfigValue,
  type Engine,
  type ExportedResource,
  PASSPHRASE,
  type Run,
  type RunOptions,
  type Stack,
} from "./engine.js";
import { embedded } from "./embedded.js";
import { createProgram, writeProgram } from "./program.js";
import { realCli } from "./real-cli.js";

const DAY_MS = 86_400_000;
export const CLIENT_SECRET = "client-secret-0123456789";

export interface ScenarioOptions {
  /**
   * The program's index.js, without its first lines: `pulumi` and the package's classes are there. Or the folder of a
   * whole program.
   */
  readonly program: string | { readonly folder: string };
  readonly config?: Readonly<Record<string, ConfigValue>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly kms?: KmsOptions;
  /** Whether the stack gets a connection to the local KMS; true unless given. */
  readonly isConnected?: boolean;
  /** Path of the Node.js that runs the program and the provider; that of the tests unless given. */
  readonly node?: string;
}

export interface Scenario {
  readonly kms: Kms;
  readonly stack: Stack;
  readonly folder: string;
  /** Replaces the program. */
  readonly write: (program: string) => void;
  /** Moves the clock of the KMS, and returns what moves that of the program and the provider. */
  readonly daysLater: (days: number) => RunOptions;
  /** Adds a value that must not be found anywhere. */
  readonly keepSecret: (name: string, value: string) => void;
  /** The resources of this package in the exported state, by name and kind. */
  readonly resources: () => Promise<Readonly<Record<string, ExportedResource>>>;
}

/** `kind name` of a resource of this package, or undefined for any other. */
const labelOf = (urn: string): string | undefined => /cybersource-webhooks:(\w+)::(.+)$/.exec(urn)?.slice(1).join(" ");

/** The steps of a run as sorted text, without what stays as it is and without Pulumi's own resources. */
export const stepsOf = ({ steps }: Run): string[] =>
  steps
    .filter(({ op }) => op !== "same")
    .map(({ op, urn }) => ({ op, label: labelOf(urn) }))
    .filter(({ label }) => label !== undefined)
    .map(({ op, label = "" }) => `${op} ${label}`)
    .sort();

/** Fails with what was printed when a run failed. */
export const succeeded = (run: Run): Run => {
  if (!run.ok) throw new Error(run.output);
  return run;
};

export const isCliThere = (): boolean => {
  try {
    const env = { ...process.env, PULUMI_HOME: createScratch("version"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    execFileSync("pulumi", ["version"], { stdio: "ignore", env });
    return true;
  } catch {
    return false;
  }
};

const secretsOf = (kms: Kms, organizations: readonly string[]): Record<string, string> => {
  const secrets: Record<string, string> = {};
  for (const organizationId of organizations) {
    for (const kind of ["sharedSecret", "oAuthClientCredentials"] as const) {
      const held = kms.currentKey(organizationId, kind);
      if (held === undefined) continue;
      secrets[`${kind} keyId of ${organizationId}`] = held.keyId;
      secrets[`${kind} key of ${organizationId}`] = held.key;
      const isoSeconds = held.expirationDate.toISOString().slice(0, 19);
      secrets[`${kind} expirationDate of ${organizationId}`] = isoSeconds;
    }
  }
  return secrets;
};

const collecting = (stack: Stack, outputs: string[]): Stack => {
  const kept = (run: Run): Run => {
    outputs.push(run.output);
    return run;
  };
  return {
    ...stack,
    preview: async (options) => kept(await stack.preview(options)),
    up: async (options) => kept(await stack.up(options)),
    refresh: async (options) => kept(await stack.refresh(options)),
    destroy: async (options) => kept(await stack.destroy(options)),
    exportState: async () => {
      const state = await stack.exportState();
      outputs.push(JSON.stringify(state));
      return state;
    },
  };
};

/** The stack files of a program, which hold its configuration. */
const stackFiles = (folder: string): Place[] =>
  readdirSync(folder)
    .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));

/** A scenario, and what ends it: the search for secrets in all that it left behind, then the KMS. */
const startScenario = async (engine: Engine, options: ScenarioOptions): Promise<[Scenario, () => Promise<void>]> => {
  const kms = await startKms(options.kms);
  const folder = typeof options.program === "string" ? createProgram(options.program) : options.program.folder;
  const write = (program: string): void => writeProgram(folder, program);
  const connection: Record<string, ConfigValue> = {
    "cybersource-webhooks:host": { value: kms.origin },
    "cybersource-webhooks:authentication": { value: "none" },
  };
  const config = { ...(options.isConnected !== false && connection), ...options.config };
  const printed: string[] = [];
  const stack = collecting(
    await engine.createStack({
      folder,
      config,
      environment: options.environment ?? {},
      ...(options.node !== undefined && { node: options.node }),
    }),
    printed,
  );
  const secrets: Record<string, string> = { passphrase: PASSPHRASE, clientSecret: CLIENT_SECRET };
  for (const [key, { value, secret }] of Object.entries(config)) if (secret === true) secrets[key] = value;

  const search = async (): Promise<string[]> => {
    const organizations = kms.journal.map(({ organizationId }) => organizationId).filter((name) => name !== undefined);
    await stack.exportState();
    const places = [
      textPlace("output and exported states", printed.join("\n")),
      ...stack.folders.flatMap(filesBelow),
      ...stackFiles(folder),
    ];
    return findSecrets(places, { ...secrets, ...secretsOf(kms, organizations) });
  };
  const end = async (): Promise<void> => {
    try {
      expect(await search()).toEqual([]);
    } finally {
      await kms.close();
    }
  };

  const scenario: Scenario = {
    kms,
    stack,
    folder,
    write,
    daysLater: (days) => {
      kms.setClock(new Date(Date.now() + days * DAY_MS));
      const preload = join(__dirname, "../../support/move-clock.js");
      return { environment: { NODE_OPTIONS: `--require=${preload}`, TEST_CLOCK_OFFSET_MS: String(days * DAY_MS) } };
    },
    keepSecret: (name, value) => {
      secrets[name] = value;
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

/** Declares scenarios once and runs them on every engine that there is. A missing CLI is told, and its tests skipped. */
export const onEveryEngine = (title: string, declare: (start: Start, engine: Engine) => void): void => {
  for (const engine of [embedded, realCli]) {
    const isThere = engine !== realCli || isCliThere();
    if (!isThere) process.stderr.write(`SKIPPED on ${engine.name}, which is not on PATH: ${title}\n`);
    (isThere ? describe : describe.skip)(`${title}, on ${engine.name}`, () => {
      const ends: (() => Promise<void>)[] = [];
      afterEach(async () => {
        for (const end of ends.splice(0)) await end();
      });
      declare(async (options) => {
        const [scenario, end] = await startScenario(engine, options);
        ends.push(end);
        return scenario;
      }, engine);
    });
  }
};
