import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { SETTINGS } from "../../../provider/connection/settings.js";
import { documentPages, examplePages, readDocument } from "../../support/documents.js";
import { PROJECT_ROOT } from "../../support/project.js";

/** The anchor that a heading gets: lower case, hyphens for spaces, no punctuation. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

const anchorsOf = (page: string): string[] =>
  [...readDocument(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));

const anchorLinks = (page: string): { readonly target: string; readonly anchor: string }[] =>
  [...readDocument(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].map(([, file = "", anchor = ""]) => ({
    target: file === "" ? page : join(dirname(page), file),
    anchor,
  }));

test("every link of a page leads to a file, and not to a folder, of which no page can be made", () => {
  const targets = documentPages().flatMap((page) =>
    [...readDocument(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, file = ""]) =>
      join(dirname(page), file),
    ),
  );
  expect(targets.length).toBeGreaterThan(50);
  expect(targets.filter((target) => !statSync(join(PROJECT_ROOT, target)).isFile())).toEqual([]);
});

test("every link to a heading leads to one", () => {
  const links = [...documentPages(), ...examplePages()].flatMap((page) =>
    anchorLinks(page).map((link) => ({ page, ...link })),
  );
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter(({ target, anchor }) => !anchorsOf(target).includes(anchor))).toEqual([]);
});

test("a heading's anchor is that of the web page", () => {
  expect(anchorOf("`up` makes no key")).toBe("up-makes-no-key");
  expect(anchorOf("Message-level encryption (MLE)")).toBe("message-level-encryption-mle");
});

test("every page of docs/ is linked from README.md", () => {
  // The first page of the Registry takes the place of README.md there.
  const pages = documentPages().filter((page) => page.startsWith("docs/") && page !== "docs/_index.md");
  expect(pages.filter((page) => !readDocument("README.md").includes(`](${page})`))).toEqual([]);
});

describe.each(["docs/_index.md", "docs/installation-configuration.md"])("the Registry's page %s", (page) => {
  const [, frontMatter = ""] = /^---\n(.*?)\n---\n/s.exec(readDocument(page)) ?? [];

  test("begins with its title, a description of at most 160 characters, and its layout", () => {
    expect(frontMatter).toMatch(/^title: Cybersource Webhooks/m);
    expect(frontMatter).toMatch(/^meta_desc: .{40,160}$/m);
    expect(frontMatter).toMatch(/^layout: package$/m);
  });
});

test.each(Object.entries(SETTINGS))("the Registry's configuration page has the setting %s", (name, { variable }) => {
  const row = new RegExp(`^\\| \`${name}\` +\\| \`CYBERSOURCE_${variable}\` +\\|`, "m");
  expect(readDocument("docs/installation-configuration.md")).toMatch(row);
});
