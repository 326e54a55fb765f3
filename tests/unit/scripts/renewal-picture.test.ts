import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";
import { draw, picturesIn } from "./draw.js";

const SCRIPT = "draw-renewal.mjs";
const PICTURE = "docs/images/renewal.svg";

/** The lines of the picture, without its markup. */
const shown = readFileSync(join(PROJECT_ROOT, PICTURE), "utf8")
  .replace(/<style>.*<\/style>/s, "")
  .replaceAll(/<\/?tspan[^<>]*>/g, "")
  .replaceAll(/<[^<>]*>/g, "\n");

test("the picture of a renewal matches what its script draws from the lines in it", () => {
  expect(draw(SCRIPT, PROJECT_ROOT, "--redraw", "--check")).toMatchObject({ status: 0, stderr: "" });
});

test("the picture of a renewal is rejected by --check if it differs, and drawn again with the same lines", () => {
  const { folder, copy, original } = picturesIn(PICTURE);
  writeFileSync(copy, original.replace('y="60"', 'y="61"'));
  expect(draw(SCRIPT, folder, "--redraw", "--check")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("npm run draw"),
  });
  expect(draw(SCRIPT, folder, "--redraw").status).toBe(0);
  expect(readFileSync(copy, "utf8")).toBe(original);
});

test("the picture of a renewal shows a key that is replaced, and verification keys that are updated", () => {
  expect(shown).toContain("$ engine up --stack prod");
  expect(shown).toContain("The signing key of my_organization will be replaced: it is due for renewal.");
  expect(shown).toContain("WebhookSigningKey orders created replacement");
  expect(shown).toContain("WebhookVerificationKeys orders updated");
  expect(shown).toContain("has the current signing key");
});

test("the picture of a renewal shows [secret] instead of keys, and nothing that could be a key, an ID or a date", () => {
  expect(shown).toContain("verificationKeys: [secret]");
  const base64OfAKey = /[A-Za-z0-9+/]{40}/;
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-/i;
  const day = /\d{4}-\d{2}-\d{2}/;
  for (const secret of [base64OfAKey, uuid, day]) expect(shown).not.toMatch(secret);
});
