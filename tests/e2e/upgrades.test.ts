import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { mergePlatforms, mergePrograms, mergeStates } from "../support/merged-states.js";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import {
  atHost,
  readJson,
  type RecordedState,
  recordedStates,
  STATES,
  stateSchema,
} from "../support/recorded-states.js";
import { nativeShell } from "./support/native.js";
import { type Scenario, type Start, stepsOf, succeeded } from "./support/scenario.js";
import { onEveryShell } from "./support/shells.js";

const PACKAGE = "pulumi-cybersource-webhooks";
const { version } = readJson(join(PROJECT_ROOT, "package.json")) as { version: string };

/** Installs a copy of the package for the program, in which every default is different. */
const changeDefaults = (folder: string): void => {
  const copy = join(folder, "node_modules", PACKAGE);
  mkdirSync(copy, { recursive: true });
  cpSync(join(PROJECT_ROOT, "node_modules", PACKAGE), copy, { recursive: true });
  const changed = [
    ["key", "DEFAULT_EXPIRY_DURATION_DAYS = 365", "DEFAULT_EXPIRY_DURATION_DAYS = 30"],
    ["key", "DEFAULT_RENEW_BEFORE_DAYS = 0", "DEFAULT_RENEW_BEFORE_DAYS = 20"],
    ["key", 'NOTIFICATION_SYSTEM = "nrtd"', 'NOTIFICATION_SYSTEM = "other"'],
    ["verification-keys", "DEFAULT_OVERLAP_DAYS = 30", "DEFAULT_OVERLAP_DAYS = 3"],
    ["subscription", 'DEFAULT_NOTIFICATION_SCOPE = "SELF"', 'DEFAULT_NOTIFICATION_SCOPE = "DESCENDANTS"'],
    [
      "subscription",
      'DEFAULT_SECURITY_POLICY = { securityType: "key" }',
      'DEFAULT_SECURITY_POLICY = { securityType: "oAuth" }',
    ],
  ] as const;
  for (const [resource, from, to] of changed) {
    const path = join(copy, `dist/provider/resources/${resource}/table.js`);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replaceAll(from, to));
  }
};

/** A stack with recorded states, each of which the engine has read as it is, and their subscriptions. */
const startRecorded = async (start: Start, states: readonly RecordedState[]): Promise<Scenario> => {
  const persist = join(createScratch("recorded"), "platform.json");
  writeFileSync(persist, JSON.stringify(mergePlatforms(states)));
  const scenario = await start({ program: mergePrograms(states), platform: { persist } });
  const { host } = new URL(scenario.platform.origin);
  const read = [];
  for (const recorded of states) {
    await scenario.stack.importState(atHost(recorded.state, host));
    read.push({ recorded, exported: await scenario.stack.exportState() });
  }
  await scenario.stack.importState(await mergeStates(read));
  return scenario;
};

const expectNoChanges = async (
  { stack, platform, resources }: Scenario,
  states: readonly RecordedState[],
): Promise<void> => {
  const programs = states.map(({ program }) => program);
  const counts = programs.map((program) => program.match(/\bnew Webhook/g)?.length ?? 0);
  for (const count of counts) expect(count).toBeGreaterThanOrEqual(4);
  const count = counts.reduce((sum, each) => sum + each);
  expect(Object.keys(await resources())).toHaveLength(count);
  succeeded(await stack.preview({ expectNoChanges: true }));
  expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.destroy()))).toHaveLength(count);
  const subscriptions = programs.filter((program) => program.includes("new WebhookSubscription"));
  expect(platform.journal.map(({ action }) => action)).toEqual([
    ...subscriptions.map(() => "READ_SUBSCRIPTION"),
    ...subscriptions.map(() => "DELETE_SUBSCRIPTION"),
  ]);
  expect(platform.subscriptions()).toEqual([]);
};

test("the schema of states matches the recording of this version; otherwise run: npm run record-states", () => {
  expect(stateSchema()).toEqual(readJson(join(STATES, version, "schema.json")));
});

onEveryShell("a state from an earlier version of this package", (start, engine) => {
  const states = recordedStates();

  test(`isn't changed: ${states.map(({ name }) => name).join(", ")}`, async () => {
    await expectNoChanges(await startRecorded(start, states), states);
  });

  // The plugin's defaults are in its one file.
  (engine === nativeShell ? test.skip : test)("isn't changed if every default is different", async () => {
    const latest = states.slice(-1);
    expect(latest).toHaveLength(1);
    const scenario = await startRecorded(start, latest);
    changeDefaults(scenario.folder);
    await expectNoChanges(scenario, latest);
  });
});
