import { afterEach, expect, test } from "@jest/globals";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

const urls = { webhookUrl: "https://hooks.example.com/in", healthCheckUrl: "https://hooks.example.com/up" };
const given = { ...inputs, ...urls };

let site: Site;
afterEach(() => site.close());

test.each([
  ["a refresh", () => site.refresh()],
  ["an update", () => site.up({ ...given, description: "all orders" })],
])("what the answers leave out stays in the outputs: %s", async (_what, run: () => Promise<unknown>) => {
  let leavesOut = false;
  site = await startSite({
    patchReview: "never",
    rewrite: ({ webhookUrl, healthCheckUrl, ...members }) =>
      leavesOut ? members : { ...members, webhookUrl, healthCheckUrl },
  });
  await site.up(given);
  leavesOut = true;
  await run();
  expect(site.state()?.outputs).toMatchObject(urls);
});
