import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { createScratch } from "../support/project.js";
import { newsOf } from "../support/small-subscription.js";
import { type Run, withTwoProviders } from "../support/two-providers.js";
import { notesFolderOf, UNUSABLE_FOLDERS } from "../support/unusable-folders.js";

const FIRST = "WebhookSubscription first";
const SECOND = "WebhookSubscription second";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
});
afterAll(() => platform.close());

const WARNING = {
  severity: LogSeverity.WARNING,
  message: expect.stringMatching(/^The providers of a run tell each other in a folder .* Set TMPDIR /),
};
const UNSHARED = /^ERR_SUBSCRIPTION_FOLDER: .* Nothing was changed\. Set TMPDIR .* Then run `pulumi up` again\.$/;

/** The unit tests have them all. In the last one, Node.js can try for ever. */
const FOLDERS = Object.entries(UNUSABLE_FOLDERS).filter(([how]) => /^is missing|has no parent$/.test(how));

describe.each(FOLDERS)("if the folder for temporary files %s,", (how, make) => {
  /** Runs something with a home folder that has a folder of Pulumi's, or hasn't. */
  const inOneRun = <Result>(act: (...run: Run) => Promise<Result>, hasHome: boolean): Promise<Result> => {
    const home = createScratch("home");
    return withTwoProviders(platform, act, (address) => ({
      TMPDIR: make(notesFolderOf(address)),
      PULUMI_HOME: hasHome ? home : join(home, "missing"),
    }));
  };

  test("an older entry of another provider doesn't delete what was adopted, in the same run and in the next one", async () => {
    const news = newsOf(`kept-${how.replaceAll(" ", "-")}`);
    const first = await inOneRun((one) => one.create(FIRST, news), true);
    const second = await inOneRun(async (one, other) => {
      const adopted = await other.create(SECOND, { ...news, adopt: first.id });
      await one.remove(FIRST, first.id, first.outs);
      return adopted;
    }, true);
    await inOneRun(async (one, other) => {
      await other.diff(SECOND, second.id, second.outs, news);
      await one.remove(FIRST, first.id, first.outs);
    }, true);
    expect(platform.subscriptions(news.organizationId)).toHaveLength(1);
  });

  test("and no other one can be used, nothing is adopted or taken over, and a destroy works, with one warning", async () => {
    const news = newsOf(`refused-${how.replaceAll(" ", "-")}`);
    const first = await inOneRun((one) => one.create(FIRST, news), false);
    await inOneRun(async (_one, other, engine) => {
      await expect(other.create(SECOND, { ...news, adopt: first.id })).rejects.toThrow(UNSHARED);
      await expect(other.create(FIRST, news)).rejects.toThrow(UNSHARED);
      expect(engine.logged).toEqual([]);
    }, false);
    expect(platform.subscriptions(news.organizationId)).toHaveLength(1);

    const second = await inOneRun((_one, other) => other.create(SECOND, { ...news, adopt: first.id }), true);
    await inOneRun(async (_one, other, engine) => {
      await other.diff(SECOND, second.id, second.outs, news);
      expect(engine.logged).toEqual([expect.objectContaining(WARNING)]);
      await other.remove("WebhookSubscription third", second.id, second.outs);
      expect(engine.logged).toEqual([expect.objectContaining(WARNING)]);
    }, false);
    expect(platform.subscriptions(news.organizationId)).toEqual([]);
  });
});

test("a folder for temporary files that is missing isn't made", async () => {
  const folder = join(createScratch("temporary"), "missing");
  const news = newsOf("missing");
  await withTwoProviders(
    platform,
    async (one) => {
      const { id, outs } = await one.create(FIRST, news);
      await one.remove(FIRST, id, outs);
    },
    () => ({ TMPDIR: join(folder, "deep"), PULUMI_HOME: folder }),
  );
  expect(existsSync(folder)).toBe(false);
});
