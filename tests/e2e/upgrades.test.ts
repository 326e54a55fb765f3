import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../support/project.js";
import { readJson, RECORDED_HOST, recordedStates, STATES, stateSchema } from "../support/recorded-states.js";
import { onEveryEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";

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
  ] as const;
  for (const [resource, from, to] of changed) {
    const path = join(copy, `dist/provider/resources/${resource}/table.js`);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replaceAll(from, to));
  }
};

const expectNoChanges = async ({ stack, platform, resources }: Scenario, program: string): Promise<void> => {
  const { length: count } = program.match(/\bnew Webhook/g) ?? [];
  expect(count).toBeGreaterThanOrEqual(4);
  expect(Object.keys(await resources())).toHaveLength(count);
  succeeded(await stack.preview({ expectNoChanges: true }));
  expect(stepsOf(succeeded(await stack.refresh()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.up()))).toEqual([]);
  expect(stepsOf(succeeded(await stack.destroy()))).toHaveLength(count);
  expect(platform.journal).toEqual([]);
};

test("the schema of states matches the recording of this version; otherwise run: npm run record-states", () => {
  expect(stateSchema()).toEqual(readJson(join(STATES, version, "schema.json")));
});

onEveryEngine("a state from an earlier version of this package", (start) => {
  const options = {
    isConnected: false,
    config: {
      "cybersource-webhooks:host": { value: `http://${RECORDED_HOST}` },
      "cybersource-webhooks:authentication": { value: "none" },
    },
  };

  test.each(recordedStates())("$name isn't changed", async ({ program, state }) => {
    const scenario = await start({ ...options, program });
    await scenario.stack.importState(state);
    await expectNoChanges(scenario, program);
  });

  test("isn't changed if every default is different", async () => {
    const [recorded] = recordedStates();
    if (recorded === undefined) throw new Error("no recorded state");
    const { program, state } = recorded;
    const scenario = await start({ ...options, program });
    await scenario.stack.importState(state);
    changeDefaults(scenario.folder);
    await expectNoChanges(scenario, program);
  });
});
