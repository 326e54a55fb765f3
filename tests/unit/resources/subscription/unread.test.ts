import { afterEach, expect, test } from "@jest/globals";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
afterEach(() => site.close());

test("what a refresh left stands below the items of an error that lists some", async () => {
  site = await startSite();
  await site.up(inputs);
  const broken = await startSite({}, { CYBERSOURCE_MERCHANT_ID: "two words", CYBERSOURCE_AUTHENTICATION: "jwt" });
  try {
    await broken.readOf(site.only(), site.state()?.outputs ?? {});
    expect(broken.told.at(-1)).toMatch(
      /^warning: ERR_CONNECTION: [^]*\n[^\n]*\nSo this refresh left the subscription /,
    );
  } finally {
    await broken.close();
  }
});
