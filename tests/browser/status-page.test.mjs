// Tests the page of `status --format html` in Chromium: npm run test:browser. Saves screenshots in .work/screenshots.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";
import { assessKey } from "../../dist/cli/status/assess-key.js";
import { renderHtml } from "../../dist/cli/status/formats/html.js";
import { assessVerificationKeys } from "../../dist/cli/status/assess-verification-keys.js";
import { assessSubscription } from "../../dist/cli/status/assess-subscription.js";
import {
  keyResource,
  NOW,
  subscriptionResource,
  verificationKeysResource,
  SECRETS,
} from "../../dist/tests/unit/cli/status/states.js";

/** Minimum contrast for text of this size: WCAG 2.2, 1.4.3. */
const LEAST_CONTRAST = 4.5;
const FOLDER = fileURLToPath(new URL("../../.work/screenshots", import.meta.url));

const KEYS = [
  { name: "half-made", end: "2026-99-99" },
  { name: "legacy", kind: "WebhookOAuthCredential", end: -3, flags: { protect: true } },
  { name: "refunds", end: 12 },
  { name: "partners", end: 120, outputs: { status: "ADOPTED", submitTimeUtc: undefined, host: undefined } },
  { name: "a-key-with-a-name-that-is-longer-than-the-line-of-a-phone", end: 200 },
  { name: `"><script>document.title = "run"</script>`, end: 300 },
  ...Array.from({ length: 6 }, (_, index) => ({ name: `shop-${index + 1}`, end: 60 * (index + 1) })),
];
const page = renderHtml({
  asOf: "2026-03-10",
  stackCount: 1,
  keys: KEYS.map((key) => assessKey(keyResource(key), () => "", NOW)),
  verificationKeys: [
    ["orders", SECRETS.keyId],
    ["refunds", "an-older-key-id"],
  ].map(([name, held]) =>
    assessVerificationKeys(verificationKeysResource(name, [held], [keyResource()]), [keyResource()], () => ""),
  ),
  subscriptions: [
    { name: "refunds", status: "BLOCKED" },
    { name: "partners", status: "PENDING_REVIEW" },
    { name: `"><script>document.title = "run"</script>` },
  ].map((each) => assessSubscription(subscriptionResource(each), () => "")),
});

/** Finds the text with the lowest contrast to its background. Runs in the browser. */
const lowestContrast = () => {
  const parse = (color) => color.match(/[\d.]+/g)?.map(Number) ?? [];
  const luminance = (color) => {
    const [r, g, b] = parse(color).map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = luminance(getComputedStyle(document.body).backgroundColor);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || element.closest("title, defs, style, .more") !== null) continue;
    const style = getComputedStyle(element);
    const text = luminance(element instanceof SVGElement ? style.fill : style.color);
    const [light, dark] = [Math.max(text, background), Math.min(text, background)];
    found.push({ text: node.data.trim(), contrast: (light + 0.05) / (dark + 0.05) });
  }
  return { count: found.length, lowest: found.sort((a, b) => a.contrast - b.contrast)[0] };
};

/** Finds words in the table that are broken across lines, except names of keys. Runs in the browser. */
const brokenWords = () =>
  [...document.querySelectorAll("thead th, tbody td:not(:first-child)")].flatMap((cell) => {
    const [text] = cell.childNodes;
    return [...text.data.matchAll(/[\w./]+/g)]
      .filter(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return range.getClientRects().length > 1;
      })
      .map(({ 0: word }) => word);
  });

describe("the page of status", () => {
  const file = join(FOLDER, "status.html");
  let browser;
  before(async () => {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, page);
    browser = await puppeteer.launch({
      args: [...chromium.args, "--no-sandbox"],
      executablePath: await chromium.executablePath(),
      headless: "shell",
    });
  });
  after(() => browser?.close());

  for (const [device, width, height] of [
    ["desktop", 1200, 900],
    ["phone", 390, 844],
  ])
    for (const scheme of ["light", "dark"])
      test(`on a ${device}, ${scheme}`, async () => {
        const tab = await browser.newPage();
        const [faults, requests] = [[], []];
        tab.on("console", (message) => faults.push(message.text()));
        tab.on("pageerror", (error) => faults.push(error.message));
        tab.on("request", (request) => requests.push(request.url()));
        await tab.setViewport({
          width,
          height,
          isMobile: device === "phone",
          deviceScaleFactor: device === "phone" ? 2 : 1,
        });
        await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await tab.goto(pathToFileURL(file).href);
        await tab.screenshot({ path: join(FOLDER, `status-${device}-${scheme}.png`), fullPage: true });

        assert.deepEqual(requests, [pathToFileURL(file).href], "it loads nothing else");
        assert.deepEqual(faults, []);
        assert.equal(await tab.title(), "Webhooks", "no name of a key is run");
        const [needed, there] = await tab.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(needed <= there, `nothing is cut off: ${needed} of ${there} pixels`);
        const { count, lowest } = await tab.evaluate(lowestContrast);
        assert.ok(count > KEYS.length * 8);
        assert.ok(lowest.contrast >= LEAST_CONTRAST, `every text can be read: ${JSON.stringify(lowest)}`);
        const broken = await tab.evaluate(brokenWords);
        assert.deepEqual(broken, [], "words stay whole");
        const isCard = await tab.evaluate(
          () => getComputedStyle(document.querySelector("tbody tr")).display === "block",
        );
        assert.equal(isCard, device === "phone", "on a phone alone each key is a card");
        const isDark = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor === "rgb(13, 17, 23)");
        assert.equal(isDark, scheme === "dark");
        await tab.close();
      });
});
