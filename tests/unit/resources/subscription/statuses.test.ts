import { afterEach, describe, expect, test } from "@jest/globals";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
afterEach(() => site.close());

describe("an answer without a status", () => {
  const omit = (action: string, times: number | "always" = 1): void =>
    site.platform.fault({ kind: "edit", made: true, omit: ["status"] }, times, { action });

  test("to a create is completed by a read, and the subscription is activated in the same run", async () => {
    site = await startSite();
    omit("CREATE_SUBSCRIPTION");
    await site.up(inputs);
    expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
    expect(await site.up(inputs)).toEqual([]);
    expect(site.told).toEqual([]);
  });

  test("to a change is completed by a read", async () => {
    site = await startSite({ patchReview: "never" });
    await site.up({ ...inputs, active: false });
    omit("CHANGE_SUBSCRIPTION");
    await site.up({ ...inputs, description: "new" });
    expect(site.held()).toMatchObject([{ status: "ACTIVE", description: "new" }]);
  });

  test("to a read is told", async () => {
    site = await startSite();
    await site.up(inputs);
    omit("READ_SUBSCRIPTION", "always");
    await site.refresh();
    expect(site.told).toEqual([
      `warning: The subscription ${site.only()} of my_organization has no status in the service's answers, so Pulumi can't tell ` +
        "whether it delivers, and doesn't activate it. Run `pulumi up --refresh --run-program` again later. If that doesn't " +
        "change, ask the vendor's support.",
    ]);
  });
});

test("a status that nobody knows is told by a refresh", async () => {
  site = await startSite();
  await site.up(inputs);
  site.platform.fault({ kind: "edit", made: true, set: { status: "RESEND" } }, 1, { action: "READ_SUBSCRIPTION" });
  await site.refresh();
  expect(site.told).toEqual([
    expect.stringMatching(/^warning: .* has the status RESEND, which this package doesn't know\. /),
  ]);
});

describe("`active: false` beside a healthCheckUrl", () => {
  const off = { ...inputs, active: false };
  const news = { ...off, healthCheckUrl: "https://hooks.example.com/up" };
  const warning = (subject: string) =>
    `warning: The subscription ${subject} has \`active: false\` and a healthCheckUrl: the platform activates it again when that ` +
    "URL answers. Remove healthCheckUrl from your program and replace the subscription with `pulumi up --target-replace URN`: " +
    "without the replacement, the service keeps the URL.";

  test("is warned of until the service has no such URL, and the warning names the subscription", async () => {
    site = await startSite();
    await site.up(news);
    expect(site.told.splice(0)).toEqual([warning('"project-dev-orders"')]);
    const named = warning(`${site.only()} of my_organization`);
    await site.up(news);
    expect(site.told.splice(0)).toEqual([named]);
    site.restart();
    await site.up(off);
    expect(site.told.splice(0)).toContain(named);
    site.restart();
    await site.up(off);
    expect(site.told.splice(0)).toEqual([named]);
    await site.destroy();
    await site.up(off);
    await site.up(off);
    expect(site.told).toEqual([]);
  });
});

test.each([
  ["INACTIVE", { active: false }],
  ["SUSPENDED", {}],
  ["BLOCKED", {}],
  ["PENDING_REVIEW", {}],
  ["ACTIVE", {}],
] as const)("an import of a subscription that is %s writes %j", async (status, expected) => {
  site = await startSite();
  await site.up(inputs);
  site.platform.editSubscription(site.only(), { status });
  const { inputs: written } = (await site.readOf(`my_organization/${site.only()}`, {})) as { inputs: object };
  expect(Object.fromEntries(Object.entries(written).filter(([name]) => name === "active"))).toEqual(expected);
});
