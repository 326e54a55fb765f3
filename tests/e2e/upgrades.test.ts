import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createScratch, PROJECT_ROOT } from "../support/project.js";
import {
  atHost,
  readJson,
  type RecordedState,
  recordedStates,
  STATES,
  stateSchema,
} from "../support/recorded-states.js";
import { onEveryEngine, type Scenario, type Start, stepsOf, succeeded } from "./support/scenario.js";

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

/** A stack with a recorded state, and the local platform with the recorded subscriptions. */
const startRecorded = async (start: Start, { program, state, platformFile }: RecordedState): Promise<Scenario> => {
  const persist = platformFile === undefined ? undefined : join(createScratch("recorded"), "platform.json");
  if (platformFile !== undefined && persist !== undefined) copyFileSync(platformFile, persist);
  const scenario = await start({ program, platform: { persist } });
  await scenario.stack.importState(atHost(state, new URL(scenario.platform.origin).host));
  return scenario;
};

const expectNoChanges = async ({ stack, platform, resources }: Scenario, program: string): Promise<void> => {
  const { length: count } = program.match(/\bnew Webhook/g) ?? [];
  expect(count).toBeGreaterThanOrEqual(4);
  expect(Object.keys(await resources())).toHaveLength(count);
  succeeded(await stack.preview({ expectNoChanges: true }));
  expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.destroy()))).toHaveLength(count);
  const hasSubscription = program.includes("new WebhookSubscription");
  expect(platform.journal.map(({ action }) => action)).toEqual(
    hasSubscription ? ["READ_SUBSCRIPTION", "DELETE_SUBSCRIPTION"] : [],
  );
  expect(platform.subscriptions()).toEqual([]);
};

test("the schema of states matches the recording of this version; otherwise run: npm run record-states", () => {
  expect(stateSchema()).toEqual(readJson(join(STATES, version, "schema.json")));
});

onEveryEngine("a state from an earlier version of this package", (start) => {
  test.each(recordedStates())("$name isn't changed", async (recorded) => {
    await expectNoChanges(await startRecorded(start, recorded), recorded.program);
  });

  test("isn't changed if every default is different", async () => {
    const recorded = recordedStates().at(-1);
    if (recorded === undefined) throw new Error("no recorded state");
    const scenario = await startRecorded(start, recorded);
    changeDefaults(scenario.folder);
    await expectNoChanges(scenario, recorded.program);
  });
});
