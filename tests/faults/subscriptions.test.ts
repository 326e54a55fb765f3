import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../support/project.js";
import { type ObservedSubscription, observeSubscriptionFaults } from "./observe-subscription.js";
import { SUBSCRIPTION_PAGE, subscriptionTableOf, withSubscriptionTable } from "./page.js";
import { SUBSCRIPTION_FAULTS } from "./subscription-faults.js";
import { testSubscriptionFaults } from "./test-subscriptions.js";

describe("a request about a subscription with a fault", () => {
  let all: readonly ObservedSubscription[];
  beforeAll(async () => {
    all = await observeSubscriptionFaults(SUBSCRIPTION_FAULTS);
    if (process.env.PRINT_FAULTS !== undefined)
      process.stdout.write(`\nSubscriptions:\n\n${subscriptionTableOf(all)}\n`);
  });

  testSubscriptionFaults(SUBSCRIPTION_FAULTS, () => all);

  test("is reported in one line that says what was requested", () => {
    const texts = all.map(({ observation: { text } }) => text).filter((text) => text !== "");
    expect(texts.length).toBeGreaterThan(80);
    for (const text of texts) {
      expect(text).toMatch(
        /^ERR_\w+: (creating|reading|listing|changing|setting the status \w+ of|deleting) the subscriptions? of fault-\d+ at 127\.0\.0\.1:\d+ failed: .*; correlation id fault-\d+-site-\d+\. [^\n]*\.$/,
      );
    }
  });

  test("has the effect that docs/faults-subscriptions.md lists", () => {
    const page = readFileSync(join(PROJECT_ROOT, SUBSCRIPTION_PAGE), "utf8");
    // If this fails, run `npm run docs` to write the table again.
    expect(page).toBe(withSubscriptionTable(page, all));
  });
});
