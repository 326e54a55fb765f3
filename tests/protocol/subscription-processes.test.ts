import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { createScratch } from "../support/project.js";
import { type Run, withTwoProviders } from "../support/two-providers.js";
import { NO_CHANGE } from "./wire.js";

/** Each provider of a program has a process of its own, and all processes of a run have one engine. */

const FIRST = "WebhookSubscription first";
const SECOND = "WebhookSubscription second";
const NEWS = {
  organizationId: "shop",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
};

let platform: Platform;
/** The requests that the platform has received, whether it has answered them or not. */
const received: string[] = [];
beforeAll(async () => {
  platform = await startPlatform({
    subscriptions: {
      firstStatus: "INACTIVE",
      signingKeyRequired: false,
      deleteStatus: 202,
      deleteAfterMs: 1_500,
      onSubscriptionRequest: ({ action }) => received.push(action),
    },
  });
});
afterAll(() => platform.close());

const temporary = createScratch("temporary");
const inOneRun = <Result>(act: (...run: Run) => Promise<Result>): Promise<Result> =>
  // A process that is killed leaves its notes there.
  withTwoProviders(platform, act, () => ({ TMPDIR: temporary }));

const countOf = (wanted: string): number => received.filter((action) => action === wanted).length;
const deletions = (): number => countOf("DELETE_SUBSCRIPTION");

const KEPT = expect.objectContaining({
  message: expect.stringContaining("was not deleted: a resource of this stack still manages it"),
});

describe("a subscription that another provider's process took over in a run that failed", () => {
  /** Both entries of the state. */
  const takenOver = async (organizationId: string) => {
    const news = { ...NEWS, organizationId };
    const first = await inOneRun((one) => one.create(FIRST, news));
    const second = await inOneRun((_one, other) => other.create(SECOND, { ...news, adopt: first.id }));
    expect(second.id).toBe(first.id);
    return { news, first, second };
  };

  test("is kept in the next run, with the old entry and without it", async () => {
    const { news, first, second } = await takenOver("kept");
    const before = deletions();
    await inOneRun(async (one, other, engine) => {
      expect((await other.diff(SECOND, second.id, second.outs, news)).changes).toBe(NO_CHANGE);
      await one.remove(FIRST, first.id, first.outs);
      expect(engine.logged).toEqual([KEPT]);
    });
    await inOneRun(async (one, other) => {
      await one.diff(FIRST, first.id, first.outs, news);
      await other.remove(SECOND, second.id, second.outs);
    });
    expect(deletions()).toBe(before);
  });

  test.each([
    ["first", true],
    ["last", false],
  ])("is deleted once if both entries leave the state after a refresh, the old one %s", async (when, isOldFirst) => {
    const { news, first, second } = await takenOver(`left-${when}`);
    const before = deletions();
    await inOneRun(async (one, other, engine) => {
      await one.diff(FIRST, first.id, first.outs, news);
      await other.diff(SECOND, second.id, second.outs, news);
      const steps = [() => one.remove(FIRST, first.id, first.outs), () => other.remove(SECOND, second.id, second.outs)];
      for (const step of isOldFirst ? steps : steps.toReversed()) await step();
      expect(engine.logged).toEqual([KEPT]);
    });
    expect(deletions()).toBe(before + 1);
  });
});

test("a subscription that another provider's process manages is neither adopted nor taken over", async () => {
  const news = { ...NEWS, organizationId: "managed" };
  const MANAGED = /^ERR_SUBSCRIPTION_EXISTS: another resource of this program already manages the subscription/;
  const entry = await inOneRun(async (one, other) => {
    const created = await one.create(FIRST, news);
    await expect(other.create(SECOND, { ...news, adopt: created.id })).rejects.toThrow(MANAGED);
    return created;
  });
  await inOneRun(async (one, other) => {
    const { inputs } = await one.check(FIRST, news, news);
    await one.diff(FIRST, entry.id, entry.outs, inputs);
    await expect(other.create(SECOND, { ...news, adopt: entry.id })).rejects.toThrow(MANAGED);
    await expect(other.create(FIRST, news)).rejects.toThrow(
      / If your program moves an event from one to the other, run `pulumi up` again once the other one was updated\.$/,
    );
    await one.remove(FIRST, entry.id, entry.outs);
  });
});

test("a subscription that another provider's process is creating isn't taken over", async () => {
  const news = { ...NEWS, organizationId: "creating" };
  platform.fault({ kind: "delay", made: true, beforeHeadersMs: 2_000 }, 1, { action: "SET_STATUS" });
  const before = countOf("SET_STATUS");
  await inOneRun(async (one, other) => {
    const creating = one.create(FIRST, news);
    while (countOf("SET_STATUS") === before) await setTimeout(20);
    await expect(other.create(FIRST, news)).rejects.toThrow(/^ERR_SUBSCRIPTION_EXISTS: another resource/);
    expect((await creating).id).toBe(platform.subscriptions("creating")[0]?.webhookId);
  });
});

test("a subscription that another provider's process deleted is waited for, and not taken over", async () => {
  const news = { ...NEWS, organizationId: "replaced" };
  const entry = await inOneRun((one) => one.create(FIRST, news));
  await inOneRun(async (one, other, engine) => {
    await one.remove(FIRST, entry.id, entry.outs);
    expect((await other.create(FIRST, news)).id).not.toBe(entry.id);
    expect(engine.logged).toEqual([]);
  });
});

test("a subscription that another provider's process adopted is kept although that process was killed", async () => {
  const news = { ...NEWS, organizationId: "killed" };
  const first = await inOneRun((one) => one.create(FIRST, news));
  const before = deletions();
  await inOneRun(async (one, other, engine) => {
    await one.diff(FIRST, first.id, first.outs, news);
    expect((await other.create(SECOND, { ...news, adopt: first.id })).id).toBe(first.id);
    await other.stop("SIGKILL");
    await one.remove(FIRST, first.id, first.outs);
    expect(engine.logged).toContainEqual(KEPT);
  });
  expect([deletions(), platform.subscriptions("killed").length]).toEqual([before, 1]);
});
