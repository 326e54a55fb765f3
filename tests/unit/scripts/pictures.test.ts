import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { PROJECT_ROOT } from "../../support/project.js";
import { draw, picturesIn } from "./draw.js";

describe.each([
  ["a key's life", "draw-key-life.mjs", "docs/images/key-life.svg", "day 335"],
  ["the processes", "draw-processes.mjs", "docs/images/processes.svg", "provider process"],
])("the picture of %s", (_, script, picture, words) => {
  test("matches what its script draws", () => {
    expect(draw(script, PROJECT_ROOT, "--check")).toMatchObject({ status: 0, stderr: "" });
  });

  test("is rejected by --check if it differs, and drawn again by another run", () => {
    const { folder, copy, original } = picturesIn(picture);
    expect(original).toContain(words);
    writeFileSync(copy, original.replace(words, "other words"));
    expect(draw(script, folder, "--check")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("npm run draw"),
    });
    expect(draw(script, folder).status).toBe(0);
    expect(readFileSync(copy, "utf8")).toBe(original);
  });
});

const pictures = readdirSync(join(PROJECT_ROOT, "docs/images")).filter((name) => name.endsWith(".svg"));

test.each(pictures)("%s is well formed, and has a title, a description and colors for dark mode", (name) => {
  const picture = readFileSync(join(PROJECT_ROOT, "docs/images", name), "utf8");
  const open: string[] = [];
  for (const [, slash, tag = "", selfClosing] of picture.matchAll(/<(\/?)([a-z][\w:]*)(?:\s[^<>]*?)?(\/?)>/gi)) {
    if (slash === "/") expect(open.pop()).toBe(tag);
    else if (selfClosing !== "/") open.push(tag);
  }
  expect(open).toEqual([]);
  expect(picture.replaceAll(/<(?:!--.*?--|[^<>]*)>/gs, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  expect(picture).toMatch(/<title id="title">[^<]+<\/title>/);
  expect(picture).toMatch(/<desc id="description">[^<]+<\/desc>/);
  expect(picture).toContain("prefers-color-scheme: dark");
});
