import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../support/project.js";
import {
  readJson,
  RECORDED_HOST,
  RECORDED_PROGRAM,
  recordedStates,
  STATES,
  stateSchema,
} from "../support/recorded-states.js";
import { onEveryEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";

const PACKAGE = "pulumi-cybersource-webhooks";
const { version } = readJson(join(PROJECT_ROOT, "package.json")) as { version: string };

/** Puts a copy of the installed package beside the program, in which every default is another one. */
const changeDefaults = (folder: string): void => {
  const copy = join(folder, "node_modules", PACKAGE);
  mkdirSync(copy, { recursive: true });
  cpSync(join(PROJECT_ROOT, "node_modules", PACKAGE), copy, { recursive: true });
  const changed = [
    ["key", "DEFAULT_EXPIRY_DURATION_DAYS = 365", "DEFAULT_EXPIRY_DURATION_DAYS = 30"],
    ["key", "DEFAULT_RENEW_BEFORE_DAYS = 0", "DEFAULT_RENEW_BEFORE_DAYS = 20"],
    ["key", 'NOTIFICATION_SYSTEM = "nrtd"', 'NOTIFICATION_SYSTEM = "other"'],
    ["verification-keys", "DEFAULT_OVERLAP_DAYS = 30", "DEFAULT_OVERLAP_DAYS = 3"],
  ] as const;
  for (const [resource, from, to] of changed) {
    const path = join(copy, `dist/provider/resources/${resource}/table.js`);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replaceAll(from, to));
  }
};

const isQuiet = async ({ stack, platform, resources }: Scenario): Promise<void> => {
  const before = Object.keys(await resources());
  expect(before).toHaveLength(4);
  succeeded(await stack.preview({ expectNoChanges: true }));
  expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.destroy()))).toHaveLength(4);
  expect(platform.journal).toEqual([]);
};

test("the schema of states is that of the recording of this version; else record one: npm run record-states", () => {
  expect(stateSchema()).toEqual(readJson(join(STATES, version, "schema.json")));
});

onEveryEngine("a state that a version of this package made", (start) => {
  const options = {
    program: RECORDED_PROGRAM,
    isConnected: false,
    config: {
      "cybersource-webhooks:host": { value: `http://${RECORDED_HOST}` },
      "cybersource-webhooks:authentication": { value: "none" },
    },
  };

  test.each(recordedStates())("$name is left as it is", async ({ state }) => {
    const scenario = await start(options);
    await scenario.stack.importState(state);
    await isQuiet(scenario);
  });

  test("is left as it is when every default is another one", async () => {
    const scenario = await start(options);
    const [recorded] = recordedStates();
    if (recorded === undefined) throw new Error("no recorded state");
    await scenario.stack.importState(recorded.state);
    changeDefaults(scenario.folder);
    await isQuiet(scenario);
  });
});
