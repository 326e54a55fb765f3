import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, jest, test } from "@jest/globals";
import { startPlatform } from "../../local/platform/server.js";
import { noAuthentication } from "../../provider/auth/none.js";
import { createApiClient } from "../../provider/api/client.js";
import { createKeysClient } from "../../provider/api/keys.js";
import { create as request } from "../support/key-requests.js";
import { PROJECT_ROOT } from "../support/project.js";
import { type Observation } from "./observe.js";
import { observeAll, type Observed } from "./observe-all.js";
import { PAGE, tableOf, withTable } from "./page.js";
import { FAULTS } from "./table.js";

describe("a request for a key with a fault", () => {
  let all: readonly Observed[];
  let byName: ReadonlyMap<string, Observation>;
  beforeAll(async () => {
    all = await observeAll(FAULTS);
    byName = new Map(all.map(({ fault, observation }) => [fault.name, observation]));
    if (process.env.PRINT_FAULTS !== undefined) process.stdout.write(`\nThrough the client:\n\n${tableOf(all)}\n`);
  });

  test.each(FAULTS)("$name: $expected.outcome", ({ name, expected, says, isRetryTimed }) => {
    const observation = byName.get(name);
    expect(observation).toMatchObject({ ...expected, isInStepAtTheEnd: true });
    expect(observation?.text).toMatch(says);
    if (isRetryTimed) expect(observation?.backoffs).toBe(0);
  });

  test("is reported in one line that says what was requested", () => {
    const texts = all.map(({ observation: { text } }) => text).filter((text) => text !== "");
    for (const text of texts) {
      expect(text).toMatch(
        /^ERR_\w+: (CREATE for organization fault-\d+ at \S+ (was|could)|the service returned the signing key of fault-\d+, ).*\.$/,
      );
      expect(text).toMatch(/correlation id fault-\d+-\d/);
    }
  });

  test("has the effect that docs/faults.md lists", () => {
    const page = readFileSync(join(PROJECT_ROOT, PAGE), "utf8");
    // If this fails, run `npm run docs` to write the table again.
    expect(page).toBe(withTable(page, all));
  });

  test("has a unique name", () => {
    expect(byName.size).toBe(FAULTS.length);
  });
});

test("an attempt without a complete answer ends after 30 seconds", async () => {
  const platform = await startPlatform();
  const isAsked = new Promise<void>((resolve) => {
    platform.fault({ kind: "delay", made: true, beforeHeadersMs: 600_000 });
    const timer = setInterval(() => {
      if (platform.journal.length === 0) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  jest.useFakeTimers({
    doNotFake: ["setInterval", "clearInterval", "setImmediate", "nextTick", "queueMicrotask", "Date"],
  });
  try {
    const client = createKeysClient({
      client: createApiClient({ now: () => new Date(), backoffMs: () => 1 }),
      now: () => new Date(),
      newCorrelationId: () => "correlation",
    });
    const connection = {
      origin: platform.origin,
      authenticate: noAuthentication(),
      senderOrganizationId: undefined,
      permissions: undefined,
    };
    let failure: unknown;
    const ended = client.requestKey(connection, request).catch((error: unknown) => {
      failure = error;
    });
    await isAsked;
    await jest.advanceTimersByTimeAsync(29_000);
    expect(failure).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1_000);
    await ended;
    expect(failure).toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN" });
  } finally {
    jest.useRealTimers();
    await platform.close();
  }
}, 20_000);
